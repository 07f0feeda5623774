import type { ListHabits } from '../arrival/list-habits.js';
import type { AttachmentList, ListedAttachment } from '../attachment.js';
import { type CorError, toCorError } from '../errors.js';
import type { SentBytes, SentEnd } from '../outcome.js';
import type { PlannedFile } from '../plan/plan.js';

/** Access to one task in COR with one person's credential. */
export interface Courier {
	readonly taskId: number;
	/** How COR's lists show this person's uploads. Shared by all tasks. */
	readonly habits: ListHabits;
	/** Opens the files for one request, as they are now. Never rejects: a file that can't be opened fails alone. */
	prepare(files: readonly PlannedFile[]): Promise<Parcel>;
	/** Reads all attachments of the task. Rejects with a `CorError` or the signal's reason. */
	list(signal: AbortSignal): Promise<readonly ListedAttachment[]>;
	/**
	 * Reads the attachments from the newest back to the first known one. Reads everything if COR's order doesn't allow it
	 * to stop there. Rejects as `list` does.
	 */
	listNewest(isKnown: (id: number) => boolean, signal: AbortSignal): Promise<AttachmentList>;
	/** Id of the COR user whose credential this is. Rejects as `list` does. */
	userId(signal: AbortSignal): Promise<number>;
}

/** The files for one request, opened. */
export interface Parcel {
	/** One per file, in the order given to `prepare`. */
	readonly loads: readonly Load[];
	/**
	 * Sends one request with the loads that are `ready`, and returns one end for each of them, in order. Never rejects.
	 * After a 401 it renews the token and sends again, but only if no file's last byte had left.
	 */
	send(signal: AbortSignal): Promise<readonly PostedEnd[]>;
	/** Closes its files. Missing if nothing is open. Never rejects. */
	close?(): Promise<void>;
}

export type Load =
	| LoadedFile
	| { readonly status: 'failed'; readonly file: PlannedFile; readonly error: CorError }
	/** It has grown too large to share a request. */
	| { readonly status: 'outgrown'; readonly file: PlannedFile };

export interface LoadedFile {
	readonly status: 'ready';
	readonly file: PlannedFile;
	/** Bytes. */
	readonly size: number;
	/** SHA-256 of the bytes in hexadecimal, after they were sent. `undefined` for large files. */
	sha256(): string | undefined;
	/** Whether the file now has more bytes than `size`. Missing for contents that can't grow. */
	hasGrown?(): boolean;
}

/**
 * How a request ended for one of its files. `isOwn` if the answer is about this file and not about the whole request.
 */
export type PostedEnd = SentEnd & { readonly isOwn?: boolean };

/** Whether the file is known not to be on the task, for a reason that concerns the whole request. */
export function isOpen(end: PostedEnd): end is Extract<PostedEnd, { status: 'failed' }> {
	return end.status === 'failed' && !end.isOwn;
}

interface PostingPorts {
	readonly courier: Courier;
	readonly signal: AbortSignal;
	/** Called for each file before the request. Rejects if the file must not be sent. */
	sending(file: PlannedFile, size: number): Promise<void>;
}

/** Result of one request. */
export interface Posted {
	/** The files in the request, in order. */
	readonly sent: readonly { readonly load: LoadedFile; readonly end: PostedEnd }[];
	/** The files that could not be opened. */
	readonly unfit: readonly { readonly file: PlannedFile; readonly error: CorError }[];
	/** The files that have grown too large to share a request. */
	readonly outgrown: readonly PlannedFile[];
}

/**
 * Sends one request with those of the files that can be opened. Never rejects: each file is in one of the three lists.
 */
export async function post(files: readonly PlannedFile[], ports: PostingPorts): Promise<Posted> {
	const parcel = await prepare(files, ports.courier);
	const ready = parcel.loads.filter(load => load.status === 'ready');
	const ends = ready.length > 0 ? await send(parcel, ready, ports) : [];
	await parcel.close?.();
	return {
		sent: ready.map((load, index) => {
			const end = ends[index] ?? failure(new Error('the request returned no end for this file'));
			return { load, end: end.status === 'attached' ? { ...end, ...sentBytes(load) } : end };
		}),
		unfit: parcel.loads.filter(load => load.status === 'failed'),
		outgrown: parcel.loads.filter(load => load.status === 'outgrown').map(({ file }) => file),
	};
}

async function prepare(files: readonly PlannedFile[], courier: Courier): Promise<Parcel> {
	try {
		return await courier.prepare(files);
	} catch (error) {
		const loads = files.map((file): Load => ({ status: 'failed', file, error: toCorError(error) }));
		return { loads, send: async () => [] };
	}
}

async function send(
	parcel: Parcel,
	ready: readonly LoadedFile[],
	{ sending, signal }: PostingPorts,
): Promise<readonly PostedEnd[]> {
	try {
		await Promise.all(ready.map(({ file, size }) => sending(file, size)));
		return await parcel.send(signal);
	} catch (error) {
		return ready.map(() => failure(error));
	}
}

/** Facts about the sent bytes that only exist after sending. */
export function sentBytes(load: LoadedFile): SentBytes {
	const sha256 = load.sha256();
	return { ...(sha256 !== undefined && { sha256 }), ...(load.hasGrown?.() && { grownFrom: load.size }) };
}

function failure(error: unknown): PostedEnd {
	return { status: 'failed', error: toCorError(error) };
}
