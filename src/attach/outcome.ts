import type { Attempt, StoredAttachment } from './attachment.js';
import type { Doubt } from './doubts.js';
import type { CorError } from './errors.js';

/** Facts about the bytes that were sent, other than their number. */
export interface SentBytes {
	/** SHA-256 of the bytes in hexadecimal. Missing for large files. */
	readonly sha256?: string;
	/** Set if the file has grown since: its size in bytes when it was sent. All of those bytes were sent. */
	readonly grownFrom?: number;
}

/**
 * How one file ended.
 * - `attached`: COR's answer or the task's list contains it. With `isBeside` it was meant as a new version, but COR
 *   doesn't say that it became one, so it counts as a separate file. With `isFound` only the list contains it; no answer named it. With `isMaybeDoubled`
 *   an earlier request may have created the version below this one. With `isUnverified` the task's list couldn't be
 *   read before, so this attachment may have been there already.
 * - `failed`: known not to be stored.
 * - `unknown`: its last byte left and no trustworthy answer came, so it may be on the task. `looked` is the result of
 *   reading the task's list: `absent` (not there so far) or `unclear` (something there may be it). With `attempt` the
 *   extension can look again.
 * - `cancelled`: stopped before its last byte left.
 * - `skipped`: deliberately not sent.
 */
export type FileEnd =
	| (SentBytes & {
			readonly status: 'attached';
			readonly attachment: StoredAttachment;
			readonly isBeside?: boolean;
			readonly isFound?: true;
			readonly isMaybeDoubled?: true;
			readonly isUnverified?: true;
	  })
	| { readonly status: 'failed'; readonly error: CorError }
	| {
			readonly status: 'unknown';
			readonly error: CorError;
			readonly looked?: 'absent' | 'unclear';
			readonly attempt?: Attempt;
	  }
	| { readonly status: 'cancelled' }
	| { readonly status: 'skipped'; readonly why: Doubt };

/** How a file ended that wasn't skipped. */
export type SentEnd = Exclude<FileEnd, { status: 'skipped' }>;

/** A file of a batch and how it ended. */
export interface Outcome<File> {
	readonly file: File;
	readonly end: FileEnd;
	/** Duration in milliseconds, from the first attempt to the end. */
	readonly tookMs: number;
	/** Requests whose file the task's list didn't show in time. Those files may appear later. */
	readonly missed?: readonly Attempt[];
}

export function countEnds(outcomes: readonly Outcome<unknown>[]): Readonly<Record<FileEnd['status'], number>> {
	const counts = { attached: 0, failed: 0, unknown: 0, cancelled: 0, skipped: 0 };
	for (const { end } of outcomes) {
		counts[end.status] += 1;
	}
	return counts;
}
