import type { Doubt } from './doubts.js';
import type { CorError } from './errors.js';

/** What COR stored, as its answer tells (cor-api §3.1). */
export interface StoredAttachment {
	readonly id: number;
	/** COR's `originalname`. */
	readonly name: string;
	/** Bytes, where COR says so. */
	readonly size?: number;
	/** The file's own address: confidential, since it may be public to whoever knows it (cor-api §3.10). */
	readonly url?: string;
	readonly version?: number;
	readonly parentId?: number;
	readonly userId?: number;
}

/**
 * How one file ended.
 * - `attached`: COR's answer names it.
 * - `failed`: surely not stored.
 * - `unknown`: its last byte left and no trustworthy answer came; it may be on the task.
 * - `cancelled`: given up before its last byte left.
 * - `skipped`: left out on purpose, nothing was sent.
 */
export type FileEnd =
	| { readonly status: 'attached'; readonly attachment: StoredAttachment }
	| { readonly status: 'failed'; readonly error: CorError }
	| { readonly status: 'unknown'; readonly error: CorError }
	| { readonly status: 'cancelled' }
	| { readonly status: 'skipped'; readonly why: Doubt };

/** One file of a batch with its end. */
export interface Outcome<File> {
	readonly file: File;
	readonly end: FileEnd;
	/** How long it took, in milliseconds. */
	readonly tookMs: number;
}

/** How many files ended in each way. */
export function countEnds(outcomes: readonly Outcome<unknown>[]): Readonly<Record<FileEnd['status'], number>> {
	const counts = { attached: 0, failed: 0, unknown: 0, cancelled: 0, skipped: 0 };
	for (const { end } of outcomes) {
		counts[end.status] += 1;
	}
	return counts;
}
