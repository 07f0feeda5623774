import assert from 'node:assert/strict';
import { ModelStage } from '../model/model-stage.js';
import { Campaign } from './campaign.js';
import { keptCases } from './kept.js';
import { type Mutant, mutants } from './mutants.js';
import { rehearse } from './rehearsal.js';
import { judge, type Wrong } from './verdict.js';

describe('a mutant that', () => {
	for (const mutant of mutants) {
		it(`${mutant.what} is caught`, async () => {
			const { wrong, report } = await (mutant.isRare ? playKept(mutant) : playDrawn(mutant));

			assert.ok(
				wrong.some(({ kind }) => mutant.isCaughtAs.includes(kind)),
				report,
			);
		});
	}
});

interface Caught {
	readonly wrong: readonly Wrong[];
	readonly report: string;
}

async function playDrawn({ engine }: Mutant): Promise<Caught> {
	const campaign = new Campaign();
	await campaign.play(engine, new ModelStage(), { runs: 3_000, seed: 1 });
	const { findings } = campaign;
	return {
		wrong: findings.flatMap(({ wrong }) => wrong),
		report: `${campaign.summary()}\n${JSON.stringify(findings)}`,
	};
}

async function playKept({ engine }: Mutant): Promise<Caught> {
	const wrong: Wrong[] = [];
	for (const { schedule } of keptCases) {
		wrong.push(...judge(await rehearse(schedule, new ModelStage(), engine)));
	}
	return { wrong, report: JSON.stringify(wrong) };
}
