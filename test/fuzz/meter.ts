import { setTimeout as delay } from 'node:timers/promises';

const idle = 'idle';

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

	/** Does nothing for a while, for comparison. */
	async rest(ms: number): Promise<void> {
		await this.measure(idle, 0, () => delay(ms));
	}

	/** An input of which nobody can tell in time. */
	doubt(kind: string): void {
		this.#doubts.set(kind, (this.#doubts.get(kind) ?? 0) + 1);
	}

	summary(): string {
		const lines = [...this.#inputs]
			.filter(([kind]) => kind !== idle)
			.map(([kind, inputs]) => {
				const inVain = this.#doubts.get(kind) ?? 0;
				const longest = `longest ${inMs(this.#longestMs.get(kind))}, longest block ${inMs(this.#longestBlockMs.get(kind))}`;
				return `${kind}: ${inputs.toLocaleString('en')} inputs, ${longest}${inVain > 0 ? `, ${inVain} not in time` : ''}`;
			});
		return [...lines, `idle: longest block ${inMs(this.#longestBlockMs.get(idle))}`].join('\n');
	}
}

function raise(most: Map<string, number>, kind: string, value: number): void {
	most.set(kind, Math.max(most.get(kind) ?? 0, value));
}

function inMs(ms: number | undefined): string {
	return `${(ms ?? 0).toFixed(1)} ms`;
}
