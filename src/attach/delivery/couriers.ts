import type { AttachmentList, ListedAttachment } from '../attachment.js';
import { pause } from '../clock.js';
import { type CorError, toCorError } from '../errors.js';
import type { Courier, PostedEnd } from './courier.js';
import { delayBefore, isEndOfBatch, isOffline, type Patience } from './retry.js';

export interface CouriersPorts extends Patience {
	/** The courier to start with. */
	readonly courier: Courier;
	/**
	 * Asks for another credential after COR refused the current one. `undefined` if the person provides none; a rejection
	 * counts as none.
	 */
	reconnect(): Promise<Courier | undefined>;
}

/**
 * The current courier of a batch. Replaces it if COR refuses its credential, and remembers whether sending on makes
 * sense.
 */
export class Couriers {
	readonly #ports: CouriersPorts;
	readonly #onReplaced: () => Promise<void>;
	#current: Courier;
	#replacement: Promise<boolean> | undefined;
	/** Whether any request of this batch reached a server. */
	#isReached = false;
	/** Whether a person provided the current courier and it has not attached anything yet. */
	#isNew = false;
	#endOfBatch: CorError | undefined;

	/** @param onReplaced called after the courier was replaced */
	constructor(ports: CouriersPorts, onReplaced: () => Promise<void>) {
		this.#ports = ports;
		this.#onReplaced = onReplaced;
		this.#current = ports.courier;
	}

	get current(): Courier {
		return this.#current;
	}

	/** The error that ended the batch, if one did. */
	get endOfBatch(): CorError | undefined {
		return this.#endOfBatch;
	}

	/** Id of the COR user for whom this courier sends; `undefined` if it can't be read now. */
	userId(courier = this.#current): Promise<number | undefined> {
		return courier.userId(this.#ports.signal).catch(() => undefined);
	}

	/** Takes note of how a request ended for one of its files. */
	heard(end: PostedEnd): void {
		this.#isReached ||= end.status !== 'failed' || !isOffline(end.error);
		if (end.status === 'attached') {
			this.#isNew = false;
		}
	}

	/** Takes note of a final error. It ends the batch if it concerns COR or the task rather than one file. */
	giveUp(error: CorError): void {
		this.#endOfBatch ??= isEndOfBatch(error) ? error : undefined;
	}

	/** Whether a file with this error should not be sent again. */
	isInVain(error: CorError): boolean {
		return this.#endOfBatch !== undefined || this.#isOfflineFromStart(error);
	}

	/**
	 * Asks once for another credential, for all files that wait, and returns whether there is one. Doesn't ask again
	 * until the new credential has attached something.
	 * @param refused the courier whose credential COR refused
	 */
	replace(refused: Courier): Promise<boolean> {
		this.#replacement ??= this.#ask(refused).finally(() => {
			this.#replacement = undefined;
		});
		return this.#replacement;
	}

	/**
	 * Reads the task's list. If COR says "not now", waits and reads again.
	 * @param maxRepeats upper limit of repeats, if uploads may be repeated more often
	 */
	list(signal: AbortSignal, maxRepeats = Number.POSITIVE_INFINITY): Promise<readonly ListedAttachment[]> {
		return this.#read(
			async courier => ({ attachments: await courier.list(signal), isWhole: true }),
			signal,
			maxRepeats,
		);
	}

	/** Reads the new entries of the list, with repeats like `list`. */
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

	/** If the first request already fails offline, waiting would only delay the message "no connection". */
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
		const courier = await this.#reconnect();
		if (!courier) {
			return false;
		}
		this.#current = courier;
		this.#isNew = true;
		await this.#onReplaced();
		return true;
	}

	/** The courier with another credential. `undefined` if there is none, or the batch is cancelled before there is one. */
	async #reconnect(): Promise<Courier | undefined> {
		const { signal } = this.#ports;
		const cancelled = new Promise<undefined>(resolve => {
			signal.addEventListener('abort', () => resolve(undefined), { once: true });
		});
		try {
			return await Promise.race([this.#ports.reconnect(), cancelled]); // a person may never answer
		} catch {
			return undefined;
		}
	}
}
