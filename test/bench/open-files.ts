import { readdirSync, readlinkSync } from 'node:fs';
import path from 'node:path';

/** How many files of a folder this process holds open at most while `work` runs; 0 on a system that does not tell. */
export async function mostOpen(folder: string, work: () => Promise<unknown>): Promise<number> {
	let most = 0;
	const look = setInterval(() => {
		most = Math.max(most, openBelow(folder));
	}, 2);
	try {
		await work();
		return most;
	} finally {
		clearInterval(look);
	}
}

function openBelow(folder: string): number {
	return descriptors().filter(target => target.startsWith(folder + path.sep)).length;
}

function descriptors(): string[] {
	try {
		return readdirSync('/proc/self/fd').map(fd => {
			try {
				return readlinkSync(path.join('/proc/self/fd', fd));
			} catch {
				return ''; // closed by now
			}
		});
	} catch {
		return [];
	}
}
