import type { FileHandle } from 'node:fs/promises';
import { CorError, type FailureKind, toCorError } from '../attach/errors.js';
import { inTime } from './in-time.js';

/** What the system reports about an open file. Some file systems report a wrong size. */
export interface Facts {
	readonly dev: bigint;
	readonly ino: bigint;
	/** Bytes. */
	readonly size: number;
	readonly mtimeNs: bigint;
	/** Unlike `mtimeNs`, programs can't set it. */
	readonly ctimeNs: bigint;
}

/** Rejects with a `CorError`: `file-unreadable` if it isn't a regular file. */
export async function factsOf(handle: FileHandle): Promise<Facts> {
	const found = await asFileErrors(handle.stat({ bigint: true }));
	if (!found.isFile()) {
		throw new CorError('file-unreadable', 'not a regular file');
	}
	const { dev, ino, size, mtimeNs, ctimeNs } = found;
	return { dev, ino, size: Number(size), mtimeNs, ctimeNs };
}

/** Whether the file looks unchanged: not written to, renamed or deleted. */
export function areSameFacts(before: Facts, now: Facts): boolean {
	return before.size === now.size && before.mtimeNs === now.mtimeNs && before.ctimeNs === now.ctimeNs;
}

/** Waits at most `limitMs` for the file system. Rejects with a `CorError`: `file-unreadable` after that time. */
export async function answerOf<T>(work: Promise<T>, limitMs: number): Promise<T> {
	const answer = await inTime(asFileErrors(work), limitMs);
	if (answer === undefined) {
		throw new CorError('file-unreadable', `the file system did not answer within ${limitMs} ms`);
	}
	return answer;
}

/** Turns the system's errors into `CorError`s. */
export async function asFileErrors<T>(work: Promise<T>): Promise<T> {
	try {
		return await work;
	} catch (error) {
		const { code, syscall } = error as NodeJS.ErrnoException;
		throw code === undefined
			? toCorError(error)
			: new CorError(toKind(code, syscall), `the file can't be read: ${code}`, { cause: error });
	}
}

/** Whether the file system says that there is no such file. */
export function isMissing(error: unknown): boolean {
	return (error as NodeJS.ErrnoException).code === 'ENOENT';
}

function toKind(code: string, syscall: string | undefined): FailureKind {
	switch (code) {
		case 'ENOENT':
			return 'file-missing';
		case 'EBUSY': // Windows
			return 'file-locked';
		case 'EAGAIN': // a lease, as Samba takes it; if reading fails so, the file has no bytes yet, such as a kernel trace
			return syscall === 'open' ? 'file-locked' : 'file-unreadable';
		default:
			return 'file-unreadable';
	}
}
