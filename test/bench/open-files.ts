import { openBelow } from '../host/open-files.js';

/** How many files of a folder this process holds open at most while `work` runs; 0 on a system that does not tell. */
export async function mostOpen(folder: string, work: () => Promise<unknown>): Promise<number> {
	let most = 0;
	const look = setInterval(() => {
		most = Math.max(most, openBelow(folder).length);
	}, 2);
	try {
		await work();
		return most;
	} finally {
		clearInterval(look);
	}
}
