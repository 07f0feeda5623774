import type { AttachmentList, ListedAttachment } from '../attachment.js';
import { pause } from '../clock.js';
import { type CorError, toCorError } from '../errors.js';
import type { Courier, PostedEnd } from './courier.js';
import { delayBefore, isEndOfBatch, isOffline, type Patience } from './retry.js';

export interface CouriersPorts extends Patience {
	/** Who takes the files to COR, to begin with. */
	readonly courier: Courier;
	/** Asks for another credential where COR refuses the one at hand; `undefined` where nobody gives one. */
	reconnect(): Promise<Courier | undefined>;
}

/**
 * The way to COR for a batch: the courier at hand, another one in its place where COR refuses its credential, and whether
 * it is of any use to go on.
 */
export class Couriers {
	readonly #ports: CouriersPorts;
	readonly #onReplaced: () => Promise<void>;
	#current: Courier;
	#replacement: Promise<boolean> | undefined;
	/** Whether anybody could be reached since the batch began. */
	#isReached = false;
	/** Whether somebody was asked for the courier and it has not attached anything yet. */
	#isNew = false;
	#endOfBatch: CorError | undefined;

	/** @param onReplaced another one is at hand */
	constructor(ports: CouriersPorts, onReplaced: () => Promise<void>) {
		this.#ports = ports;
		this.#onReplaced = onReplaced;
		this.#current = ports.courier;
	}

	get current(): Courier {
		return this.#current;
	}

	/** Why nothing else of the batch is tried, where that is so. */
	get endOfBatch(): CorError | undefined {
		return this.#endOfBatch;
	}

	/** Whose uploads these are; `undefined` where that cannot be known now. */
	userId(): Promise<number | undefined> {
		return this.#current.userId(this.#ports.signal).catch(() => undefined);
	}

	/** How a request ended for one of its files. */
	heard(end: PostedEnd): void {
		this.#isReached ||= end.status !== 'failed' || !isOffline(end.error);
		if (end.status === 'attached') {
			this.#isNew = false;
		}
	}

	/** Nothing more is done about this error: what says something of COR and not of a file ends the batch. */
	giveUp(error: CorError): void {
		this.#endOfBatch ??= isEndOfBatch(error) ? error : undefined;
	}

	/** Whether nothing that failed is sent again, or nothing that failed so. */
	isInVain(error: CorError): boolean {
		return this.#endOfBatch !== undefined || this.#isOfflineFromStart(error);
	}

	/**
	 * Asks for another credential in place of the one that `refused` came with: once for all files that wait for it, and
	 * not again while the new one has done nothing. Whether there is one.
	 */
	replace(refused: Courier): Promise<boolean> {
		this.#replacement ??= this.#ask(refused).finally(() => {
			this.#replacement = undefined;
		});
		return this.#replacement;
	}

	/**
	 * Reads the task's list, again after a pause where COR says "not now": reading does no harm.
	 * @param maxRepeats how often, where that is less than an upload is worth
	 */
	list(signal: AbortSignal, maxRepeats = Number.POSITIVE_INFINITY): Promise<readonly ListedAttachment[]> {
		return this.#read(
			async courier => ({ attachments: await courier.list(signal), isWhole: true }),
			signal,
			maxRepeats,
		);
	}

	/** Reads what is new in it, as `list` does. */
	newest(isKnown: (id: number) => boolean, signal: AbortSignal): Promise<readonly ListedAttachment[]> {
		return this.#read(courier => courier.listNewest(isKnown, signal), signal, Number.POSITIVE_INFINITY);
	}

	async #read(
		ask: (courier: Courier) => Promise<AttachmentList>,
		signal: AbortSignal,
		maxRepeats: number,
	): Promise<readonly ListedAttachment[]> {
		const { clock, random } = this.#ports;
		for (let repeats = 0; ; repeats += 1) {
			const courier = this.#current;
			const readAt = clock.now();
			try {
				const { attachments: list, isWhole } = await ask(courier);
				this.#isReached = true;
				courier.habits.listed(courier.taskId, list, readAt, isWhole);
				return list;
			} catch (error) {
				signal.throwIfAborted();
				const failure = toCorError(error);
				if (failure.kind === 'unauthorized' && (await this.replace(courier))) {
					continue;
				}
				const isOver = repeats >= maxRepeats || this.#isOfflineFromStart(failure);
				const delayMs = isOver ? undefined : delayBefore(failure, repeats, random());
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

	async #ask(refused: Courier): Promise<boolean> {
		if (this.#current !== refused) {
			return true;
		}
		if (this.#endOfBatch || this.#isNew || this.#ports.signal.aborted) {
			return false;
		}
		const courier = await this.#ports.reconnect();
		if (!courier) {
			return false;
		}
		this.#current = courier;
		this.#isNew = true;
		await this.#onReplaced();
		return true;
	}
}
