import type { CorError } from './errors.js';
import type { ListedAttachment } from './evidence.js';
import type { FileEnd } from './outcome.js';
import type { PlannedFile } from './plan.js';

/** What COR offers for one task, to one person. */
export interface Courier {
	/** Makes files ready to travel in one request, each as it is now. Never rejects: a file that is not ready fails alone. */
	prepare(files: readonly PlannedFile[]): Promise<Parcel>;
	/** Everything that COR lists on the task. Rejects with a `CorError`, or with the signal's reason. */
	list(signal: AbortSignal): Promise<readonly ListedAttachment[]>;
	/** Whose uploads these are. Rejects as `list` does. */
	userId(signal: AbortSignal): Promise<number>;
}

/** One or several files on their way into one request. */
export interface Parcel {
	/** One for each file that it was made of, in order. */
	readonly loads: readonly Load[];
	/**
	 * One request with the files that are ready. Never rejects: one end for each of them, in order. A 401 has been answered
	 * with a new token and one more request.
	 */
	send(signal: AbortSignal): Promise<readonly PostedEnd[]>;
}

export type Load =
	| LoadedFile
	| { readonly status: 'failed'; readonly file: PlannedFile; readonly error: CorError }
	/** It has become too large to go with others. */
	| { readonly status: 'outgrown'; readonly file: PlannedFile };

export interface LoadedFile {
	readonly status: 'ready';
	readonly file: PlannedFile;
	/** Bytes. */
	readonly size: number;
	/** Of the contents, in hexadecimal, once they have left and where it was worth it. */
	sha256(): string | undefined;
}

/** How a request ended for one of its files; `isOwn` where that is said of this very one and not of all of them. */
export type PostedEnd = FileEnd & { readonly isOwn?: boolean };
