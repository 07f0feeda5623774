import assert from 'node:assert/strict';
import type { ListedAttachment } from '../../../src/attach/attachment.js';
import type { HistoryEntry } from '../../../src/attach/plan/history.js';
import { attachmentRows, type ReadList, rowsFromHere } from '../../../src/editor/view/tree/attachment-rows.js';

const task = { id: 7, title: 'Logo' };
const now = Date.parse('2026-11-20T12:00:00.000Z');
const hoursAgo = (hours: number): string => new Date(now - hours * 3_600_000).toISOString();

const listed = (id: number, more: Partial<ListedAttachment> = {}): ListedAttachment => ({
	id,
	name: `de COR ${id}`,
	...more,
});

const entry = (attachmentId: number, more: Partial<HistoryEntry> = {}): HistoryEntry => ({
	apiUrl: 'https://a.example/v1',
	taskId: task.id,
	taskTitle: task.title,
	uri: `file:///${attachmentId}`,
	name: `de aquí ${attachmentId}`,
	attachmentId,
	rootId: attachmentId,
	size: 1,
	attachedAt: hoursAgo(24),
	...more,
});

const whole = (...attachments: readonly ListedAttachment[]): ReadList => ({ attachments, isWhole: true, readAt: now });

/** The id of what COR lists, with the file of this workspace that marks it; of what it does not list, the name. */
const seen = (rows: ReturnType<typeof attachmentRows>) =>
	rows.map(row =>
		row.kind === 'attachment'
			? [row.listed.id, row.entry?.uri]
			: [row.entry.name, row.isUnlisted ? 'unlisted' : 'not read'],
	);

describe('the rows of a task', () => {
	it('are what COR lists, in its order, and mark what was attached from here', () => {
		const rows = attachmentRows(task, whole(listed(3), listed(2), listed(1)), [entry(1), entry(3)]);
		assert.deepEqual(seen(rows), [
			[3, 'file:///3'],
			[2, undefined],
			[1, 'file:///1'],
		]);
	});

	it('mark an attachment of which a version was attached from here, by the latest file', () => {
		const versioned = listed(1, { currentVersionId: 9, currentVersion: { id: 9, name: 'x' } });
		const entries = [entry(9, { rootId: 1 }), entry(5, { rootId: 1 }), entry(1)];
		assert.deepEqual(seen(attachmentRows(task, whole(versioned), entries)), [[1, 'file:///9']]);
		assert.deepEqual(seen(attachmentRows(task, whole(versioned), [entry(9)])), [[1, 'file:///9']]);
	});

	it('leave out what COR lists no longer', () => {
		assert.deepEqual(seen(attachmentRows(task, whole(listed(2)), [entry(1)])), [[2, undefined]]);
	});

	it('begin with what was just attached, which COR may list late', () => {
		const just = entry(1, { attachedAt: hoursAgo(0.005) });
		assert.deepEqual(seen(attachmentRows(task, whole(listed(2)), [just])), [
			['de aquí 1', 'unlisted'],
			[2, undefined],
		]);
	});

	it('do not say of a new version that it is not listed while its first version may be on a later page', () => {
		const list = { ...whole(listed(2)), isWhole: false };
		const version = entry(9, { rootId: 1, attachedAt: hoursAgo(0) });
		assert.deepEqual(seen(attachmentRows(task, list, [version])), [[2, undefined]]);
		assert.deepEqual(seen(attachmentRows(task, list, [entry(9, { attachedAt: hoursAgo(0) })])), [
			['de aquí 9', 'unlisted'],
			[2, undefined],
		]);
	});
});

describe('the rows of what was attached from here alone', () => {
	it('have the latest first, what came together in the natural order, and each attachment once', () => {
		const entries = [
			entry(4, { name: 'foto 10', attachedAt: hoursAgo(1) }),
			entry(3, { name: 'foto 2', attachedAt: hoursAgo(1) }),
			entry(5, { rootId: 1 }),
			entry(1, { attachedAt: hoursAgo(48) }),
		];
		assert.deepEqual(seen(rowsFromHere(task, whole(listed(1), listed(2), listed(3), listed(4)), entries)), [
			[3, 'file:///3'],
			[4, 'file:///4'],
			[1, 'file:///5'],
		]);
	});

	it('are there without COR, and say what it does not list', () => {
		const unread: ReadList = { attachments: [], isWhole: false, readAt: undefined };
		assert.deepEqual(seen(rowsFromHere(task, unread, [entry(1)])), [['de aquí 1', 'not read']]);
		assert.deepEqual(seen(rowsFromHere(task, whole(), [entry(1)])), [['de aquí 1', 'unlisted']]);
		const firstPage = { ...whole(listed(2)), isWhole: false };
		assert.deepEqual(seen(rowsFromHere(task, firstPage, [entry(9, { rootId: 1 })])), [['de aquí 9', 'not read']]);
	});
});
