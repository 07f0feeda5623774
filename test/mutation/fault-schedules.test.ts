import assert from 'node:assert/strict';
import { ModelTestbed } from '../faults/model/model-testbed.js';
import { checkRun } from '../faults/schedules/check-run.js';
import { DrawnRuns } from '../faults/schedules/drawn-runs.js';
import { regressions } from '../faults/schedules/regressions.js';
import { engine, runSchedule } from '../faults/schedules/run-schedule.js';

// Some seconds of them: a mutant that only one of thousands tells needs a test of its own.
const runs = 150;

describe('a batch to which anything may happen', function () {
	this.timeout(120_000);

	it('comes through everything that ever went wrong', async () => {
		for (const { schedule } of regressions) {
			assert.deepEqual(checkRun(await runSchedule(schedule, new ModelTestbed(), engine)), []);
		}
	});

	it(`ends in the truth with transport and clock passed in, ${runs} times`, async () => {
		const drawn = new DrawnRuns();
		await drawn.run(engine, new ModelTestbed(), { runs, seed: 1 });
		assert.deepEqual(drawn.findings, []);
	});
});
