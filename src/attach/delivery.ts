import { runBatch } from './batch.js';
import type { Clock } from './clock.js';
import { type CorError, toCorError } from './errors.js';
import {
	type Baseline,
	findParent,
	type ListedAttachment,
	lookFor,
	mayBecomeOne,
	type Sought,
	toBaseline,
	traceOf,
} from './evidence.js';
import type { Attempt, FileEnd, Outcome } from './outcome.js';
import { pause } from './pause.js';
import type { PlannedFile } from './plan.js';
import { delayBefore, isEndOfBatch, isOffline, mayRepeatWhenAbsent } from './retry.js';

/** What COR offers for one task, to one person. */
export interface Courier {
	/** Makes a file ready to be sent, as it is now. Rejects with a `CorError`. */
	prepare(file: PlannedFile): Promise<Parcel>;
	/** Everything that COR lists on the task. Rejects with a `CorError`, or with the signal's reason. */
	list(signal: AbortSignal): Promise<readonly ListedAttachment[]>;
	/** Whose uploads these are. Rejects as `list` does. */
	userId(signal: AbortSignal): Promise<number>;
}

/** One file, ready to be sent once. */
export interface Parcel {
	/** Bytes. */
	readonly size: number;
	/** One request with this file. Never rejects. A 401 has been answered with a new token and one more request. */
	send(signal: AbortSignal): Promise<FileEnd>;
	/** Of the contents, in hexadecimal, once they have left and where it was worth it. */
	sha256(): string | undefined;
}

/** A request of an earlier life of the batch, of which nobody knows how it ended. */
export interface EarlierAttempt {
	readonly attempt: Attempt;
	/** Why its end is not known. */
	readonly error: CorError;
	/** Whether it may be sent again once it surely is not on the task. */
	readonly mayRepeat: boolean;
}

/** A task's list, when its reading began, in epoch milliseconds, and how many attachments were claimed by then. */
export interface KnownList {
	readonly list: readonly ListedAttachment[];
	readonly readAt: number;
	readonly claimed: number;
}

/** Writes down what happens, so that it is known after a crash. Each resolves when it is safe. */
export interface DeliveryRecord {
	/** What was on the task before, and whose uploads follow. Told before the first request, and when somebody else goes on. */
	began(baseline: Baseline, userId: number | undefined): Promise<void>;
	/** Told before each request, with the bytes that it takes. Rejects where the file must not go out. */
	sending(file: PlannedFile, size: number): Promise<void>;
	/** Told of an unknown end before the file is looked for, too: the last that is told counts. */
	ended(outcome: Outcome<PlannedFile>): Promise<void>;
}

export interface DeliveryPorts {
	readonly courier: Courier;
	readonly clock: Clock;
	/** From 0 to 1. */
	random(): number;
	readonly signal: AbortSignal;
	/** How many files are on their way at once, at most. */
	readonly concurrency: number;
	/** Ids of attachments that are known to be files of ours; shared by all batches, and added to. */
	readonly claimed: Set<number>;
	readonly record?: DeliveryRecord;
	/** What the task's list said before the batch: while it is fresh, and nothing was claimed since, it is not read again. */
	readonly known?: KnownList | undefined;
	/** Files whose request began in an earlier life of this batch: they are looked for first, even those with a problem. */
	readonly earlier?: ReadonlyMap<PlannedFile, EarlierAttempt>;
	/** Asks for another credential where COR refuses the one at hand; `undefined` where nobody gives one. */
	reconnect?(): Promise<Courier | undefined>;
	/** Told of each file as it ends. */
	onEnd?(outcome: Outcome<PlannedFile>): void;
}

/** COR's own time between storing a file and listing it is not known: this long is waited before "not there" is believed. */
export const secondLookAfterMs = 2_000;

/** A list that is older is read again before anything is sent. */
export const knownListLastsMs = 60_000;

const maxLooks = 5;
const patienceAfterCancelMs = 5_000;

/**
 * Sends every file of a batch and finds out the truth of each: exactly one outcome for each file, in order. What COR
 * surely does not have is sent again where that helps; what it may have is looked for in the task's list first, and
 * never sent again while there is doubt. Never rejects.
 */
export async function deliverBatch(
	files: readonly PlannedFile[],
	ports: DeliveryPorts,
): Promise<Outcome<PlannedFile>[]> {
	const delivery = new Delivery(files, ports);
	await delivery.begin();
	return runBatch(files, {
		concurrency: ports.concurrency,
		send: file => delivery.deliver(file),
		onEnd: async outcome => {
			await ports.record?.ended(outcome);
			ports.onEnd?.(outcome);
		},
	});
}

class Delivery {
	readonly #files: readonly PlannedFile[];
	readonly #ports: DeliveryPorts;
	#courier: Courier;
	#baseline: Baseline | undefined;
	/** What was on the task before. */
	#before: readonly ListedAttachment[] = [];
	#endOfBatch: CorError | undefined;
	/** Whether anybody could be reached since the batch began. */
	#isReached = false;
	#reconnection: Promise<boolean> | undefined;
	/** Whether a courier that somebody was asked for has not attached anything yet. */
	#isCourierNew = false;

	constructor(files: readonly PlannedFile[], ports: DeliveryPorts) {
		this.#files = files;
		this.#ports = ports;
		this.#courier = ports.courier;
	}

	/** Looks at what is on the task already. Where COR cannot be reached at all, nothing else is tried. */
	async begin(): Promise<void> {
		const { signal } = this.#ports;
		if (this.#files.every(({ problem }) => problem)) {
			return;
		}
		try {
			const list = this.#freshList() ?? (await this.#list(signal));
			this.#before = list;
			const parentIds = this.#files.flatMap(({ parentId }) => parentId ?? []);
			this.#baseline = toBaseline(list, parentIds);
			await this.#tellBegan(this.#baseline);
		} catch (error) {
			// Without a list nothing can be compared, but what COR takes and says so is attached all the same.
			const failure = toCorError(error);
			if (isEndOfBatch(failure)) {
				this.#endOfBatch = failure;
			}
		}
	}

	#freshList(): readonly ListedAttachment[] | undefined {
		const { known, clock, claimed } = this.#ports;
		// What came since would count as new, and after a crash nobody remembers that it was another file of ours.
		if (!known || known.claimed !== claimed.size) {
			return undefined;
		}
		const ageMs = clock.now() - known.readAt;
		return ageMs >= 0 && ageMs < knownListLastsMs ? known.list : undefined; // a clock may go back
	}

	async deliver(file: PlannedFile): Promise<FileEnd> {
		const { clock, signal, random } = this.#ports;
		let earlier = this.#ports.earlier?.get(file);
		for (let repeats = 0; ; repeats += 1) {
			const courier = this.#courier;
			const end = earlier ? await this.#compare(file, earlier) : await this.#attempt(file);
			earlier = undefined;
			if (end.status !== 'failed') {
				return end;
			}
			if (end.error.kind === 'unauthorized' && (await this.#reconnect(courier))) {
				continue;
			}
			const isOver = this.#endOfBatch !== undefined || this.#isOfflineFromStart(end.error);
			const delayMs = isOver ? undefined : delayBefore(end.error, repeats, random());
			if (delayMs === undefined) {
				this.#endOfBatch ??= isEndOfBatch(end.error) ? end.error : undefined;
				return end;
			}
			if (!(await pause(delayMs, clock, signal))) {
				return { status: 'cancelled' };
			}
		}
	}

	/** `failed` here means surely not on the task. */
	async #attempt(file: PlannedFile): Promise<FileEnd> {
		const { signal, record, claimed } = this.#ports;
		if (file.problem) {
			return { status: 'failed', error: file.problem };
		}
		if (signal.aborted) {
			return { status: 'cancelled' };
		}
		if (this.#endOfBatch) {
			return { status: 'failed', error: this.#endOfBatch };
		}
		const courier = this.#courier;
		const parcel = await courier.prepare(file);
		await record?.sending(file, parcel.size);
		const end = await parcel.send(signal);
		this.#isReached ||= end.status !== 'failed' || !isOffline(end.error);
		if (end.status === 'attached') {
			claimed.add(end.attachment.id);
			this.#isCourierNew = false;
		}
		const baseline = this.#baseline;
		if (end.status !== 'unknown' || !baseline) {
			return withHash(this.#asVersion(file, end), parcel);
		}
		// Why it is not known has to outlive a crash: what was given up after a time-out may still be stored.
		await record?.ended({ file, end, tookMs: 0 });
		const { error } = end;
		const userId = await courier.userId(signal).catch(() => undefined);
		if (userId === undefined) {
			return end;
		}
		const attempt = { size: parcel.size, userId, baseline };
		return withHash(await this.#compare(file, { attempt, error, mayRepeat: mayRepeatWhenAbsent(error) }), parcel);
	}

	/** Says so where COR does not tell that the file became a version of what it was meant for. */
	#asVersion({ parentId }: PlannedFile, end: FileEnd): FileEnd {
		if (parentId === undefined || end.status !== 'attached') {
			return end;
		}
		const told = end.attachment.parentId;
		const root = findParent(this.#before, parentId)?.id;
		// An old version is not in the list: what COR makes of it as a parent is COR's to know.
		const isMeant = told === parentId || (root === undefined ? Boolean(told) : told === root);
		return isMeant ? end : { ...end, isBeside: true };
	}

	/** Whether the file is on the task after all; `failed` where it surely is not and may be sent again. */
	async #compare(file: PlannedFile, { attempt, error, mayRepeat }: EarlierAttempt): Promise<FileEnd> {
		let end: FileEnd = { status: 'unknown', error, attempt };
		const { clock, signal, claimed } = this.#ports;
		const patience = new AbortController();
		const stopPatience = onAbort(signal, () => clock.after(patienceAfterCancelMs, () => patience.abort()));
		try {
			const sought: Sought = {
				name: file.name,
				...attempt,
				...(file.parentId !== undefined && { parentId: file.parentId }),
				hasNamesake: this.#files.some(
					other => other !== file && other.size === attempt.size && mayBecomeOne(other.name, file.name),
				),
				claimed,
			};
			let lastTrace: string | undefined;
			for (let looks = 1; ; looks += 1) {
				const list = await this.#list(patience.signal);
				const evidence = lookFor(sought, list);
				if (evidence.status === 'found') {
					claimed.add(evidence.attachment.id);
					return { status: 'attached', attachment: evidence.attachment };
				}
				end = { status: 'unknown', error, attempt, looked: evidence.status };
				const trace = traceOf(sought, list);
				if (evidence.status === 'absent' && trace === lastTrace) {
					return mayRepeat ? { status: 'failed', error } : end;
				}
				lastTrace = trace;
				if (looks === maxLooks || !(await pause(secondLookAfterMs, clock, signal))) {
					return end;
				}
			}
		} catch {
			return end; // the list cannot be read: why the file's end is not known says more
		} finally {
			stopPatience();
		}
	}

	/** Reads the list, again after a pause where COR says "not now": reading does no harm. */
	async #list(signal: AbortSignal): Promise<readonly ListedAttachment[]> {
		const { clock, random } = this.#ports;
		for (let repeats = 0; ; repeats += 1) {
			const courier = this.#courier;
			try {
				const list = await courier.list(signal);
				this.#isReached = true;
				return list;
			} catch (error) {
				signal.throwIfAborted();
				const failure = toCorError(error);
				if (failure.kind === 'unauthorized' && (await this.#reconnect(courier))) {
					continue;
				}
				const delayMs = this.#isOfflineFromStart(failure) ? undefined : delayBefore(failure, repeats, random());
				if (delayMs === undefined || !(await pause(delayMs, clock, signal))) {
					throw failure;
				}
			}
		}
	}

	/** Then nothing has left, and "no connection" is said at once. */
	#isOfflineFromStart(error: CorError): boolean {
		return isOffline(error) && !this.#isReached;
	}

	/**
	 * Asks for another credential in place of the one that `refused` came with: once for all files that wait for it, and
	 * not again while the new one has done nothing. Whether there is one.
	 */
	async #reconnect(refused: Courier): Promise<boolean> {
		this.#reconnection ??= this.#askForCourier(refused).finally(() => {
			this.#reconnection = undefined;
		});
		return this.#reconnection;
	}

	async #tellBegan(baseline: Baseline): Promise<void> {
		const { record, signal } = this.#ports;
		if (record) {
			await record.began(baseline, await this.#courier.userId(signal).catch(() => undefined));
		}
	}

	async #askForCourier(refused: Courier): Promise<boolean> {
		if (this.#courier !== refused) {
			return true;
		}
		if (this.#isCourierNew || this.#endOfBatch || this.#ports.signal.aborted) {
			return false;
		}
		const courier = await this.#ports.reconnect?.();
		if (!courier) {
			return false;
		}
		this.#courier = courier;
		this.#isCourierNew = true;
		if (this.#baseline) {
			await this.#tellBegan(this.#baseline);
		}
		return true;
	}
}

function withHash(end: FileEnd, parcel: Parcel): FileEnd {
	const sha256 = parcel.sha256();
	return end.status === 'attached' && sha256 !== undefined ? { ...end, sha256 } : end;
}

/** Calls `start` when the signal aborts, or now where it has; the returned function undoes both. */
function onAbort(signal: AbortSignal, start: () => () => void): () => void {
	let undo = (): void => {};
	const listener = (): void => {
		undo = start();
	};
	signal.addEventListener('abort', listener, { once: true });
	if (signal.aborted) {
		listener();
	}
	return () => {
		signal.removeEventListener('abort', listener);
		undo();
	};
}
