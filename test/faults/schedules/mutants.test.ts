import assert from 'node:assert/strict';
import { ModelTestbed } from '../model/model-testbed.js';
import { checkRun, type Violation } from './check-run.js';
import { DrawnRuns } from './drawn-runs.js';
import { type Mutant, mutants } from './mutants.js';
import { regressions } from './regressions.js';
import { runSchedule } from './run-schedule.js';

describe('a mutant that', () => {
	for (const mutant of mutants) {
		it(`${mutant.what} is caught`, async () => {
			const { violations, report } = await (mutant.isRare ? runRegressions(mutant) : runDrawn(mutant));

			assert.ok(
				violations.some(({ kind }) => mutant.isCaughtAs.includes(kind)),
				report,
			);
		});
	}
});

interface Caught {
	readonly violations: readonly Violation[];
	readonly report: string;
}

async function runDrawn({ engine }: Mutant): Promise<Caught> {
	const drawn = new DrawnRuns();
	await drawn.run(engine, new ModelTestbed(), { runs: 3_000, seed: 1 });
	const { findings } = drawn;
	return {
		violations: findings.flatMap(({ violations }) => violations),
		report: `${drawn.summary()}\n${JSON.stringify(findings)}`,
	};
}

async function runRegressions({ engine }: Mutant): Promise<Caught> {
	const violations: Violation[] = [];
	for (const { schedule } of regressions) {
		violations.push(...checkRun(await runSchedule(schedule, new ModelTestbed(), engine)));
	}
	return { violations, report: JSON.stringify(violations) };
}
