import assert from 'node:assert/strict';
import { attachedBy, isSeenGone, type Removable, removableStanding } from '../../../src/attach/arrival/removable.js';
import type { ListedAttachment } from '../../../src/attach/attachment.js';
import type { FileEnd } from '../../../src/attach/outcome.js';

const root: Removable = { id: 7, name: 'a.txt', currentId: 7 };
const version: Removable = { id: 9, name: 'a.txt', parentId: 7, currentId: 9 };
const numbered: Removable = { id: 7, name: 'a.txt', currentId: undefined, currentNumber: 2 };
const listed = (id: number, currentVersionId?: number): ListedAttachment => ({
	id,
	name: 'a.txt',
	...(currentVersionId !== undefined && { currentVersionId }),
});

describe('an attachment that is to be removed', () => {
	const standings: readonly (readonly [string, Removable, readonly ListedAttachment[], string])[] = [
		['alone', root, [listed(7, 7)], 'there'],
		['the newest version', version, [listed(7, 9)], 'there'],
		['a root with a version of a colleague', root, [listed(7, 8)], 'newer'],
		['a version with a newer one', version, [listed(7, 10)], 'newer'],
		['a version of which the list tells nothing', version, [listed(7)], 'newer'],
		['a root of which the list does not tell the newest', root, [listed(7)], 'untold'],
		['a root that is gone', root, [listed(6, 6)], 'gone'],
		['a version whose root is gone', version, [], 'gone'],
		['a row as it was shown', { ...root, currentId: 8 }, [listed(7, 8)], 'there'],
		['a row that has a newer version than was shown', { ...root, currentId: 8 }, [listed(7, 9)], 'newer'],
		['a row of which COR never tells the newest', { ...root, currentId: undefined }, [listed(7)], 'there'],
		['a row of which COR tells only the number', numbered, [{ ...listed(7), currentVersionNumber: 2 }], 'there'],
		['a row of which only the number is newer', numbered, [{ ...listed(7), currentVersionNumber: 3 }], 'newer'],
		['a row of which the number is no longer told', numbered, [listed(7)], 'there'],
	];
	for (const [what, removable, list, standing] of standings) {
		it(`is ${standing}: ${what}`, () => {
			assert.equal(removableStanding(removable, list), standing);
		});
	}

	const seen: readonly (readonly [string, Removable, readonly ListedAttachment[], boolean])[] = [
		['a root that is not listed', root, [listed(6, 6)], true],
		['a root that is listed', root, [listed(7, 7)], false],
		['a version that is not the newest any more', version, [listed(7, 7)], true],
		['a version that still is', version, [listed(7, 9)], false],
		['a version where the list tells of none', version, [listed(7)], false],
		['a version whose root is gone as well', version, [], false],
	];
	for (const [what, removable, list, isGone] of seen) {
		it(`is ${isGone ? '' : 'not '}seen to be gone: ${what}`, () => {
			assert.equal(isSeenGone(removable, list, true), isGone);
		});
	}

	it('is seen to be gone without a word of COR where it is none of several versions', () => {
		assert.equal(isSeenGone(root, [listed(6, 6)], false), true);
		assert.equal(isSeenGone(root, [listed(7, 8)], false), false);
		assert.equal(isSeenGone(version, [listed(7, 10)], false), false);
	});
});

describe('what a batch has attached', () => {
	const attached = (more: Partial<FileEnd> = {}) =>
		({ status: 'attached', attachment: { id: 9, name: 'x' }, ...more }) as FileEnd;
	const of = (...ends: readonly FileEnd[]) =>
		attachedBy(ends.map(end => ({ file: { name: 'a.txt', parentId: 7 }, end, tookMs: 0 })));

	it("is known by the ids of COR's answers", () => {
		assert.deepEqual(of(attached(), { status: 'cancelled' }), [version]);
	});

	it('is no version where COR took it for a file of its own', () => {
		assert.deepEqual(of(attached({ isBeside: true })), [{ id: 9, name: 'a.txt', currentId: 9 }]);
	});

	it('is nothing that can be taken back where nobody knows whether it was there before', () => {
		assert.equal(of(attached(), attached({ isUnverified: true })), undefined);
	});

	it('is nothing that can be taken back where the list alone tells of one, or it may be there twice', () => {
		assert.equal(of(attached(), attached({ isFound: true })), undefined);
		assert.equal(of(attached({ isMaybeDoubled: true })), undefined);
	});

	it('is nothing where nothing arrived', () => {
		assert.equal(of({ status: 'cancelled' }), undefined);
	});
});
