import assert from 'node:assert/strict';
import {
	type Circumstances,
	isVersionOf,
	lookFor,
	type Sought,
	toBaseline,
} from '../../../src/attach/arrival/evidence.js';
import type { ListedAttachment } from '../../../src/attach/attachment.js';
import { mayBecomeOne } from '../../../src/attach/names/file-names.js';

const me = 501;
const colleague = 502;
const before: ListedAttachment = { id: 900, name: 'logo.png', size: 7, userId: me, currentVersionId: 900 };

function sought(changes: Partial<Sought> = {}): Sought {
	return {
		name: 'logo.png',
		size: 7,
		ownIds: new Set([me]),
		baseline: toBaseline([before], []),
		...changes,
	};
}

function circumstances(changes: Partial<Circumstances> = {}): Circumstances {
	return { sizesDiffer: false, hasNamesake: false, claimed: new Set(), ...changes };
}

function stored(changes: Partial<ListedAttachment> = {}): ListedAttachment {
	return { id: 901, name: 'logo.png', size: 7, userId: me, currentVersionId: 901, ...changes };
}

function statusOf(wanted: Sought, ...added: readonly ListedAttachment[]): string {
	return statusWhere({}, wanted, ...added);
}

function statusWhere(changes: Partial<Circumstances>, wanted: Sought, ...added: readonly ListedAttachment[]): string {
	return lookFor(wanted, [before, ...added], circumstances(changes)).status;
}

describe('a file that may have arrived', () => {
	it('is found by a new id, its owner, size and name', () => {
		assert.deepEqual(lookFor(sought(), [stored(), before], circumstances()), {
			status: 'found',
			attachment: stored(),
		});
	});

	it('is found under its name in another Unicode form', () => {
		const name = 'diseño.png';
		assert.equal(statusOf(sought({ name }), stored({ name: name.normalize('NFD') })), 'found');
		assert.equal(statusOf(sought({ name: name.normalize('NFD') }), stored({ name })), 'found');
	});

	it('is found by any id that COR is known to name us by', () => {
		const wanted = sought({ ownIds: new Set([me, 777]) });
		assert.equal(statusOf(wanted, stored({ userId: 777 })), 'found');
		assert.equal(statusOf(wanted, stored({ userId: me })), 'found');
		assert.equal(statusOf(wanted, stored({ userId: colleague })), 'unclear');
	});

	it('is found among others that were there before, whatever order their ids have', () => {
		const later: ListedAttachment = { ...before, id: 2_000, currentVersionId: 2_000 };
		const wanted = sought({ baseline: toBaseline([before, later], []) });
		assert.equal(lookFor(wanted, [later, stored(), before], circumstances()).status, 'found');
		assert.equal(lookFor(wanted, [later, before], circumstances()).status, 'absent');
	});

	it('is absent where the list is as before', () => {
		assert.equal(statusOf(sought()), 'absent');
	});

	it('is absent where all that is new is another person’s and has another name', () => {
		assert.equal(statusOf(sought(), stored({ name: 'x.png', userId: colleague })), 'absent');
	});

	it('is not an equal file that was there before, be it a version', () => {
		const older: ListedAttachment = { ...before, currentVersionId: 905 };
		const wanted = sought({ baseline: toBaseline([older], []) });
		assert.equal(lookFor(wanted, [older, stored({ id: 905 })], circumstances()).status, 'absent');
		assert.equal(lookFor(wanted, [older, stored({ id: 904 })], circumstances()).status, 'found');
	});

	it('is not what is known to be another file of ours', () => {
		assert.equal(statusWhere({ claimed: new Set([901]) }, sought(), stored()), 'absent');
	});

	it('may be what is called like another file of the batch, until that is known to be it', () => {
		const other = stored({ name: 'banner.png' });
		assert.equal(statusOf(sought(), other), 'unclear');
		assert.equal(statusWhere({ claimed: new Set([other.id]) }, sought(), other), 'absent');
	});

	it('is unclear where COR, renaming, may have given its name to another file of the batch', () => {
		assert.equal(statusWhere({ hasNamesake: true }, sought(), stored()), 'unclear');
		assert.ok(mayBecomeOne('dise\u00f1o 2.png', 'DISE_O-2.png'));
		assert.ok(!mayBecomeOne('informe.png', 'informe 2.png'));
	});

	it('is unclear where something of ours has its size and another name: COR may have renamed it', () => {
		assert.equal(statusOf(sought(), stored({ name: 'logo (1).png' })), 'unclear');
		assert.equal(statusOf(sought(), stored({ name: 'logo (1).png', size: 8 })), 'absent');
	});

	it('is unclear where something new has its name, whatever its size and whoever sent it', () => {
		assert.equal(statusOf(sought(), stored({ size: 8 })), 'unclear');
		assert.equal(statusOf(sought(), stored({ userId: colleague })), 'unclear');
		assert.equal(statusOf(sought(), stored({ userId: colleague, size: 0 })), 'unclear');
		assert.equal(statusOf(sought(), stored({ userId: colleague, size: 8, name: 'LOGO-png' })), 'unclear');
	});

	it('is unclear where anything of ours is new and lists are known to give other sizes, but found with the right one', () => {
		const [renamed, theirs] = [stored({ name: 'x.png', size: 8 }), stored({ name: 'x.png', userId: colleague })];
		assert.equal(statusWhere({ sizesDiffer: true }, sought(), renamed), 'unclear');
		assert.equal(statusWhere({ sizesDiffer: true }, sought(), theirs), 'absent');
		assert.equal(statusWhere({ sizesDiffer: true }, sought(), stored()), 'found');
		assert.equal(statusWhere({ sizesDiffer: true }, sought(), stored(), renamed), 'found');
	});

	it('is unclear where two things are it, or COR does not tell whose or how large one is', () => {
		assert.equal(statusOf(sought(), stored(), stored({ id: 902 })), 'unclear');
		const { userId, ...nobodys } = stored({ name: 'x.png' });
		const { size, ...ofAnySize } = stored({ name: 'x.png' });
		assert.equal(statusOf(sought(), nobodys), 'unclear');
		assert.equal(statusOf(sought(), ofAnySize), 'unclear');
		assert.equal(statusOf(sought(), { ...nobodys, name: 'logo.png' }), 'unclear');
		assert.equal(statusOf(sought(), { ...ofAnySize, name: 'logo.png' }), 'unclear');
	});
});

describe('a version that may have arrived', () => {
	const version = { id: 910, name: 'logo.png', size: 7, userId: me, parentId: 900 };
	const updated: ListedAttachment = { ...before, currentVersionId: 910, currentVersion: version };
	const wanted = sought({ parentId: 900, baseline: toBaseline([before], [900]) });
	const statusIn = (
		list: readonly ListedAttachment[],
		changes: Partial<Sought> = {},
		known: Partial<Circumstances> = {},
	): string => lookFor({ ...wanted, ...changes }, list, circumstances(known)).status;

	it('is found as the newest version of its parent', () => {
		assert.deepEqual(lookFor(wanted, [updated], circumstances()), { status: 'found', attachment: version });
	});

	it('is absent where the parent has the version it had', () => {
		assert.equal(statusIn([before]), 'absent');
	});

	it('is unclear where the newest version is another person’s, has another size or name: ours may lie below it', () => {
		for (const other of [{ userId: colleague }, { size: 8 }, { name: 'x.png' }]) {
			const parent = { ...updated, currentVersionId: 911, currentVersion: { ...version, id: 911, ...other } };
			assert.equal(statusIn([parent]), 'unclear');
		}
	});

	it('is unclear where the newest version is known as another file of ours, or COR tells nothing of it', () => {
		assert.equal(statusIn([updated], {}, { claimed: new Set([910]) }), 'unclear');
		assert.equal(statusIn([{ ...before, currentVersionId: 910 }]), 'unclear');
	});

	it('is unclear where the list says nothing of versions, now or before', () => {
		const { currentVersionId, ...silent } = before;
		assert.equal(statusIn([silent]), 'unclear');
		assert.equal(statusIn([silent], { baseline: toBaseline([silent], [900]) }), 'unclear');
		assert.equal(statusIn([before], { baseline: toBaseline([silent], [900]) }), 'unclear');
		assert.equal(statusIn([updated], { baseline: toBaseline([silent], [900]) }), 'unclear');
	});

	it('is unclear where the parent is gone, or was not there', () => {
		assert.equal(statusIn([]), 'unclear');
		assert.equal(statusIn([before], { baseline: toBaseline([], [900]) }), 'unclear');
		assert.equal(statusIn([updated], { baseline: toBaseline([], [900]) }), 'unclear');
	});

	it('is not a version of ours that was on the task before', () => {
		const later = { ids: new Set([900, 910]), currentVersions: { 900: 905 } };
		assert.equal(statusIn([updated], { baseline: later }), 'unclear');
		assert.equal(statusIn([updated], { baseline: { ...later, ids: new Set([900, 905]) } }), 'found');
	});

	it('is unclear where another file of ours may be it', () => {
		assert.equal(statusIn([updated], {}, { hasNamesake: true }), 'unclear');
	});

	it('is unclear where COR may have stored it beside its parent', () => {
		assert.equal(statusIn([before, stored({ id: 912 })]), 'unclear');
		assert.equal(statusIn([before, stored({ id: 912, userId: colleague })]), 'unclear');
		assert.equal(statusIn([before, stored({ id: 912, name: 'x.png' })]), 'unclear');
	});

	it('says by which attachments it is unclear: the newest version, the parent that tells of none, or what lies beside it', () => {
		const byIn = (list: readonly ListedAttachment[]) => lookFor(wanted, list, circumstances({ hasNamesake: true }));
		assert.deepEqual(byIn([updated]), { status: 'unclear', by: [910] });
		assert.deepEqual(byIn([]), { status: 'unclear', by: [900] });
		assert.deepEqual(byIn([before, stored({ id: 912 })]), { status: 'unclear', by: [912] });
		assert.deepEqual(byIn([before, stored({ id: 912 }), stored({ id: 913 })]), { status: 'unclear', by: [912, 913] });
		const only = lookFor(wanted, [before, stored({ id: 912 })], circumstances());
		assert.deepEqual(only, { status: 'unclear', by: [912] });
	});
});

describe('what was on a task before', () => {
	const list: readonly ListedAttachment[] = [
		{ id: 900, name: 'a', currentVersionId: 950 },
		{ id: 910, name: 'b', currentVersionId: 910 },
		{ id: 920, name: 'c' },
	];

	it('is every id, of a version too, and the newest version of each parent where COR tells of it', () => {
		assert.deepEqual(toBaseline(list, [900, 910, 920]), {
			ids: new Set([900, 950, 910, 920]),
			currentVersions: { 900: 950, 910: 910 },
		});
	});

	it('has the newest version of a parent that was named by that version', () => {
		assert.deepEqual(toBaseline(list, [950]).currentVersions, { 950: 950 });
	});

	it('has nothing of a parent that is not listed', () => {
		assert.deepEqual(toBaseline(list, [800]), {
			ids: new Set([900, 950, 910, 920]),
			currentVersions: {},
		});
		assert.deepEqual(toBaseline([], []), { ids: new Set(), currentVersions: {} });
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
