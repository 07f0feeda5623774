import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';

/** How long rows wait for an answer, in milliseconds. A later answer causes a change instead. */
const patienceMs = 40;

/**
 * Reads from COR, one request at a time. A new request aborts the earlier one, so that no old answer replaces a newer
 * one.
 */
export class Reading {
	readonly #viewId: string;
	readonly #changed: () => void;
	#asking: AbortController | undefined;
	#done: Promise<void> | undefined;
	#waiting = 0;

	/** @param changed called for an answer that no rows wait for */
	constructor(viewId: string, changed: () => void) {
		this.#viewId = viewId;
		this.#changed = changed;
	}

	/**
	 * Starts reading, with the view's progress bar. `read` must never reject, and must store nothing after `signal` has
	 * aborted.
	 */
	begin(read: (signal: AbortSignal) => Promise<void>): void {
		this.end();
		const asking = new AbortController();
		this.#asking = asking;
		const done = read(asking.signal).finally(() => {
			if (this.#asking === asking) {
				this.#asking = undefined;
				if (this.#waiting === 0) {
					this.#changed();
				}
			}
		});
		this.#done = done;
		void vscode.window.withProgress({ location: { viewId: this.#viewId } }, () => done);
	}

	end(): void {
		this.#asking?.abort();
		this.#asking = undefined;
	}

	get isUnderWay(): boolean {
		return this.#asking !== undefined;
	}

	/** Resolves when the reading is done, or after a moment. VS Code draws no row before it has all of them. */
	async soon(): Promise<void> {
		this.#waiting += 1;
		try {
			await Promise.race([this.#done, delay(patienceMs)]);
		} finally {
			this.#waiting -= 1;
		}
	}
}
