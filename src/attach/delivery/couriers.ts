import type { ListedAttachment } from '../attachment.js';
import { type Clock, pause } from '../clock.js';
import { type CorError, toCorError } from '../errors.js';
import type { Courier } from './courier.js';
import { delayBefore, isOffline } from './retry.js';

interface CouriersPorts {
	readonly clock: Clock;
	readonly signal: AbortSignal;
	random(): number;
	/** Asks for another credential where COR refuses the one at hand; `undefined` where nobody gives one. */
	reconnect?(): Promise<Courier | undefined>;
	/** Another one is at hand. */
	onReplaced(): Promise<void>;
}

/** The courier at hand, and another one in its place where COR refuses its credential. */
export class Couriers {
	readonly #ports: CouriersPorts;
	#current: Courier;
	#replacement: Promise<boolean> | undefined;
	/** Whether anybody could be reached since the batch began. */
	#isReached = false;
	/** Whether somebody was asked for the courier and it has not attached anything yet. */
	#isNew = false;

	constructor(first: Courier, ports: CouriersPorts) {
		this.#current = first;
		this.#ports = ports;
	}

	get current(): Courier {
		return this.#current;
	}

	/** How a request ended, if it failed. */
	heard(error: CorError | undefined): void {
		this.#isReached ||= error === undefined || !isOffline(error);
	}

	/** Then nothing has left, and "no connection" is said at once. */
	isOfflineFromStart(error: CorError): boolean {
		return isOffline(error) && !this.#isReached;
	}

	/** The courier at hand has attached something. */
	proved(): void {
		this.#isNew = false;
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

	/** Reads the task's list, again after a pause where COR says "not now": reading does no harm. */
	async list(signal: AbortSignal): Promise<readonly ListedAttachment[]> {
		const { clock, random } = this.#ports;
		for (let repeats = 0; ; repeats += 1) {
			const courier = this.#current;
			try {
				const list = await courier.list(signal);
				this.#isReached = true;
				return list;
			} catch (error) {
				signal.throwIfAborted();
				const failure = toCorError(error);
				if (failure.kind === 'unauthorized' && (await this.replace(courier))) {
					continue;
				}
				const delayMs = this.isOfflineFromStart(failure) ? undefined : delayBefore(failure, repeats, random());
				if (delayMs === undefined || !(await pause(delayMs, clock, signal))) {
					throw failure;
				}
			}
		}
	}

	async #ask(refused: Courier): Promise<boolean> {
		if (this.#current !== refused) {
			return true;
		}
		if (this.#isNew || this.#ports.signal.aborted) {
			return false;
		}
		const courier = await this.#ports.reconnect?.();
		if (!courier) {
			return false;
		}
		this.#current = courier;
		this.#isNew = true;
		await this.#ports.onReplaced();
		return true;
	}
}
