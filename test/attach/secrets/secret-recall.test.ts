import assert from 'node:assert/strict';
import { secretRule } from '../../../src/attach/secrets/secrets.js';
import { hostileContents } from '../kit/hostile-contents.js';
import { leftAroundSecrets } from '../kit/left-around-secrets.js';
import { corpus, lookAt, recallByGroup } from '../kit/recall.js';
import { seeded } from '../kit/seeded.js';

describe('made-up secrets in files as people leave them', () => {
	const seeds = [1, 2, 3, 4, 5];

	it('are many', () => assert.ok(corpus.length >= 250));

	it('are found, 95 of 100 of each group', () => {
		for (const { group, files, missed } of seeds.flatMap(recallByGroup)) {
			assert.ok(missed.length <= files * 0.05, `${group}: ${missed.join(', ')}`);
		}
	});

	for (const file of leftAroundSecrets.filter(({ group }) => group.startsWith('kinds that'))) {
		it(`are found whatever is drawn: ${file.kind}, ${file.path}`, () => {
			assert.deepEqual(
				seeds.filter(seed => lookAt(file, seed) === undefined),
				[],
			);
		});
	}

	it('give nothing of themselves away in the rule', () => {
		for (const file of corpus) {
			const made = file.contents(seeded(1));
			const rule = secretRule(['/w/a.txt'], Buffer.from(made))?.rule ?? '';
			// Names of makers are words, and no secret of the corpus has a run of twelve characters in common with one.
			const text = Buffer.from(made).toString('latin1');
			const runs = rule.match(/[A-Za-z0-9+/]{12,}/g) ?? [];
			assert.deepEqual(
				runs.filter(run => text.includes(run) && /\d/.test(run)),
				[],
				file.kind,
			);
		}
	});
});

describe('hostile contents', () => {
	it('are the same for the same seed, and are looked at to the end', () => {
		const contents = hostileContents(11);
		const again = hostileContents(11);
		for (let round = 0; round < 60; round += 1) {
			const { value } = contents.next();
			assert.deepEqual(again.next().value, value);
			secretRule(['/w/a.txt'], value);
		}
	});
});
