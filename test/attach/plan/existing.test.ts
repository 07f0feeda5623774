import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ListedAttachment } from '../../../src/attach/attachment.js';
import {
	decide,
	decideUnasked,
	decideUnmatched,
	matchExisting,
	type OnExisting,
	propose,
	withoutExisting,
} from '../../../src/attach/plan/existing.js';
import type { HistoryEntry } from '../../../src/attach/plan/history.js';
import {
	type DecidedFile,
	type Existing,
	leave,
	type MatchedFile,
	send,
	undecided,
	unlooked,
	unmatched,
} from '../../../src/attach/plan/stages.js';

const file = (name: string, changes: Partial<MatchedFile> = {}): MatchedFile => ({
	...unmatched(unlooked({ uri: `file:///w/${name}`, relativePath: name, name, size: 3 })),
	...changes,
});

/** A root with its newest version, where that is another. */
function listed(id: number, name: string, current?: number): ListedAttachment {
	const root = { id, name, size: 3, version: 1, currentVersionId: current ?? id };
	return current === undefined
		? root
		: { ...root, currentVersion: { id: current, name, size: 3, version: 2, parentId: id } };
}

function entry(attachmentId: number, name: string, changes: Partial<HistoryEntry> = {}): HistoryEntry {
	return {
		apiUrl: 'https://a.example/v1',
		taskId: 7,
		taskTitle: 'Logo',
		uri: `file:///w/${name}`,
		name,
		attachmentId,
		rootId: attachmentId,
		size: 3,
		sha256: 'ab',
		attachedAt: '2026-01-01T00:00:00.000Z',
		...changes,
	};
}

function found(
	files: readonly MatchedFile[],
	list: readonly ListedAttachment[],
	history: readonly HistoryEntry[] = [],
) {
	return matchExisting(files, list, history).map(
		({ existing }) => existing && [existing.rootId, existing.version, existing.isOurs],
	);
}

const recordedOf = (...args: Parameters<typeof matchExisting>) =>
	matchExisting(...args).map(({ recorded }) => recorded?.attachmentId);

describe('what is on the task in the place of a file', () => {
	it('is what it is to be a new version of, where that is asked for', () => {
		const args = [[file('b', { parentId: 1 })], [listed(1, 'a', 9), listed(2, 'b')], [entry(9, 'a')]] as const;
		assert.deepEqual(found(...args), [undefined]);
		assert.deepEqual(
			matchExisting(...args, true).map(({ existing, recorded }) => [existing, recorded?.attachmentId]),
			[[{ rootId: 1, version: 2, isOurs: true }, 9]],
		);
	});

	it('is what has its name, in any case and Unicode form', () => {
		const files = ['DISEÑO.png'.normalize('NFD'), 'other.png'].map(name => file(name));
		assert.deepEqual(found(files, [listed(1, 'diseño.PNG')]), [[1, 1, false], undefined]);
	});

	it('is the newest where several have its name, by the newest version of each', () => {
		assert.deepEqual(found([file('a')], [listed(1, 'a'), listed(2, 'a')]), [[2, 1, false]]);
		assert.deepEqual(found([file('a')], [listed(1, 'a', 9), listed(2, 'a')]), [[1, 2, false]]);
	});

	it('is also what got its name with a later version', () => {
		const renamed = { ...listed(1, 'a'), currentVersionId: 5, currentVersion: { id: 5, name: 'b', version: 3 } };
		assert.deepEqual(found([file('b')], [renamed]), [[1, 3, false]]);
	});

	it('is what was attached from here rather than a newer one of its name', () => {
		const list = [listed(1, 'a', 5), listed(9, 'a')];
		assert.deepEqual(found([file('a')], list, [entry(5, 'a', { rootId: 1 })]), [[1, 2, true]]);
	});

	it('is what COR called otherwise when it was attached from here', () => {
		const renamed = entry(1, 'dise_o.png', { uri: file('diseño.png').uri });
		assert.deepEqual(found([file('diseño.png')], [listed(1, 'dise_o.png')], [renamed]), [[1, 1, true]]);
	});

	it('is what took the place of a root that was deleted', () => {
		const history = [entry(5, 'a', { rootId: 1 })];
		assert.deepEqual(found([file('a')], [listed(5, 'a')], history), [[5, 1, true]]);
	});

	it('is not what has the number of one from here under another name', () => {
		assert.deepEqual(found([file('a')], [listed(1, 'x')], [entry(1, 'a')]), [undefined]);
	});

	it('is from elsewhere where another file of its name was attached from here', () => {
		const history = [entry(1, 'a', { uri: 'file:///w/old/a' })];
		assert.deepEqual(found([file('a')], [listed(1, 'a')], history), [[1, 1, false]]);
	});

	it('is not what an untitled document of another name was', () => {
		const untitled = file('b.txt', { uri: 'untitled:Untitled-1' });
		const history = [entry(1, 'a.txt', { uri: 'untitled:Untitled-1' })];
		assert.deepEqual(found([untitled], [listed(1, 'a.txt')], history), [undefined]);
		const again = file('A.txt', { uri: 'untitled:Untitled-1' });
		assert.deepEqual(found([again], [listed(1, 'a.txt'), listed(2, 'a.txt')], history), [[1, 1, true]]);
	});

	it('is not asked for where the file is a version already, and nobody else gets that place', () => {
		const files = [file('a', { parentId: 1 }), file('x/a', { name: 'a' })];
		assert.deepEqual(found(files, [listed(1, 'a')]), [undefined, undefined]);
	});

	it('is not another of its name where it is a version of one already', () => {
		const namesakes = [listed(1, 'a'), listed(2, 'a')];
		assert.deepEqual(found([file('a', { parentId: 1 })], namesakes), [undefined]);
	});

	it('is what its history tells of it where the address of its file system contains a password', () => {
		const history = [entry(1, 'a', { uri: 'ftp://ana@files.example/b' })];
		const ours = file('b', { uri: 'ftp://ana:s3cr3t@files.example/b' });
		assert.deepEqual(found([ours], [listed(1, 'a')], history), [[1, 1, true]]);
	});

	it('is what an older entry of its history tells where a newer one tells of what is gone', () => {
		const history = [entry(9, 'a'), entry(1, 'a')];
		assert.deepEqual(found([file('a')], [listed(1, 'a'), listed(5, 'a')], history), [[1, 1, true]]);
	});

	it('is the next of its name for the next file', () => {
		const files = [file('a'), file('x/a', { name: 'a' }), file('y/a', { name: 'a' })];
		assert.deepEqual(found(files, [listed(1, 'a'), listed(2, 'a')]), [[2, 1, false], [1, 1, false], undefined]);
	});

	it('is one alone for a file that was attached from here: another of that name is left to the next file', () => {
		const files = [file('a'), file('x/a', { name: 'a' })];
		const list = [listed(1, 'a'), listed(2, 'a')];
		assert.deepEqual(found(files, list, [entry(1, 'a')]), [
			[1, 1, true],
			[2, 1, false],
		]);
	});

	it('may not have the same bytes where COR has a newer version of which it tells nothing', () => {
		const newer = { ...listed(5, 'a'), currentVersionId: 6 };
		assert.deepEqual(recordedOf([file('a')], [newer], [entry(5, 'a')]), [undefined]);
	});

	it('may have the same bytes only where the hash was recorded', () => {
		const { sha256: _hash, ...unhashed } = entry(1, 'a');
		assert.deepEqual(recordedOf([file('a')], [listed(1, 'a')], [unhashed]), [undefined]);
	});

	it('may have the same bytes where the newest version is the recorded one, of this size', () => {
		const history = [entry(5, 'a', { rootId: 1 }), entry(1, 'a')];
		assert.deepEqual(recordedOf([file('a')], [listed(1, 'a', 5)], history), [5]);
		assert.deepEqual(recordedOf([file('a', { size: 4 })], [listed(1, 'a', 5)], history), [undefined]);
		assert.deepEqual(recordedOf([file('a')], [listed(1, 'a', 6)], history), [undefined]);
		assert.deepEqual(recordedOf([file('a')], [{ ...listed(5, 'a'), size: 4 }], history), [undefined]);
		assert.deepEqual(recordedOf([file('a')], [listed(1, 'a')], [entry(1, 'a', { size: 2 })]), [undefined]);
	});

	it('is never one attachment for two files, and never one that is not listed', () => {
		const name = fc.constantFrom('a', 'A', 'b', 'c');
		const files = fc.uniqueArray(fc.tuple(name, fc.nat(3)), { selector: item => item.join() });
		const list = fc.uniqueArray(fc.tuple(fc.integer({ min: 1, max: 9 }), name), { selector: ([id]) => id });
		const history = fc.array(fc.tuple(fc.integer({ min: 1, max: 9 }), name, fc.nat(3)));
		fc.assert(
			fc.property(files, list, history, (chosen, there, past) => {
				const matches = matchExisting(
					chosen.map(([called, folder]) => file(called, { uri: `file:///${folder}/${called}` })),
					there.map(([id, called]) => listed(id, called)),
					past.map(([id, called, folder]) => entry(id, called, { uri: `file:///${folder}/${called}` })),
				);
				assert.equal(matches.length, chosen.length);
				const roots = matches.flatMap(({ existing }) => existing?.rootId ?? []);
				assert.equal(new Set(roots).size, roots.length);
				assert.ok(roots.every(root => there.some(([id]) => id === root)));
			}),
		);
	});
});

describe('a file whose name is on the task', () => {
	const existing: Existing = { rootId: 1, version: 2, isOurs: true, isUnchanged: false };
	const inShort = ({ parentId, doubts }: MatchedFile) => [parentId, doubts.map(({ kind }) => kind)];
	const whyLeft = (decided: DecidedFile) => (decided.decision === 'leave' ? decided.why.kind : undefined);
	const elsewhere = { ...existing, isOurs: false };
	const unchanged = { ...existing, isUnchanged: true };

	it('is proposed as a version where it comes from here, and else left to the person', () => {
		assert.deepEqual(inShort(propose(file('a'), existing)), [1, []]);
		assert.deepEqual(inShort(propose(file('a'), elsewhere)), [undefined, ['on-task']]);
		assert.deepEqual(inShort(propose(file('a'), unchanged)), [1, ['unchanged']]);
	});

	it('keeps what else is special about it, and its doubts once', () => {
		const empty = file('a', { doubts: [{ kind: 'empty' }] });
		assert.deepEqual(inShort(propose(propose(empty, unchanged), elsewhere))[1], ['empty', 'on-task']);
		assert.deepEqual(inShort(propose(propose(empty, elsewhere), elsewhere))[1], ['empty', 'on-task']);
	});

	it('is what somebody decides', () => {
		const given = propose(file('a'), elsewhere);
		assert.deepEqual(inShort(decide(given, 'newVersion')), [1, []]);
		assert.deepEqual(inShort(decide(decide(given, 'newVersion'), 'beside')), [undefined, []]);
		assert.deepEqual(inShort(decide(propose(file('a'), existing), 'skip')), [1, ['on-task']]);
		assert.deepEqual(inShort(decide(propose(file('a'), unchanged), 'beside')), [undefined, ['unchanged']]);
	});

	it('is left out of a call that says so, and of any call where its bytes are the same', () => {
		assert.deepEqual(
			decideUnasked(propose(file('a'), elsewhere), 'newVersion'),
			send(decide(propose(file('a'), elsewhere), 'newVersion')),
		);
		assert.equal(whyLeft(decideUnasked(propose(file('a'), existing), 'skip')), 'on-task');
		assert.equal(whyLeft(decideUnasked(propose(file('a'), unchanged), 'newVersion')), 'unchanged');
		assert.equal(whyLeft(decideUnasked(propose(file('a'), unchanged), 'skip')), 'unchanged');
	});

	it('is left out of a call for what needs a word before anything else, and for nothing that needs none', () => {
		const doubts = [{ kind: 'large', limitBytes: 1 }, { kind: 'empty' }, { kind: 'ignored' }] as const;
		const outside = { kind: 'outside', place: '/tmp' } as const;
		assert.equal(
			whyLeft(decideUnasked(propose(file('a', { doubts: [...doubts, outside] }), unchanged), 'beside')),
			'outside',
		);
		assert.deepEqual(decideUnasked(file('a', { doubts }), 'skip'), send(file('a', { doubts })));
	});

	it('is left out of a call for what needs a word also where nobody looked what is on the task', () => {
		const outside = { kind: 'outside', place: '/tmp' } as const;
		assert.equal(whyLeft(decideUnmatched(file('a', { doubts: [outside] }))), 'outside');
		assert.deepEqual(decideUnmatched(file('a')), send(file('a')));
	});

	it('is undecided again as it was before', () => {
		assert.deepEqual(undecided(send(file('a'))), file('a'));
		assert.deepEqual(undecided(leave(file('a'), { kind: 'empty' })), file('a'));
	});

	it('is nothing special any more once another task is chosen', () => {
		assert.deepEqual(withoutExisting(propose(file('a'), unchanged)), file('a'));
	});

	it('leaves a file that is a version already untouched by a decision on such files', () => {
		for (const decision of ['newVersion', 'beside', 'skip'] as const satisfies readonly OnExisting[]) {
			assert.equal(decide(file('a', { parentId: 4 }), decision).parentId, 4);
		}
	});
});
