import assert from 'node:assert/strict';
import * as v from 'valibot';
import {
	type HistoryEntry,
	historyEntry,
	maxHistoryEntries,
	toHistoryEntry,
	withEntries,
} from '../../../src/attach/plan/history.js';
import { type PlannedFile, planFiles } from '../../../src/attach/plan/plan.js';

const where = { apiUrl: 'https://a.example/v1', taskId: 7, taskTitle: 'Logo', attachedAt: '2026-01-01T00:00:00.000Z' };
const [file] = planFiles([{ uri: 'file:///logo.png', relativePath: 'logo.png', size: 3 }]) as [PlannedFile];

function entry(attachmentId: number, changes: Partial<HistoryEntry> = {}): HistoryEntry {
	const attachment = { id: attachmentId, name: 'logo.png', size: 3 };
	return { ...toHistoryEntry(where, file, { status: 'attached', attachment }), ...changes };
}

describe('the history of a workspace', () => {
	it('knows of a version which attachment it is a version of', () => {
		const attachment = { id: 12, name: 'logo.png', size: 3, version: 2, parentId: 10 };
		const { attachmentId, rootId, version, sha256 } = toHistoryEntry(where, file, {
			status: 'attached',
			attachment,
			sha256: 'ab',
		});
		assert.deepEqual([attachmentId, rootId, version, sha256], [12, 10, 2, 'ab']);
		assert.equal(entry(10).rootId, 10);
	});

	it('has name and size of the file where COR tells neither', () => {
		const told = toHistoryEntry(where, file, { status: 'attached', attachment: { id: 12, name: '' } });
		assert.deepEqual(told, { ...where, uri: file.uri, name: 'logo.png', attachmentId: 12, rootId: 12, size: 3 });
		const renamed = toHistoryEntry(where, file, { status: 'attached', attachment: { id: 12, name: 'x', size: 9 } });
		assert.deepEqual([renamed.name, renamed.size], ['x', 9]);
	});

	it('has no password that the address of a file contains', () => {
		const uri = 'ftp://ana:s3cr3t@files.example/logo.png';
		const told = toHistoryEntry(where, { ...file, uri }, { status: 'attached', attachment: { id: 12, name: '' } });
		assert.equal(told.uri, 'ftp://ana@files.example/logo.png');
	});

	it('has the latest first, each attachment once, and forgets the oldest', () => {
		const many = Array.from({ length: maxHistoryEntries }, (_, index) => entry(index + 1));
		const history = withEntries(many, [entry(5), entry(5_000)]);
		assert.equal(history.length, maxHistoryEntries);
		assert.deepEqual(
			history.slice(0, 3).map(({ attachmentId }) => attachmentId),
			[5, 5_000, 1],
		);
		assert.equal(history.filter(({ attachmentId }) => attachmentId === 5).length, 1);
	});

	it('reads nothing but entries', () => {
		assert.equal(v.is(historyEntry, JSON.parse(JSON.stringify(entry(1, { version: 2, sha256: 'ab' })))), true);
		for (const other of [undefined, null, 1, 'x', [], {}, { ...entry(1), size: '3' }, { ...entry(1), sha256: 1 }]) {
			assert.equal(v.is(historyEntry, other), false, JSON.stringify(other));
		}
	});
});
