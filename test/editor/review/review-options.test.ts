import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Options, optionItems } from '../../../src/editor/review/review-options.js';

describe('an option of the review', () => {
	it('stays in its place whatever was chosen before: a second click may come before the first is seen', () => {
		const offered = fc.record({
			task: fc.constant('#4101'),
			archiveName: fc.constantFrom('obra.zip', undefined),
			hasExisting: fc.boolean(),
		});
		const choices = fc.array(fc.nat(30), { maxLength: 6 });
		fc.assert(
			fc.property(offered, choices, (of, chosen) => {
				const places = new Map<string, number>();
				let options: Options = { fields: {}, isArchive: false, forAll: undefined };
				for (const choice of chosen) {
					const items = optionItems(options, of);
					items.forEach(({ label, next }, place) => {
						if (next) {
							assert.equal(places.get(label) ?? place, place);
							places.set(label, place);
						}
					});
					options = items[choice]?.next ?? options;
				}
			}),
		);
	});
});
