import assert from 'node:assert/strict';
import { Campaign } from './campaign.js';
import { ModelStage } from './model-stage.js';
import { mutants } from './mutants.js';

describe('a mutant that', () => {
	for (const { what, engine, isCaughtAs } of mutants) {
		it(`${what} is caught`, async () => {
			const campaign = new Campaign();
			await campaign.play(engine, new ModelStage(), { runs: 3_000, seed: 1 });

			assert.ok(
				campaign.findings.some(({ wrong }) => wrong.some(({ kind }) => isCaughtAs.includes(kind))),
				`${campaign.summary()}\n${JSON.stringify(campaign.findings)}`,
			);
		});
	}
});
