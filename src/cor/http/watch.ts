import type { Clock } from '../../attach/clock.js';
import { CorError } from '../../attach/errors.js';

/** Limits of one upload, in milliseconds. */
export interface Timeouts {
	/** Until the transport asks for the first byte: name lookup, connection, TLS, proxy. */
	readonly connectMs: number;
	/** Without progress while the body is being sent. */
	readonly idleMs: number;
	/** From the last byte to the complete answer. */
	readonly answerMs: number;
	/** For the answer after a person cancelled an upload whose last byte has left. */
	readonly graceMs: number;
}

/** Node's `fetch` gives up after 300 s of silence. Stopping earlier gives a clearer error. */
export const defaultTimeouts: Timeouts = { connectMs: 60_000, idleMs: 90_000, answerMs: 290_000, graceMs: 5_000 };

/**
 * Watches one upload. `signal` aborts with a `CorError` when a limit is exceeded, or with the caller's reason when the
 * caller cancels. After the last byte has left, a cancelled upload waits `graceMs` for the answer, which may say that
 * the file arrived.
 */
export class UploadWatch {
	readonly #controller = new AbortController();
	readonly #timeouts: Timeouts;
	readonly #clock: Clock;
	readonly #caller: AbortSignal;
	#phase: 'connecting' | 'sending' | 'answering' | 'ended' = 'connecting';
	#stopTimer: () => void;

	constructor(timeouts: Timeouts, clock: Clock, caller: AbortSignal) {
		this.#timeouts = timeouts;
		this.#clock = clock;
		this.#caller = caller;
		this.#stopTimer = this.#limit(timeouts.connectMs, 'connect-timeout', 'no byte was taken');
		caller.addEventListener('abort', this.#onCallerAbort);
		if (caller.aborted) {
			this.#onCallerAbort();
		}
	}

	get signal(): AbortSignal {
		return this.#controller.signal;
	}

	/** Reports progress. `isGiven` once the transport has the whole body. */
	moved(isGiven: boolean): void {
		if (this.#phase === 'answering' || this.#phase === 'ended') {
			return; // an aborted transport may still take a last piece
		}
		this.#stopTimer();
		this.#phase = isGiven ? 'answering' : 'sending';
		if (!isGiven) {
			this.#stopTimer = this.#limit(this.#timeouts.idleMs, 'stalled', 'no more bytes were taken');
			return;
		}
		this.#stopTimer = this.#limit(this.#timeouts.answerMs, 'answer-timeout', 'no answer came');
	}

	dispose(): void {
		this.#phase = 'ended';
		this.#stopTimer();
		this.#caller.removeEventListener('abort', this.#onCallerAbort);
	}

	readonly #onCallerAbort = (): void => {
		if (this.#phase !== 'answering') {
			this.#controller.abort(this.#caller.reason);
			return;
		}
		this.#stopTimer();
		this.#stopTimer = this.#limit(this.#timeouts.graceMs, 'answer-timeout', 'cancelled; no answer came');
	};

	#limit(ms: number, kind: 'connect-timeout' | 'stalled' | 'answer-timeout', what: string): () => void {
		return this.#clock.after(ms, () =>
			this.#controller.abort(new CorError(kind, `${what} for ${Math.round(ms / 1_000)} s`)),
		);
	}
}
