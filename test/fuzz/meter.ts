import { setTimeout as delay } from 'node:timers/promises';

/** Notes how many inputs there were, how long the longest took, and how long this thread stood still at most. */
export class Meter {
	readonly #inputs = new Map<string, number>();
	readonly #longestMs = new Map<string, number>();
	readonly #longestBlockMs = new Map<string, number>();
	readonly #doubts = new Map<string, number>();

	get inputs(): number {
		return [...this.#inputs.values()].reduce((sum, count) => sum + count, 0);
	}

	/** Runs work on so many inputs of a kind; how long it takes counts for the kind where it is one input. */
	async measure<Result>(kind: string, inputs: number, work: () => Result | Promise<Result>): Promise<Result> {
		const startedAt = performance.now();
		let last = startedAt;
		const note = (): void => {
			const now = performance.now();
			raise(this.#longestBlockMs, kind, now - last);
			last = now;
		};
		const timer = setInterval(note, 1);
		try {
			return await work();
		} finally {
			note();
			clearInterval(timer);
			this.#inputs.set(kind, (this.#inputs.get(kind) ?? 0) + inputs);
			raise(this.#longestMs, kind, performance.now() - startedAt);
		}
	}

	/** An input of which nobody can tell in time. */
	doubt(kind: string): void {
		this.#doubts.set(kind, (this.#doubts.get(kind) ?? 0) + 1);
	}

	/** How long this thread stands still at most while nothing is done. */
	async idle(ms: number): Promise<string> {
		const idle = new Meter();
		await idle.measure('idle', 0, () => delay(ms));
		return inMs(idle.#longestBlockMs.get('idle'));
	}

	summary(): string {
		const lines = [...this.#inputs].map(([kind, inputs]) => {
			const inVain = this.#doubts.get(kind) ?? 0;
			const longest = `longest ${inMs(this.#longestMs.get(kind))}, longest block ${inMs(this.#longestBlockMs.get(kind))}`;
			return `${kind}: ${inputs.toLocaleString('en')} inputs, ${longest}${inVain > 0 ? `, ${inVain} not in time` : ''}`;
		});
		return lines.join('\n');
	}
}

function raise(most: Map<string, number>, kind: string, value: number): void {
	most.set(kind, Math.max(most.get(kind) ?? 0, value));
}

function inMs(ms: number | undefined): string {
	return `${(ms ?? 0).toFixed(1)} ms`;
}
