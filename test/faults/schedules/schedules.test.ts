import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ModelTestbed } from '../model/model-testbed.js';
import { WireTestbed } from '../wire/wire-testbed.js';
import { checkRun } from './check-run.js';
import { DrawnRuns } from './drawn-runs.js';
import { regressions } from './regressions.js';
import { engine, runSchedule } from './run-schedule.js';
import { type Schedule, schedules } from './schedule.js';
import type { Testbed } from './testbed.js';

const overSockets = 1_000;
const workers = 4; // while one waits for a socket the others work
const inMemory = Number(process.env.FAULT_SCHEDULES) || 3_000;
const seed = Number(process.env.FAULT_SEED) || 20_261_124;

describe('a batch to which anything may happen', () => {
	let testbeds: readonly WireTestbed[];
	before(async () => {
		testbeds = await Promise.all(Array.from({ length: workers }, () => WireTestbed.start()));
	});
	after(() => Promise.all(testbeds.map(testbed => testbed.close())));

	for (const { was, schedule } of regressions) {
		it(`is not ${was}`, async () => {
			for (const testbed of [new ModelTestbed(), testbeds[0]]) {
				assert.deepEqual(testbed && checkRun(await runSchedule(schedule, testbed, engine)), []);
			}
		});
	}

	it('comes to the same with the same schedule in memory', async () => {
		const replay = async (schedule: Schedule) => {
			const { injector, results } = await runSchedule(schedule, new ModelTestbed(), engine);
			return [injector.attempts.map(({ file, fault }) => [file.planned.name, fault]), results.map(({ ends }) => ends)];
		};
		for (const schedule of fc.sample(schedules, { numRuns: 200, seed })) {
			assert.deepEqual(await replay(schedule), await replay(schedule));
		}
	});

	it(`ends in the truth over real sockets, ${overSockets} times`, () => runAll(testbeds, overSockets));

	it(`ends in the truth with transport and clock passed in, ${inMemory} times`, () =>
		runAll([new ModelTestbed()], inMemory));
});

/** Runs so many schedules on these testbeds, and prints the injected faults and the results. */
async function runAll(testbeds: readonly Testbed[], runs: number): Promise<void> {
	const drawn = new DrawnRuns();
	const startedAt = performance.now();
	const share = Math.ceil(runs / testbeds.length);
	await Promise.all(
		testbeds.map((testbed, worker) => drawn.run(engine, testbed, { runs: share, seed: seed + worker })),
	);
	console.log(`${drawn.summary()}\n${((performance.now() - startedAt) / 1_000).toFixed(1)} s`);

	// One line each, to be copied to the regressions.
	assert.equal(drawn.findings.map(finding => JSON.stringify(finding)).join('\n'), '');
}
