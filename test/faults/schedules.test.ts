import assert from 'node:assert/strict';
import { Campaign } from './campaign.js';
import { ModelStage } from './model-stage.js';
import { engine } from './rehearsal.js';
import { WireStage } from './wire-stage.js';

const inMemory = Number(process.env.FAULT_SCHEDULES) || 5_000;
const overSockets = Number(process.env.FAULT_WIRED) || 1_000;
const lanes = 4;
const seed = Number(process.env.FAULT_SEED) || 20_261_124;

describe('a batch to which anything may happen', () => {
	it('ends in the truth over real sockets', async () => {
		const campaign = new Campaign();
		const startedAt = performance.now();
		const stages = await Promise.all(Array.from({ length: lanes }, () => WireStage.start()));
		try {
			const shares = stages.map((stage, lane) =>
				campaign.play(engine, stage, { runs: Math.ceil(overSockets / lanes), seed: seed + lane }),
			);
			await Promise.all(shares);
		} finally {
			await Promise.all(stages.map(stage => stage.close()));
		}

		console.log(`${campaign.summary()}\n${((performance.now() - startedAt) / 1_000).toFixed(1)} s`);
		assert.equal(campaign.findings.map(finding => JSON.stringify(finding)).join('\n'), '');
	});

	it('ends in the truth with transport and clock passed in', async () => {
		const campaign = new Campaign();
		const startedAt = performance.now();
		await campaign.play(engine, new ModelStage(), { runs: inMemory, seed });

		console.log(`${campaign.summary()}\n${((performance.now() - startedAt) / 1_000).toFixed(1)} s`);
		assert.equal(campaign.findings.map(finding => JSON.stringify(finding)).join('\n'), '');
	});
});
