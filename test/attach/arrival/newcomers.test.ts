import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
	type Circumstances,
	type Evidence,
	lookFor,
	type Sought,
	toBaseline,
} from '../../../src/attach/arrival/evidence.js';
import { Newcomers } from '../../../src/attach/arrival/newcomers.js';
import type { ListedAttachment } from '../../../src/attach/attachment.js';

const size = fc.constantFrom(7, 8, undefined);
const userId = fc.constantFrom(1, 2, 3, undefined);
const name = fc.constantFrom('a', 'A', 'b', 'caf\u00e9', 'cafe\u0301');
const stored = fc.record({ id: fc.integer({ min: 1, max: 60 }), name, size, userId });
const entry = fc
	.record({ root: stored, version: fc.option(stored, { nil: undefined }), isSilent: fc.boolean() })
	.map(({ root, version, isSilent }) => ({
		...root,
		...(version
			? { currentVersion: version, currentVersionId: version.id }
			: !isSilent && { currentVersionId: root.id }),
	})) as fc.Arbitrary<ListedAttachment>;
const list = fc.uniqueArray(entry, { selector: ({ id }) => id, maxLength: 60 });
const sought = fc.record({
	name,
	size: fc.constantFrom(7, 8),
	ownIds: fc.constantFrom(new Set([1]), new Set([2]), new Set([1, 2])),
	parentId: fc.option(fc.integer({ min: 1, max: 60 }), { nil: undefined }),
	before: fc.nat({ max: 60 }),
});
const known = fc.record({
	sizesDiffer: fc.boolean(),
	hasNamesake: fc.boolean(),
	claimed: fc.array(fc.nat(60)).map(ids => new Set(ids)),
});

const nothingKnown: Circumstances = { sizesDiffer: false, hasNamesake: false, claimed: new Set() };

function inOrder(evidence: Evidence): Evidence {
	return evidence.status === 'unclear' ? { ...evidence, by: evidence.by.toSorted((a, b) => a - b) } : evidence;
}

describe('what is new in a list in which many files are looked for', () => {
	it('says of each file what the whole list says', () => {
		fc.assert(
			fc.property(list, fc.array(sought, { minLength: 1, maxLength: 5 }), known, (all, some, circumstances) => {
				const newcomers = new Newcomers(all, circumstances.claimed);
				for (const { before, parentId, ...wanted } of some) {
					const each: Sought = {
						...wanted,
						...(parentId !== undefined && { parentId }),
						baseline: toBaseline(
							all.filter(({ id }) => id <= before),
							parentId === undefined ? [] : [parentId],
						),
					};
					const bearing = newcomers.bearingOn(each, circumstances);
					assert.deepEqual(inOrder(lookFor(each, bearing, circumstances)), inOrder(lookFor(each, all, circumstances)));
				}
			}),
			{ numRuns: 2_000 },
		);
	});

	it('is some tens of entries for each, however many are alike', () => {
		const all = Array.from({ length: 20_000 }, (_, id) => ({
			id: id + 1,
			name: 'a',
			...(id % 2 && { size: 7, userId: 1 }),
		}));
		const wanted: Sought = { name: 'a', size: 7, ownIds: new Set([1]), baseline: toBaseline([], []) };

		for (const sizesDiffer of [false, true]) {
			assert.ok(new Newcomers(all, new Set()).bearingOn(wanted, { sizesDiffer }).length < 100);
		}
	});

	describe('with more that look alike than are gone through', () => {
		const named = (id: number, itsName = 'x'): ListedAttachment => ({ id, name: itsName, size: 7, userId: 1 });
		const hundred = Array.from({ length: 100 }, (_, index) => named(101 + index));
		const wantedWith = (...before: readonly ListedAttachment[]): Sought => ({
			name: 'a',
			size: 7,
			ownIds: new Set([1]),
			baseline: toBaseline(before, []),
		});
		const statusIn = (all: readonly ListedAttachment[], wanted = wantedWith(), claimed = new Set<number>()) => {
			const circumstances = { ...nothingKnown, claimed };
			return lookFor(wanted, new Newcomers(all, claimed).bearingOn(wanted, circumstances), circumstances).status;
		};

		it('finds the one of that name, wherever it stands', () => {
			assert.equal(statusIn([named(50, 'a'), ...hundred]), 'found');
			assert.equal(statusIn([...hundred, named(50, 'a')]), 'found');
		});

		it('finds the one of that name where others of it are known to be other files, or were there before', () => {
			const all = [named(60, 'a'), named(70, 'a'), named(50, 'a'), ...hundred];
			assert.equal(statusIn(all, wantedWith(), new Set([60, 70])), 'found');
			assert.equal(statusIn(all, wantedWith(named(60), named(70))), 'found');
		});

		it('does not know which it is where two have that name', () => {
			assert.equal(statusIn([named(50, 'a'), named(60, 'a'), ...hundred]), 'unclear');
		});

		it('finds the one of that name, or sees that there are two, behind many with names that a server may make of it', () => {
			const alike = Array.from({ length: 30 }, (_, index) => ({ ...named(301 + index, 'A'), size: 8 }));
			assert.equal(statusIn([...hundred, ...alike, named(50, 'a')]), 'found');
			assert.equal(statusIn([...hundred, ...alike, named(50, 'a'), named(60, 'a')]), 'unclear');
		});

		it('sees the few that were not there before, and for each file by itself', () => {
			const wanted = [wantedWith(...hundred.slice(0, 99)), wantedWith(...hundred), wantedWith()];
			const newcomers = new Newcomers(hundred, new Set());
			assert.deepEqual(
				wanted.map(each => lookFor(each, newcomers.bearingOn(each, nothingKnown), nothingKnown).status),
				['unclear', 'absent', 'unclear'],
			);
		});
	});
});
