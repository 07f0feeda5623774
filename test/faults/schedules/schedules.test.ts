import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ModelStage } from '../model/model-stage.js';
import { WireStage } from '../wire/wire-stage.js';
import { Campaign } from './campaign.js';
import { keptCases } from './kept.js';
import { engine, rehearse } from './rehearsal.js';
import { type Schedule, schedules } from './schedule.js';
import type { Stage } from './stage.js';
import { judge } from './verdict.js';

const overSockets = 1_000;
const lanes = 4; // while one waits for a socket the others work
const inMemory = Number(process.env.FAULT_SCHEDULES) || 3_000;
const seed = Number(process.env.FAULT_SEED) || 20_261_124;

describe('a batch to which anything may happen', () => {
	let stages: readonly WireStage[];
	before(async () => {
		stages = await Promise.all(Array.from({ length: lanes }, () => WireStage.start()));
	});
	after(() => Promise.all(stages.map(stage => stage.close())));

	for (const { was, schedule } of keptCases) {
		it(`is not ${was}`, async () => {
			for (const stage of [new ModelStage(), stages[0]]) {
				assert.deepEqual(stage && judge(await rehearse(schedule, stage, engine)), []);
			}
		});
	}

	it('comes to the same with the same schedule in memory', async () => {
		const play = async (schedule: Schedule) => {
			const { script, endings } = await rehearse(schedule, new ModelStage(), engine);
			return [script.attempts.map(({ file, mishap }) => [file.planned.name, mishap]), endings.map(({ ends }) => ends)];
		};
		for (const schedule of fc.sample(schedules, { numRuns: 200, seed })) {
			assert.deepEqual(await play(schedule), await play(schedule));
		}
	});

	it(`ends in the truth over real sockets, ${overSockets} times`, () => playAll(stages, overSockets));

	it(`ends in the truth with transport and clock passed in, ${inMemory} times`, () =>
		playAll([new ModelStage()], inMemory));
});

/** Plays so many schedules on these stages, and prints what fell and what came of it. */
async function playAll(stages: readonly Stage[], runs: number): Promise<void> {
	const campaign = new Campaign();
	const startedAt = performance.now();
	const share = Math.ceil(runs / stages.length);
	await Promise.all(stages.map((stage, lane) => campaign.play(engine, stage, { runs: share, seed: seed + lane })));
	console.log(`${campaign.summary()}\n${((performance.now() - startedAt) / 1_000).toFixed(1)} s`);

	// One line each, to be copied to the kept ones.
	assert.equal(campaign.findings.map(finding => JSON.stringify(finding)).join('\n'), '');
}
