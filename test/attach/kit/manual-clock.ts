import type { Clock } from '../../../src/attach/clock.js';

/** Time that passes when nothing else can happen: each pause is over as soon as everything else has come to rest. */
export class ManualClock implements Clock {
	readonly #timers: { readonly at: number; readonly action: () => void }[] = [];
	#now = 0;
	#isTurning = false;

	now(): number {
		return this.#now;
	}

	after(ms: number, action: () => void): () => void {
		const timer = { at: this.#now + ms, action };
		this.#timers.push(timer);
		void this.#turn(); // ends by itself when no timer is left
		return () => {
			const index = this.#timers.indexOf(timer);
			if (index >= 0) {
				this.#timers.splice(index, 1);
			}
		};
	}

	async #turn(): Promise<void> {
		if (this.#isTurning) {
			return;
		}
		this.#isTurning = true;
		while (this.#timers.length > 0) {
			await new Promise(setImmediate);
			const [next] = this.#timers.toSorted((a, b) => a.at - b.at);
			if (next) {
				this.#timers.splice(this.#timers.indexOf(next), 1);
				this.#now = Math.max(this.#now, next.at);
				next.action();
			}
		}
		this.#isTurning = false;
	}
}
