import assert from 'node:assert/strict';
import { ModelStage } from '../faults/model/model-stage.js';
import { Campaign } from '../faults/schedules/campaign.js';
import { keptCases } from '../faults/schedules/kept.js';
import { engine, rehearse } from '../faults/schedules/rehearsal.js';
import { judge } from '../faults/schedules/verdict.js';

// As many as find almost all that 3,000 find, in some seconds.
const runs = 150;

describe('a batch to which anything may happen', function () {
	this.timeout(120_000);

	it('comes through everything that ever went wrong', async () => {
		for (const { schedule } of keptCases) {
			assert.deepEqual(judge(await rehearse(schedule, new ModelStage(), engine)), []);
		}
	});

	it(`ends in the truth with transport and clock passed in, ${runs} times`, async () => {
		const campaign = new Campaign();
		await campaign.play(engine, new ModelStage(), { runs, seed: 1 });
		assert.deepEqual(campaign.findings, []);
	});
});
