import fc from 'fast-check';
import { type Engine, type Rehearsal, rehearse } from './rehearsal.js';
import { type Schedule, schedules } from './schedule.js';
import type { Stage } from './stage.js';
import { judge, type Wrong } from './verdict.js';

/** A schedule that went wrong, made as small as it gets. */
export interface Finding {
	readonly seed: number;
	readonly path: string;
	readonly schedule: Schedule;
	readonly wrong: readonly Wrong[];
}

// A schedule takes less than a second; time that nobody lets go of never ends, and whoever looks for it wants to know which.
const standsStillMs = 60_000;

/** What many schedules came to. */
export class Campaign {
	readonly findings: Finding[] = [];
	readonly #fallen = new Map<string, number>();
	readonly #ends = new Map<string, number>();
	readonly #wrong = new Map<Wrong['kind'], number>();
	#schedules = 0;
	#files = 0;
	#requests = 0;

	/** Plays so many schedules, drawn from the seed, one after another on this stage. */
	async play(engine: Engine, stage: Stage, { runs, seed }: { readonly runs: number; readonly seed: number }) {
		let smallest: readonly Wrong[] = []; // shrinking ends with what went wrong last
		const property = fc.asyncProperty(schedules, async schedule => {
			const limit = setTimeout(() => console.error(`stands still: ${JSON.stringify(schedule)}`), standsStillMs);
			const rehearsal = await rehearse(schedule, stage, engine).finally(() => clearTimeout(limit));
			const wrong = judge(rehearsal);
			if (smallest.length === 0) {
				this.#count(rehearsal, wrong);
			}
			smallest = wrong.length > 0 ? wrong : smallest;
			return wrong.length === 0;
		});
		const result = await fc.check(property, { numRuns: runs, seed });
		if (result.failed) {
			const [schedule] = result.counterexample ?? [];
			if (!schedule) {
				throw result.errorInstance;
			}
			this.findings.push({ seed, path: result.counterexamplePath ?? '', schedule, wrong: smallest });
		}
	}

	/** What ran, what fell and what came of it, in lines. */
	summary(): string {
		const wrong = (kind: Wrong['kind']) => this.#wrong.get(kind) ?? 0;
		return [
			`${this.#schedules} schedules, ${this.#files} files, ${this.#requests} uploads`,
			`faults: ${counted(this.#fallen)}`,
			`ends: ${counted(this.#ends)}`,
			`${wrong('lost')} lost, ${wrong('doubled')} doubled, ${wrong('untrue')} untrue, ${wrong('endless')} endless`,
		].join('\n');
	}

	#count({ script, endings }: Rehearsal, wrong: readonly Wrong[]): void {
		this.#schedules += 1;
		this.#files += endings.length;
		this.#requests += script.requests;
		for (const [kind, times] of script.fallen) {
			add(this.#fallen, kind, times);
		}
		for (const { status } of endings.flatMap(({ ends }) => ends)) {
			add(this.#ends, status, 1);
		}
		for (const { kind } of wrong) {
			add(this.#wrong, kind, 1);
		}
	}
}

function add<Key>(counts: Map<Key, number>, key: Key, times: number): void {
	counts.set(key, (counts.get(key) ?? 0) + times);
}

function counted(counts: ReadonlyMap<string, number>): string {
	return [...counts]
		.filter(([key]) => key !== 'none')
		.toSorted(([, a], [, b]) => b - a)
		.map(([key, count]) => `${count} ${key}`)
		.join(', ');
}
