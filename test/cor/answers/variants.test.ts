import assert from 'node:assert/strict';
import { connect } from '../kit/connect.js';
import { readFailure } from '../kit/read-failure.js';
import { afterBody, startedServer } from '../kit/started-server.js';

// What COR may answer beside what is documented. // cor-api §10
const server = () => {
	const started = startedServer();
	return (status: number, body: unknown) => {
		started.answer(afterBody(status, body === undefined ? '' : JSON.stringify(body)));
		return connect(started.apiUrl);
	};
};

describe('a task in another form', () => {
	const client = server();
	const task = { id: 7, title: 'Logo' };

	for (const body of [task, [task], { data: task }, { data: [task] }]) {
		it(`is found in ${JSON.stringify(body)}`, async () => {
			assert.deepEqual(await client(200, body).readTask(7), task);
		});
	}

	for (const [status, body] of [
		[200, null],
		[200, { data: null }],
		[204, undefined],
	] as const) {
		it(`is not there where COR answers ${status} ${JSON.stringify(body)}`, async () => {
			const { kind, details } = await readFailure(client(status, body).readTask(7));

			assert.deepEqual([kind, details.status], ['task-not-found', status]);
		});
	}

	for (const body of [[], [task, task], { data: [] }, { data: {} }]) {
		it(`is unreadable in ${JSON.stringify(body)}`, async () => {
			assert.equal((await readFailure(client(200, body).readTask(7))).kind, 'unreadable-answer');
		});
	}
});

describe('a list in another form', () => {
	const client = server();
	const entry = { id: 7, originalname: 'a.txt', title: 'Logo' };

	it('is read where it is bare: attachments', async () => {
		const { attachments, lastPage } = await client(200, [entry]).readAttachmentPage(1, 1);

		assert.deepEqual([attachments, lastPage], [[{ id: 7, name: 'a.txt' }], 1]);
		assert.deepEqual(await client(200, [entry]).readAttachments(1), [{ id: 7, name: 'a.txt' }]);
	});

	it('is read where it is bare: tasks', async () => {
		const { tasks, lastPage } = await client(200, [entry]).readTasks({ pm: 1 }, 1);

		assert.deepEqual([tasks.map(({ task }) => task), lastPage], [[{ id: 7, title: 'Logo' }], 1]);
	});

	it('is read where the numbers of its pages are text', async () => {
		const body = { total: '3', perPage: '1', page: '1', lastPage: '3', data: [entry] };

		assert.equal((await client(200, body).readAttachmentPage(1, 1)).lastPage, 3);
		assert.equal((await client(200, body).readTasks({ pm: 1 }, 1)).lastPage, 3);
	});
});

describe('a listed attachment in another form', () => {
	const client = server();
	const listed = async (entry: object) => {
		const body = { data: [{ id: 900, originalname: 'logo.png', ...entry }], lastPage: 1 };
		const { attachments } = await client(200, body).readAttachmentPage(1, 1);
		return attachments[0];
	};
	const root = { id: 900, name: 'logo.png' };

	for (const [title, entry, expected] of [
		['has its other name where the first is empty', { originalname: '', name: 'b.png' }, { id: 900, name: 'b.png' }],
		['is hidden where available is 0', { available: 0 }, { ...root, isHidden: true }],
		['is hidden where available is "false"', { available: 'false' }, { ...root, isHidden: true }],
		['has no status and no parent where these are null', { status: null, attachment_parent_id: null }, root],
		[
			'has its newest version by number alone',
			{ currentVersion: 3, currentVersionId: 910, currentVersionData: null },
			{ ...root, currentVersionNumber: 3, currentVersionId: 910 },
		],
		[
			'says that it is the newest version itself',
			{ currentVersion: 1, currentVersionId: 900, currentVersionData: null },
			{ ...root, currentVersionNumber: 1, currentVersionId: 900 },
		],
		[
			'has no other version where that is the root itself',
			{ currentVersionId: 900, currentVersionData: { id: 900, originalname: 'logo.png' } },
			{ ...root, currentVersionId: 900 },
		],
		[
			'has a version of which little is told, called like the root',
			{ currentVersionData: { id: 910, version: 2 } },
			{ ...root, currentVersion: { id: 910, version: 2, name: 'logo.png' } },
		],
		['has no version where COR tells none by id', { currentVersionData: { version: 2 } }, root],
	] as const) {
		it(title, async () => {
			assert.deepEqual(await listed(entry), expected);
		});
	}

	for (const silent of [undefined, null, 0, '', 'x', {}]) {
		it(`says nothing of versions where the id of its newest is ${JSON.stringify(silent)}`, async () => {
			const found = await listed({ currentVersionId: silent, currentVersionData: { id: 910, originalname: 'v2.png' } });

			assert.ok(found && !('currentVersionId' in found));
			assert.equal(found.currentVersion?.id, 910);
		});
	}
});

describe('a 417', () => {
	const client = server();

	for (const [body, kind] of [
		[[{ field: 'task_id', validation: 'exists', message: 'no' }], 'task-not-found'],
		[[{ field: 'taskId', message: 'no' }], 'task-not-found'],
		[[{ field: 'task_log_id', message: 'no' }], 'task-not-found'],
		[[{ message: 'exists validation failed on task_id' }], 'task-not-found'],
		[{ errors: [{ field: 'task_id', message: 'no' }] }, 'task-not-found'],
		[
			{ status: 417, name: 'CORCustomError', code: 'AC001', message: 'exists validation failed on taskId' },
			'task-not-found',
		],
		[{ message: 'The task does not exist' }, 'task-not-found'],
		[{ message: 'La tarea no existe' }, 'task-not-found'],
		[[], 'task-not-found'],
		[null, 'task-not-found'],
		[undefined, 'task-not-found'],
		[[{ field: 'attachment_parent_id', message: 'no' }], 'parent-missing'],
		[[{ message: 'exists validation failed on attachment_parent_id' }], 'parent-missing'],
		[
			{ name: 'CORCustomError', code: 'AC001', message: 'exists validation failed on attachmentParentId' },
			'parent-missing',
		],
		[{ name: 'CORCustomError', code: 'AC001', message: 'in validation failed on created_from' }, 'rejected'],
		[{ message: 'created_from must be task_panel, rework or feedback' }, 'rejected'],
		[[{ field: 'created_from', message: 'no such task_panel' }], 'rejected'],
		[[{ field: 'user_id', message: 'may not attach to this task' }], 'rejected'],
		[[{ field: 'task_log_reworks_id', message: 'no' }], 'rejected'],
	] as const) {
		it(`is ${kind} where it is ${JSON.stringify(body)}`, async () => {
			assert.equal((await readFailure(client(417, body).readTask(7))).kind, kind);
		});
	}
});
