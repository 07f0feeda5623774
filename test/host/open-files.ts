import { readdirSync, readlinkSync } from 'node:fs';
import path from 'node:path';

/** The files below a folder that this process holds open; none on a system that does not tell. */
export function openBelow(folder: string): readonly string[] {
	return entries('/proc/self/fd')
		.flatMap(linkOf)
		.filter(target => target.startsWith(folder + path.sep));
}

function entries(table: string): readonly string[] {
	try {
		return readdirSync(table).map(entry => path.join(table, entry));
	} catch {
		return []; // a system without such a table
	}
}

function linkOf(entry: string): readonly string[] {
	try {
		return [readlinkSync(entry)];
	} catch {
		return []; // closed by now
	}
}
