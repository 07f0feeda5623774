import { lstat } from 'node:fs/promises';
import { sameName } from '../attach/text/same-name.js';
import { inTime } from './in-time.js';

/** What a file system tells of a thing by which it is known again. */
interface Identity {
	readonly dev: bigint;
	readonly ino: bigint;
	readonly nlink: bigint;
	isDirectory(): boolean;
}

const tellMs = 3_000;

/**
 * Whether two paths are one and the same file or folder to the disk, because it ignores the case of letters or the form of
 * accents. Links are not followed: a link is a thing of its own name, and so is each of several hard links. What nobody can
 * tell in time is taken for two.
 * @param limitMs milliseconds
 */
export async function isOneFile(
	one: string,
	other: string,
	look: (path: string) => Promise<Identity> = path => lstat(path, { bigint: true }),
	limitMs = tellMs,
): Promise<boolean> {
	if (one === other || sameName(one) !== sameName(other)) {
		return one === other;
	}
	const both = await inTime(Promise.all([look(one), look(other)]), limitMs).catch(() => undefined);
	const [a, b] = both ?? [];
	return (
		a !== undefined && b !== undefined && a.dev === b.dev && a.ino === b.ino && (a.isDirectory() || a.nlink === 1n)
	);
}
