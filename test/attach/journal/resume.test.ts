import assert from 'node:assert/strict';
import { readJournal } from '../../../src/attach/journal/journal.js';
import { batchLine, entryLine, type JournalEntry } from '../../../src/attach/journal/journal-lines.js';
import { type Rest, resumeBatch } from '../../../src/attach/journal/resume.js';

const baseline = { highestId: 70, currentVersions: {} };
const began: JournalEntry = { kind: 'began', baseline, userId: 3 };
const sending = (file: number): JournalEntry => ({ kind: 'sending', file, size: 5 });
const unknown = (file: number, kind: 'server' | 'answer-timeout' | 'network', httpStatus?: number): JournalEntry => ({
	kind: 'ended',
	file,
	end: { status: 'unknown', kind, ...(httpStatus !== undefined && { httpStatus }) },
});

function restAfter(...entries: readonly JournalEntry[]): Rest {
	const file = (name: string) => ({
		uri: `file:///w/${name}`,
		name,
		relativePath: name,
		size: 4,
		mtimeMs: 9,
		parentId: 12,
	});
	const batch = {
		id: 'b',
		createdAt: '2026-11-24T03:00:00.000Z',
		apiUrl: 'https://api.example/v1',
		task: { id: 4101, title: '' },
		fields: {},
		files: [file('0'), file('1'), { ...file('2'), isUnsaved: true as const }],
	};
	const reading = readJournal(batchLine(batch) + entries.map(entryLine).join(''));
	assert.equal(reading.status, 'read');
	return resumeBatch(reading.journal);
}

const names = (files: Iterable<{ readonly name: string }>) => [...files].map(({ name }) => name);

describe('resuming a batch', () => {
	it('gives what is left as it was planned', () => {
		const { files } = restAfter({ kind: 'ended', file: 0, end: { status: 'attached', attachmentId: 71 } });

		assert.deepEqual(files[0], { uri: 'file:///w/1', name: '1', relativePath: '1', size: 4, mtimeMs: 9, parentId: 12 });
		assert.deepEqual(names(files), ['1', '2']);
	});

	it('looks for what was on its way, with the bytes that were sent, and sends it again where it is not there', () => {
		const { files, inDoubt, unknowable } = restAfter(began, sending(0));

		assert.deepEqual(names(inDoubt.keys()), ['0']);
		const earlier = files[0] && inDoubt.get(files[0]);
		assert.deepEqual(earlier?.attempt, { size: 5, userId: 3, baseline });
		assert.equal(earlier?.mayRepeat, true);
		assert.equal(earlier?.error.kind, 'network'); // after which the engine repeats
		assert.equal(unknowable.size, 0);
	});

	it('neither looks for nor sends what cannot be told from what was there before', () => {
		const { files, inDoubt, unknowable } = restAfter(sending(0));

		assert.equal(inDoubt.size, 0);
		assert.deepEqual(names(unknowable.keys()), ['0']);
		assert.deepEqual(names(files), ['0', '1', '2']);
	});

	for (const [entry, mayRepeat] of [
		[unknown(0, 'network'), true],
		[unknown(0, 'server', 500), true],
		[unknown(0, 'server', 504), false],
		[unknown(0, 'answer-timeout'), false],
	] as const) {
		it(`${mayRepeat ? 'sends' : 'does not send'} again what was unknown because of ${entryLine(entry).trim()}`, () => {
			const { inDoubt } = restAfter(began, sending(0), entry);

			assert.deepEqual(
				[...inDoubt.values()].map(earlier => earlier.mayRepeat),
				[mayRepeat],
			);
		});
	}

	it('tells what is gone with the editor that held it', () => {
		assert.deepEqual(names(restAfter(began, sending(2)).unsaved), ['2']);
	});
});
