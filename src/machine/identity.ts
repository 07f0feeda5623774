import { lstat } from 'node:fs/promises';
import { inTime } from './in-time.js';

/** What identifies a file system entry. */
interface Known {
	readonly dev: bigint;
	readonly ino: bigint;
	readonly nlink: bigint;
	isDirectory(): boolean;
}

const tellMs = 3_000;

/**
 * A key that is equal for two paths of the same file or folder, e.g. if the disk ignores case or Unicode form. Doesn't
 * follow links: a link has its own key. `undefined` if the file system doesn't answer in time, and for a file with
 * several hard links, since each of them is a file of its own.
 */
export async function identityOf(
	path: string,
	look: (path: string) => Promise<Known> = file => lstat(file, { bigint: true }),
	limitMs = tellMs,
): Promise<string | undefined> {
	const known = await inTime(look(path), limitMs).catch(() => undefined);
	return known && (known.isDirectory() || known.nlink === 1n) ? `${known.dev} ${known.ino}` : undefined;
}
