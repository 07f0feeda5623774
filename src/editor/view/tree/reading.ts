import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';

/** How long rows wait for an answer, in milliseconds: until then they come with it, and after that it comes by itself. */
const patienceMs = 40;

/** One question to COR at a time: the next one ends it, so that nothing older is told after something newer. */
export class Reading {
	readonly #viewId: string;
	readonly #changed: () => void;
	#asking: AbortController | undefined;
	#done: Promise<void> | undefined;
	#waiting = 0;

	/** @param changed called when there is an answer for which no rows wait */
	constructor(viewId: string, changed: () => void) {
		this.#viewId = viewId;
		this.#changed = changed;
	}

	/** Reads under the view's progress. `read` never rejects, and takes nothing in once `signal` is aborted. */
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

	/** Resolves when it is done, or a moment later: the editor draws no row of the view before all rows are there. */
	async soon(): Promise<void> {
		this.#waiting += 1;
		try {
			await Promise.race([this.#done, delay(patienceMs)]);
		} finally {
			this.#waiting -= 1;
		}
	}
}
