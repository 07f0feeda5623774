import assert from 'node:assert/strict';
import { toJournaledBatch } from '../../../src/attach/journal/journaled-batch.js';
import type { PlannedFile } from '../../../src/attach/plan/plan.js';

const plain: PlannedFile = { uri: 'file:///w/a.txt', name: 'a.txt', relativePath: 'w/a.txt', size: 5 };
const batch = {
	apiUrl: new URL('https://api.example/v1'),
	label: undefined,
	task: { id: 4101, title: 'Logo' },
	files: [plain],
	fields: {},
};

describe('a batch as it is written down', () => {
	it('has what it takes to go on with it, and when it began', () => {
		const { createdAt, ...written } = toJournaledBatch({
			...batch,
			label: 'Ana',
			fields: { status: 'approved' },
			files: [{ ...plain, mtimeMs: 7.5, parentId: 900 }],
		});

		assert.deepEqual(written, {
			apiUrl: 'https://api.example/v1',
			account: 'Ana',
			task: { id: 4101, title: 'Logo' },
			fields: { status: 'approved' },
			files: [{ ...plain, mtimeMs: 7.5, parentId: 900 }],
		});
		assert.equal(new Date(createdAt).toISOString(), createdAt);
	});

	it('leaves out what is not known', () => {
		const written = toJournaledBatch(batch);

		assert.ok(!('account' in written));
		assert.deepEqual(written.files, [plain]);
	});

	it('has nothing of a task but its number and title', () => {
		const task = { ...batch.task, status: 'in_process', client: 'Acme' };

		assert.deepEqual(toJournaledBatch({ ...batch, task }).task, batch.task);
	});

	it('says of a file whether its contents go with the window', () => {
		const isUnsaved = (changes: Partial<PlannedFile>) =>
			toJournaledBatch({ ...batch, files: [{ ...plain, ...changes }] }).files[0]?.isUnsaved;

		assert.equal(isUnsaved({}), undefined);
		assert.equal(isUnsaved({ uri: 'untitled:Untitled-1' }), true);
		assert.equal(isUnsaved({ uri: 'output:tasks', unsaved: { sends: 'shown', shownSize: 1 } }), true);
		assert.equal(isUnsaved({ unsaved: { sends: 'shown' } } as Partial<PlannedFile>), true);
		assert.equal(isUnsaved({ unsaved: { sends: 'saved' } } as Partial<PlannedFile>), undefined);
	});
});
