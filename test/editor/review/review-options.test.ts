import assert from 'node:assert/strict';
import fc from 'fast-check';
import { optionItems } from '../../../src/editor/review/review-options.js';

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
				let items = optionItems({ fields: {}, isArchive: false, forAll: undefined }, of);
				for (const place of [0, ...chosen]) {
					items = optionItems(items[place]?.next ?? { fields: {}, isArchive: false, forAll: undefined }, of);
					items.forEach(({ label, next }, at) => {
						assert.equal(next && (places.get(label) ?? at), next && at);
						places.set(label, at);
					});
				}
			}),
		);
	});
});
