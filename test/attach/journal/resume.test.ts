import assert from 'node:assert/strict';
import type { FailureKind } from '../../../src/attach/errors.js';
import { batchLine, entryLine, type JournalEntry } from '../../../src/attach/journal/journal-lines.js';
import { type Rest, resumeBatch } from '../../../src/attach/journal/resume.js';
import { readJournal } from './kit/read-journal.js';

const baseline = { ids: new Set([70]), currentVersions: {} };
const sentAt = Date.parse('2026-11-24T03:01:00.000Z');
const began: JournalEntry = { kind: 'began', baseline, userId: 3 };
const sending = (file: number): JournalEntry => ({ kind: 'sending', file, size: 5, at: sentAt });
const unknown = (file: number, kind: FailureKind, httpStatus?: number): JournalEntry => ({
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

		const [file] = files;
		const earlier = file && inDoubt.get(file);
		assert.deepEqual(earlier?.attempt, { size: 5, userId: 3, baseline, sentAt });
		assert.equal(earlier?.mayRepeat, true);
		assert.equal(earlier?.isUnlikely, undefined);
		assert.equal(earlier?.error.kind, 'network'); // after which the engine repeats
		assert.equal(unknowable.size, 0);
	});

	it('looks for what was not begun as far as is known, too, by what was on the task when the batch began', () => {
		const later: JournalEntry = { kind: 'began', baseline: { ids: new Set([99]), currentVersions: {} }, userId: 4 };
		const { files, inDoubt, untold } = restAfter(began, sending(0), { kind: 'taken-up' }, later);

		const [, notBegun] = files;
		const earlier = notBegun && inDoubt.get(notBegun);
		const begunAt = Date.parse('2026-11-24T03:00:00.000Z');
		assert.deepEqual(earlier?.attempt, { size: 4, userId: 3, baseline, sentAt: begunAt });
		assert.deepEqual([earlier?.mayRepeat, earlier?.isUnlikely], [true, true]);
		assert.deepEqual(names(inDoubt.keys()), ['0', '1', '2']);
		assert.equal(untold.size, 0);
	});

	it('neither looks for nor sends what cannot be told from what was there before', () => {
		const { files, inDoubt, unknowable } = restAfter(sending(0));

		assert.equal(inDoubt.size, 0);
		assert.deepEqual(names(unknowable.keys()), ['0']);
		assert.deepEqual(names(files), ['0', '1', '2']);
	});

	it('can only go by the time of what was not begun as far as is known, where nobody knows what was there before', () => {
		const { untold, unknowable } = restAfter(sending(0));

		assert.deepEqual(names(untold.keys()), ['1', '2']);
		assert.deepEqual([...untold.values()], Array(2).fill(Date.parse('2026-11-24T03:00:00.000Z')));
		assert.deepEqual(names(unknowable.keys()), ['0']);
	});

	it('leaves alone what failed for good, and sends what failed for now without a look', () => {
		const failed = (file: number, kind: 'rejected' | 'network'): JournalEntry => ({
			kind: 'ended',
			file,
			end: { status: 'failed', kind },
		});
		const { files, inDoubt, untold } = restAfter(
			began,
			sending(0),
			failed(0, 'rejected'),
			sending(1),
			failed(1, 'network'),
		);

		assert.deepEqual(names(files), ['1', '2']);
		assert.deepEqual(names(inDoubt.keys()), ['2']);
		assert.equal(untold.size, 0);
	});

	const failed = (kind: FailureKind): JournalEntry => ({ kind: 'ended', file: 0, end: { status: 'failed', kind } });

	it('looks for what failed when it was not shown in time, before it is sent again for whatever reason', () => {
		for (const kind of ['rate-limited', 'no-credential'] as const) {
			const { files, inDoubt, lingering } = restAfter(began, sending(0), unknown(0, 'network'), failed(kind));

			const earlier = files[0] && inDoubt.get(files[0]);
			assert.deepEqual(earlier?.attempt, { size: 5, userId: 3, baseline, sentAt });
			assert.deepEqual([earlier?.mayRepeat, earlier?.error.kind, earlier?.missed], [true, 'network', []]);
			assert.deepEqual(lingering, []);
		}
	});

	it('looks later for what was refused when it was sent again, and for a second copy of what was attached', () => {
		const attached: JournalEntry = { kind: 'ended', file: 0, end: { status: 'attached', attachmentId: 71 } };
		const statuses = (...entries: readonly JournalEntry[]) =>
			restAfter(began, sending(0), unknown(0, 'network'), ...entries).lingering.map(({ outcome, attempts }) => [
				outcome.end.status,
				attempts.length,
			]);

		assert.deepEqual(statuses(sending(0), failed('rejected')), [['failed', 1]]);
		assert.deepEqual(statuses({ kind: 'ended', file: 0, end: { status: 'cancelled' } }), [['cancelled', 1]]);
		assert.deepEqual(statuses(sending(0), attached), [['attached', 1]]);
		assert.deepEqual(statuses(attached), []);
	});

	for (const [entry, mayRepeat] of [
		[unknown(0, 'network'), true],
		[unknown(0, 'server', 500), true],
		[unknown(0, 'server', 504), false],
		[unknown(0, 'unauthorized', 401), true],
		[unknown(0, 'rate-limited', 429), true],
		[unknown(0, 'unavailable', 503), true],
		[unknown(0, 'answer-timeout'), false],
	] as const) {
		it(`${mayRepeat ? 'sends' : 'does not send'} again what was unknown because of ${entryLine(entry).trim()}`, () => {
			const { files, inDoubt } = restAfter(began, sending(0), entry);

			assert.equal(files[0] && inDoubt.get(files[0])?.mayRepeat, mayRepeat);
		});
	}

	it('tells what is gone with the editor that held it', () => {
		assert.deepEqual(names(restAfter(began, sending(2)).unsaved), ['2']);
	});
});
