import fc from 'fast-check';
import { checkRun, type Violation } from './check-run.js';
import { type Engine, runSchedule, type ScheduleRun } from './run-schedule.js';
import { type Schedule, schedules } from './schedule.js';
import type { Testbed } from './testbed.js';

/** A schedule that went wrong, made as small as it gets. */
export interface Finding {
	readonly seed: number;
	readonly path: string;
	readonly schedule: Schedule;
	readonly violations: readonly Violation[];
}

// A schedule takes less than a second; time that nobody lets go of never ends, and whoever looks for it wants to know which.
const standsStillMs = 60_000;

/** What many drawn schedules came to. */
export class DrawnRuns {
	readonly findings: Finding[] = [];
	readonly #injected = new Map<string, number>();
	readonly #ends = new Map<string, number>();
	readonly #violations = new Map<Violation['kind'], number>();
	#schedules = 0;
	#files = 0;
	#requests = 0;
	/** Copies of which people were told later. */
	#told = 0;

	/** Runs so many schedules, drawn from the seed, one after another on this testbed. */
	async run(engine: Engine, testbed: Testbed, { runs, seed }: { readonly runs: number; readonly seed: number }) {
		let smallest: readonly Violation[] = []; // shrinking ends with what went wrong last
		const property = fc.asyncProperty(schedules, async schedule => {
			const limit = setTimeout(() => console.error(`stands still: ${JSON.stringify(schedule)}`), standsStillMs);
			const run = await runSchedule(schedule, testbed, engine).finally(() => clearTimeout(limit));
			const violations = checkRun(run);
			if (smallest.length === 0) {
				this.#count(run, violations);
			}
			smallest = violations.length > 0 ? violations : smallest;
			return violations.length === 0;
		});
		const result = await fc.check(property, { numRuns: runs, seed });
		if (result.failed) {
			const [schedule] = result.counterexample ?? [];
			if (!schedule || smallest.length === 0) {
				throw new Error(JSON.stringify(schedule), { cause: result.errorInstance });
			}
			this.findings.push({ seed, path: result.counterexamplePath ?? '', schedule, violations: smallest });
		}
	}

	/** What ran, which faults were injected and what came of it, in lines. */
	summary(): string {
		const violations = (kind: Violation['kind']) => this.#violations.get(kind) ?? 0;
		return [
			`${this.#schedules} schedules, ${this.#files} files, ${this.#requests} uploads`,
			`faults: ${counted(this.#injected)}`,
			`ends: ${counted(this.#ends)}; ${this.#told} second copies told of later`,
			`${violations('lost')} lost, ${violations('duplicated')} duplicated, ${violations('misreported')} misreported, ${violations('endless')} endless`,
		].join('\n');
	}

	#count({ injector, results }: ScheduleRun, violations: readonly Violation[]): void {
		this.#schedules += 1;
		this.#files += results.length;
		this.#requests += injector.requests;
		for (const [kind, times] of injector.injected) {
			add(this.#injected, kind, times);
		}
		this.#told += results.flatMap(({ told }) => told).length;
		for (const { status } of results.flatMap(({ ends }) => ends)) {
			add(this.#ends, status, 1);
		}
		for (const { kind } of violations) {
			add(this.#violations, kind, 1);
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
