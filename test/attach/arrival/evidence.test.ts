import assert from 'node:assert/strict';
import { isVersionOf, lookFor, type Sought, toBaseline, traceOf } from '../../../src/attach/arrival/evidence.js';
import type { ListedAttachment } from '../../../src/attach/attachment.js';
import { mayBecomeOne } from '../../../src/attach/plan/file-names.js';

const me = 501;
const colleague = 502;
const before: ListedAttachment = { id: 900, name: 'logo.png', size: 7, userId: me, currentVersionId: 900 };

function sought(changes: Partial<Sought> = {}): Sought {
	return {
		name: 'logo.png',
		size: 7,
		userId: me,
		baseline: toBaseline([before], []),
		claimed: new Set(),
		...changes,
	};
}

function stored(changes: Partial<ListedAttachment> = {}): ListedAttachment {
	return { id: 901, name: 'logo.png', size: 7, userId: me, currentVersionId: 901, ...changes };
}

function statusOf(wanted: Sought, ...added: readonly ListedAttachment[]): string {
	return lookFor(wanted, [before, ...added]).status;
}

describe('a file that may have arrived', () => {
	it('is found by a new id, its owner, size and name', () => {
		assert.deepEqual(lookFor(sought(), [stored(), before]), { status: 'found', attachment: stored() });
	});

	it('is found under its name in another Unicode form', () => {
		const name = 'diseño.png';
		assert.equal(statusOf(sought({ name }), stored({ name: name.normalize('NFD') })), 'found');
	});

	it('is absent where the list is as before', () => {
		assert.equal(statusOf(sought()), 'absent');
	});

	it('is not another person’s equal file', () => {
		assert.equal(statusOf(sought(), stored({ userId: colleague })), 'absent');
	});

	it('is not an equal file that was there before, be it a version', () => {
		const older: ListedAttachment = { ...before, currentVersionId: 905 };
		const wanted = sought({ baseline: toBaseline([older], []) });
		assert.equal(lookFor(wanted, [older, stored({ id: 904 })]).status, 'absent');
		assert.equal(lookFor(wanted, [older, stored({ id: 906 })]).status, 'found');
	});

	it('is not an equal file of ours that is known by its own answer', () => {
		assert.equal(statusOf(sought({ claimed: new Set([901]) }), stored()), 'absent');
	});

	it('may be what is called like another file of the batch, until that is known to be it', () => {
		const other = stored({ name: 'banner.png' });
		assert.equal(statusOf(sought(), other), 'unclear');
		assert.equal(statusOf(sought({ claimed: new Set([other.id]) }), other), 'absent');
	});

	it('is unclear where COR, renaming, may have given its name to another file of the batch', () => {
		assert.equal(statusOf(sought({ hasNamesake: true }), stored()), 'unclear');
		assert.ok(mayBecomeOne('dise\u00f1o 2.png', 'DISE_O-2.png'));
		assert.ok(!mayBecomeOne('informe.png', 'informe 2.png'));
	});

	it('is unclear where something of ours has its size and another name: COR may have renamed it', () => {
		assert.equal(statusOf(sought(), stored({ name: 'logo (1).png' })), 'unclear');
		assert.equal(statusOf(sought(), stored({ name: 'logo (1).png', size: 8 })), 'absent');
	});

	it('is unclear where two things are it, or COR does not tell whose or how large one is', () => {
		assert.equal(statusOf(sought(), stored(), stored({ id: 902 })), 'unclear');
		const { userId, ...nobodys } = stored();
		const { size, ...ofAnySize } = stored();
		assert.equal(statusOf(sought(), nobodys), 'unclear');
		assert.equal(statusOf(sought(), ofAnySize), 'unclear');
	});
});

describe('a version that may have arrived', () => {
	const version = { id: 910, name: 'logo.png', size: 7, userId: me, parentId: 900 };
	const wanted = sought({ parentId: 900, baseline: toBaseline([before], [900]) });

	it('is found as the newest version of its parent', () => {
		const parent: ListedAttachment = { ...before, currentVersionId: 910, currentVersion: version };
		assert.deepEqual(lookFor(wanted, [parent]), { status: 'found', attachment: version });
	});

	it('is absent where the parent has the version it had', () => {
		assert.equal(lookFor(wanted, [before]).status, 'absent');
	});

	it('is unclear where the newest version is another person’s: ours may lie below it', () => {
		const parent: ListedAttachment = {
			...before,
			currentVersionId: 911,
			currentVersion: { ...version, id: 911, userId: colleague },
		};
		assert.equal(lookFor(wanted, [parent]).status, 'unclear');
	});

	it('is unclear where the newest version is known as another file of ours, or COR tells nothing of it', () => {
		const parent: ListedAttachment = { ...before, currentVersionId: 910, currentVersion: version };
		assert.equal(lookFor({ ...wanted, claimed: new Set([910]) }, [parent]).status, 'unclear');
		assert.equal(lookFor(wanted, [{ ...before, currentVersionId: 910 }]).status, 'unclear');
	});

	it('is unclear where the parent is gone, or was not there', () => {
		assert.equal(lookFor(wanted, []).status, 'unclear');
		assert.equal(lookFor({ ...wanted, baseline: toBaseline([], [900]) }, [before]).status, 'unclear');
	});

	it('is unclear where nobody knows which version its parent had, whatever it has now', () => {
		const parent: ListedAttachment = { ...before, currentVersionId: 910, currentVersion: version };
		const unseen = { ...wanted, baseline: { highestId: 900, currentVersions: {} } };
		assert.equal(lookFor(unseen, [parent]).status, 'unclear');
	});

	it('is not a version of ours with an id that is no newer than what was there before', () => {
		const parent: ListedAttachment = { ...before, currentVersionId: 910, currentVersion: version };
		const later = { ...wanted, baseline: { highestId: 910, currentVersions: { 900: 905 } } };
		assert.equal(lookFor(later, [parent]).status, 'unclear');
		assert.equal(lookFor({ ...later, baseline: { ...later.baseline, highestId: 909 } }, [parent]).status, 'found');
	});

	it('is unclear where another file of ours may be it', () => {
		const parent: ListedAttachment = { ...before, currentVersionId: 910, currentVersion: version };
		assert.equal(lookFor({ ...wanted, hasNamesake: true }, [parent]).status, 'unclear');
	});

	it('is unclear where COR stored it beside its parent', () => {
		assert.equal(lookFor(wanted, [before, stored({ id: 912 })]).status, 'unclear');
	});
});

describe('what was on a task before', () => {
	const list: readonly ListedAttachment[] = [
		{ id: 900, name: 'a', currentVersionId: 950 },
		{ id: 910, name: 'b', currentVersionId: 910 },
		{ id: 920, name: 'c' },
	];

	it('is its highest id, of a version too, and the newest version of each parent', () => {
		assert.deepEqual(toBaseline(list, [900, 910, 920]), {
			highestId: 950,
			currentVersions: { 900: 950, 910: 910, 920: 920 },
		});
	});

	it('has the newest version of a parent that was named by that version', () => {
		assert.deepEqual(toBaseline(list, [950]).currentVersions, { 950: 950 });
	});

	it('has nothing of a parent that is not listed', () => {
		assert.deepEqual(toBaseline(list, [800]), { highestId: 950, currentVersions: {} });
		assert.deepEqual(toBaseline([], []), { highestId: 0, currentVersions: {} });
	});
});

describe('a file that COR tells as a version', () => {
	const list: readonly ListedAttachment[] = [{ id: 900, name: 'a', currentVersionId: 950 }];
	const isVersion = (parentId: number, told: number | undefined) =>
		isVersionOf(parentId, { id: 960, name: 'a', ...(told !== undefined && { parentId: told }) }, list);

	it('is one of what was meant where COR names that, or its root', () => {
		assert.ok(isVersion(900, 900));
		assert.ok(isVersion(950, 950));
		assert.ok(isVersion(950, 900));
		assert.ok(!isVersion(900, 950));
		assert.ok(!isVersion(900, undefined));
	});

	it('is one of an old version, of which the list tells nothing, where COR names any', () => {
		assert.ok(isVersion(940, 900));
		assert.ok(!isVersion(940, undefined));
	});
});

describe('two looks at the list', () => {
	it('are alike whatever other people and other files of the batch do meanwhile', () => {
		const wanted = sought({ claimed: new Set([902]) });
		const busy = [before, stored({ userId: colleague }), stored({ id: 902 }), stored({ id: 903, size: 8 })];
		assert.equal(traceOf(wanted, busy), traceOf(wanted, [before]));
	});

	it('are alike in whatever order the list comes, and whatever COR leaves out of it', () => {
		const list = [before, stored({ id: 1_000 }), stored({ id: 902 }), stored({ id: 903 })];
		assert.equal(traceOf(sought(), list), traceOf(sought(), list.toReversed()));
		const theirs = { id: 950, name: 'x', userId: colleague };
		assert.equal(traceOf(sought(), [theirs, ...list]), traceOf(sought(), list));
	});

	it('differ where what may be ours is another than before', () => {
		assert.notEqual(traceOf(sought(), [stored({ id: 902 })]), traceOf(sought(), [stored({ id: 903 })]));
	});

	it('differ where something new may be ours, or the parent has another version', () => {
		assert.notEqual(traceOf(sought(), [before, stored({ name: 'x' })]), traceOf(sought(), [before]));
		const version = sought({ parentId: 900, baseline: toBaseline([before], [900]) });
		assert.notEqual(traceOf(version, [{ ...before, currentVersionId: 910 }]), traceOf(version, [before]));
	});
});
