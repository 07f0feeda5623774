import assert from 'node:assert/strict';
import fc from 'fast-check';
import { lookFor, type Sought, toBaseline } from '../../../src/attach/arrival/evidence.js';
import { ListedAlike } from '../../../src/attach/arrival/listed-alike.js';
import type { ListedAttachment } from '../../../src/attach/attachment.js';

const size = fc.constantFrom(7, 8, undefined);
const userId = fc.constantFrom(1, 2, undefined);
const name = fc.constantFrom('a', 'b', 'caf\u00e9', 'cafe\u0301');
const stored = fc.record({ id: fc.integer({ min: 1, max: 60 }), name, size, userId });
const entry = fc.record({ root: stored, version: fc.option(stored, { nil: undefined }) }).map(({ root, version }) => ({
	...root,
	...(version && { currentVersion: version, currentVersionId: version.id }),
})) as fc.Arbitrary<ListedAttachment>;
const list = fc.uniqueArray(entry, { selector: ({ id }) => id, maxLength: 60 });
const sought = fc.record({
	name,
	size: fc.constantFrom(7, 8),
	userId: fc.constantFrom(1, 2),
	parentId: fc.option(fc.integer({ min: 1, max: 60 }), { nil: undefined }),
	hasNamesake: fc.boolean(),
	before: fc.nat({ max: 60 }),
});

describe('a list in which many files are looked for', () => {
	it('says of each what it says when it is gone through for that one', () => {
		fc.assert(
			fc.property(list, fc.array(sought, { minLength: 1, maxLength: 5 }), fc.array(fc.nat(60)), (all, some, ids) => {
				const claimed = new Set(ids);
				const soughts: Sought[] = some.map(({ before, parentId, ...wanted }) => ({
					...wanted,
					...(parentId !== undefined && { parentId }),
					claimed,
					baseline: toBaseline(
						all.filter(({ id }) => id <= before),
						parentId === undefined ? [] : [parentId],
					),
				}));
				const alike = new ListedAlike(all, soughts);
				for (const each of soughts) {
					assert.deepEqual(lookFor(each, alike.bearingOn(each)), lookFor(each, all));
				}
			}),
			{ numRuns: 2_000 },
		);
	});

	it('gives some tens of its entries for each, however many are alike', () => {
		const all = Array.from({ length: 20_000 }, (_, id) => ({
			id: id + 1,
			name: 'a',
			...(id % 2 && { size: 7, userId: 1 }),
		}));
		const wanted: Sought = { name: 'a', size: 7, userId: 1, claimed: new Set(), baseline: toBaseline([], []) };

		assert.ok(new ListedAlike(all, [wanted]).bearingOn(wanted).length < 100);
	});

	describe('with more that look alike than are gone through', () => {
		const named = (id: number, itsName = 'x'): ListedAttachment => ({ id, name: itsName, size: 7, userId: 1 });
		const hundred = Array.from({ length: 100 }, (_, index) => named(101 + index));
		const wantedAfter = (highestId: number, claimed = new Set<number>()): Sought => ({
			name: 'a',
			size: 7,
			userId: 1,
			claimed,
			baseline: { highestId, currentVersions: {} },
		});
		const statusOf = (all: readonly ListedAttachment[], wanted = wantedAfter(0), ...others: readonly Sought[]) =>
			lookFor(wanted, new ListedAlike(all, [wanted, ...others]).bearingOn(wanted)).status;

		it('finds the one of that name, however old it is', () => {
			assert.equal(statusOf([named(50, 'a'), ...hundred]), 'found');
			const [claimed, all] = [new Set([60]), [named(50, 'a'), named(60, 'a'), ...hundred]];
			assert.equal(statusOf(all, wantedAfter(0, claimed)), 'found');
		});

		it('finds the one of that name once others of it are known to be other files', () => {
			const claimed = new Set<number>();
			const wanted = wantedAfter(0, claimed);
			const alike = new ListedAlike([named(50, 'a'), named(60, 'a'), named(70, 'a'), ...hundred], [wanted]);
			claimed.add(70).add(60);
			assert.equal(lookFor(wanted, alike.bearingOn(wanted)).status, 'found');
		});

		it('does not know which it is where two have that name', () => {
			assert.equal(statusOf([named(50, 'a'), named(60, 'a'), ...hundred]), 'unclear');
		});

		it('sees that some are newer than what was there before, in whatever order they come', () => {
			for (const all of [hundred, hundred.toReversed()]) {
				assert.equal(statusOf(all, wantedAfter(190), wantedAfter(0)), 'unclear');
			}
		});
	});
});
