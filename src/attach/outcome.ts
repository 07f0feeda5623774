import type { Attempt, StoredAttachment } from './attachment.js';
import type { Doubt } from './doubts.js';
import type { CorError } from './errors.js';

/** What is known of the bytes that were sent, beside how many they are. */
export interface SentBytes {
	/** In hexadecimal, where it was worth knowing. */
	readonly sha256?: string;
	/** Where the file has grown since: how many bytes it had then, all of which were sent. */
	readonly grownFrom?: number;
}

/**
 * How one file ended.
 * - `attached`: COR's answer names it, or the task's list does. `isBeside` where COR does not tell that it became a version of the attachment it was meant for. `isFound` where
 *   only the list names it. `isMaybeDoubled` where an earlier request with it may have become the version below.
 *   `isUnverified` where nobody could see before whether that attachment was on the task already.
 * - `failed`: surely not stored.
 * - `unknown`: its last byte left and no trustworthy answer came; it may be on the task. `looked` tells what the task's
 *   list said of it, where it could be read: not there so far, or something that may be it. With `attempt` it can be
 *   looked for again.
 * - `cancelled`: given up before its last byte left.
 * - `skipped`: left out on purpose, nothing was sent.
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

/** How one that was not left out ended. */
export type SentEnd = Exclude<FileEnd, { status: 'skipped' }>;

/** One file of a batch with its end. */
export interface Outcome<File> {
	readonly file: File;
	readonly end: FileEnd;
	/** How long it took, in milliseconds. */
	readonly tookMs: number;
	/** Requests with it that the task's list did not show in time: what they sent may turn up late. */
	readonly missed?: readonly Attempt[];
}

/** How many files ended in each way. */
export function countEnds(outcomes: readonly Outcome<unknown>[]): Readonly<Record<FileEnd['status'], number>> {
	const counts = { attached: 0, failed: 0, unknown: 0, cancelled: 0, skipped: 0 };
	for (const { end } of outcomes) {
		counts[end.status] += 1;
	}
	return counts;
}
