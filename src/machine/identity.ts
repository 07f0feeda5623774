import { lstat } from 'node:fs/promises';
import { inTime } from './in-time.js';

/** What a file system tells of a thing by which it is known again. */
interface Known {
	readonly dev: bigint;
	readonly ino: bigint;
	readonly nlink: bigint;
	isDirectory(): boolean;
}

const tellMs = 3_000;

/**
 * What is the same for two paths of one file or folder, as on a disk that ignores the case of letters or the form of
 * accents. Links are not followed: a link is a thing of its own name. `undefined` where nobody can tell in time, and for a
 * file of several hard links, as each of them is one too.
 * @param limitMs milliseconds
 */
export async function identityOf(
	path: string,
	look: (path: string) => Promise<Known> = file => lstat(file, { bigint: true }),
	limitMs = tellMs,
): Promise<string | undefined> {
	const known = await inTime(look(path), limitMs).catch(() => undefined);
	return known && (known.isDirectory() || known.nlink === 1n) ? `${known.dev} ${known.ino}` : undefined;
}
