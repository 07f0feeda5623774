import type { ListHabits } from '../arrival/list-habits.js';
import type { AttachmentList, ListedAttachment } from '../attachment.js';
import { type CorError, toCorError } from '../errors.js';
import type { SentBytes, SentEnd } from '../outcome.js';
import type { PlannedFile } from '../plan/plan.js';

/** What COR offers for one task, to one person. */
export interface Courier {
	readonly taskId: number;
	/** What is known of how lists tell of this person's uploads; shared by all tasks. */
	readonly habits: ListHabits;
	/** Makes files ready to travel in one request, each as it is now. Never rejects: a file that is not ready fails alone. */
	prepare(files: readonly PlannedFile[]): Promise<Parcel>;
	/** Everything that COR lists on the task. Rejects with a `CorError`, or with the signal's reason. */
	list(signal: AbortSignal): Promise<readonly ListedAttachment[]>;
	/**
	 * What COR lists on the task from the newest on, until all is known that comes next; everything where COR's order does not
	 * allow to end there. Rejects as `list` does.
	 */
	listNewest(isKnown: (id: number) => boolean, signal: AbortSignal): Promise<AttachmentList>;
	/** Whose uploads these are. Rejects as `list` does. */
	userId(signal: AbortSignal): Promise<number>;
}

/** One or several files on their way into one request. */
export interface Parcel {
	/** One for each file that it was made of, in order. */
	readonly loads: readonly Load[];
	/**
	 * One request with the files that are ready. Never rejects: one end for each of them, in order. A 401 that came before
	 * the end of any file has been answered with a new token and one more request.
	 */
	send(signal: AbortSignal): Promise<readonly PostedEnd[]>;
	/** Lets go of its files; absent where nothing is held. Never rejects. */
	close?(): Promise<void>;
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
	/** Whether the file was seen to be longer than that by now; absent for what does not grow. */
	hasGrown?(): boolean;
}

/** How a request ended for one of its files; `isOwn` where that is said of this very one and not of all of them. */
export type PostedEnd = SentEnd & { readonly isOwn?: boolean };

/** Whether the file surely is not on the task, and nothing is said of it but what is said of the whole request. */
export function isOpen(end: PostedEnd): end is Extract<PostedEnd, { status: 'failed' }> {
	return end.status === 'failed' && !end.isOwn;
}

interface PostingPorts {
	readonly courier: Courier;
	readonly signal: AbortSignal;
	/** Told of each file before the request. Rejects where it must not go out. */
	sending(file: PlannedFile, size: number): Promise<void>;
}

/** What came of one request. */
export interface Posted {
	/** The files that were in it, in order. */
	readonly sent: readonly { readonly load: LoadedFile; readonly end: PostedEnd }[];
	/** Those that could not be sent, each for a reason of its own. */
	readonly unfit: readonly { readonly file: PlannedFile; readonly error: CorError }[];
	/** Those that have become too large to go with others. */
	readonly outgrown: readonly PlannedFile[];
}

/** One request with those of the files that are ready to go. Never rejects: each file is in one of the lists. */
export async function post(files: readonly PlannedFile[], ports: PostingPorts): Promise<Posted> {
	const parcel = await prepare(files, ports.courier);
	const ready = parcel.loads.filter(load => load.status === 'ready');
	const ends = ready.length > 0 ? await send(parcel, ready, ports) : [];
	await parcel.close?.();
	return {
		sent: ready.map((load, index) => {
			const end = ends[index] ?? failure(new Error('a file without an end'));
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

/** What is known of the bytes that have left, beside their number. */
export function sentBytes(load: LoadedFile): SentBytes {
	const sha256 = load.sha256();
	return { ...(sha256 !== undefined && { sha256 }), ...(load.hasGrown?.() && { grownFrom: load.size }) };
}

function failure(error: unknown): PostedEnd {
	return { status: 'failed', error: toCorError(error) };
}
