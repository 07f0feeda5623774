import assert from 'node:assert/strict';
import { connect, inShort, wordsOf } from '../kit/connect.js';
import { Handles } from '../kit/parts.js';
import { readFailure } from '../kit/read-failure.js';
import { afterBody, startedServer } from '../kit/started-server.js';

const signal = new AbortController().signal;
const handles = new Handles();

/** What COR's document says that an uploaded file is told as. // cor-api §3.1 */
const uploaded = (originalname: string, size: number, id = 900) => ({
	id,
	url: `https://files.example/${id}`,
	name: originalname,
	created_at: '2026-01-05T12:00:00.000Z',
	updated_at: '2026-01-05T12:00:00.000Z',
	source: 'S3',
	size,
	filename: `tasks/1/${id}`,
	available: true,
	item_id: 1,
	originalname,
	attachment_parent_id: null,
	file_type: 'txt',
	discussions_id: null,
	user_id: 501,
	parent_id: 1,
	type: 'tasks',
	version: 1,
	status: null,
	token: 'token-of-the-file',
	company_id: 1,
	task_log_reworks_id: null,
	task_log_id: 1,
	media_type: 'text',
	graphics_count: null,
	created_from: 'task_panel',
});
const noneStored = (filename: string, message: string) => ({
	status: 'ERROR',
	code: 'FS001',
	message: 'Unable to upload any file',
	errors: [{ filename, message }],
});
const noSuchTask = [{ field: 'task_id', validation: 'exists', message: 'exists validation failed on task_id' }];
const tooBig = 'File size should be less than 20MB';

describe('each documented answer to an upload of a.txt', () => {
	const server = startedServer();
	const upload = async (status: number, body: unknown) => {
		server.answer(afterBody(status, JSON.stringify(body)));
		const [end] = await connect(server.apiUrl).upload(1, [handles.part('a.txt', 'hola')], { signal });
		return end;
	};

	it('is what was stored, with when: 200 with the file', async () => {
		const end = await upload(200, { files: [uploaded('a.txt', 4)], files_q: 7 });

		assert.deepEqual(end, {
			status: 'attached',
			isOwn: true,
			attachment: {
				id: 900,
				name: 'a.txt',
				size: 4,
				url: 'https://files.example/900',
				version: 1,
				userId: 501,
				createdAt: '2026-01-05T12:00:00.000Z',
				type: 'txt',
				source: 'S3',
			},
		});
	});

	for (const [title, status, body, expected, words] of [
		[
			'200 with the file in errors',
			200,
			{ files: [], files_q: 7, errors: [{ filename: 'a.txt', message: tooBig }] },
			'failed rejected',
			tooBig,
		],
		[
			'400 FS001',
			400,
			noneStored('a.txt', 'Invalid file extension exe'),
			'failed rejected',
			'Invalid file extension exe',
		],
		['400 FS001 that names a file as it is stored', 400, noneStored('tasks/1/x', tooBig), 'failed rejected', tooBig],
		[
			'417 of a task that is not there',
			417,
			noSuchTask,
			'failed task-not-found',
			'exists validation failed on task_id',
		],
		['401', 401, { error: 401, message: 'Unauthorized' }, 'unknown unauthorized', 'Unauthorized'],
		['500 null', 500, null, 'unknown server', undefined],
	] as const) {
		it(`is ${expected}: ${title}`, async () => {
			const end = await upload(status, body);

			assert.deepEqual([inShort(end), wordsOf(end)], [expected, words]);
		});
	}

	for (const [title, body, expected] of [
		['half its size', { files: [uploaded('a.txt', 2)] }, 'unknown not-in-answer'],
		['another attachment', { files: [uploaded('logo.png', 9)] }, 'unknown not-in-answer'],
		[
			'another attachment, and the file refused',
			{ files: [uploaded('logo.png', 9)], errors: [{ filename: 'a.txt', message: tooBig }] },
			'failed rejected',
		],
		[
			'the file stored, and refused',
			{ files: [uploaded('a.txt', 4)], errors: [{ filename: 'a.txt' }] },
			'failed rejected',
		],
		['the file behind another attachment', { files: [uploaded('logo.png', 9, 899), uploaded('a.txt', 4)] }, 'attached'],
		['the file under a new name', { files: [uploaded('a (1).txt', 4)] }, 'attached'],
		['the file twice', { files: [uploaded('a.txt', 4), uploaded('a.txt', 4, 901)] }, 'unknown not-in-answer'],
		[
			'a hundred others with it',
			{ files: [uploaded('a.txt', 4), ...Array(100).fill(uploaded('b.txt', 9, 1))] },
			'unknown unreadable-answer',
		],
		['nothing', { files: [] }, 'unknown unreadable-answer'],
	] as const) {
		it(`is ${expected} where it tells of ${title}`, async () => {
			assert.equal(inShort(await upload(200, body)), expected);
		});
	}

	it('is what was stored: an empty file', async () => {
		server.answer(afterBody(200, JSON.stringify({ files: [uploaded('a.txt', 0)] })));
		const [end] = await connect(server.apiUrl).upload(1, [handles.part('a.txt', '')], { signal });

		assert.equal(inShort(end), 'attached');
	});
});

describe('an answer to an upload whose last byte has left', () => {
	const server = startedServer();
	const upload = async (status: number) => {
		server.answer(afterBody(status, '{"message":"no"}', { 'retry-after': '7' }));
		const [end] = await connect(server.apiUrl).upload(1, [handles.part('a.txt', 'hola')], { signal });
		return end;
	};

	for (const status of [400, 403, 404, 405, 410, 411, 413, 414, 415, 417, 422, 431, 451]) {
		it(`is a refusal of the content, and the file surely not stored: ${status}`, async () => {
			assert.equal((await upload(status))?.status, 'failed');
		});
	}

	const doubts = {
		server: [402, 406, 409, 412, 418, 421, 423, 425, 426, 428, 499, 500, 501, 502, 504, 507, 511, 520, 524],
		unauthorized: [401],
		'answer-timeout': [408],
		'rate-limited': [429],
		unavailable: [503],
	};
	for (const [kind, statuses] of Object.entries(doubts)) {
		for (const status of statuses) {
			it(`is a doubt, since a gateway may say so after the file was stored: ${status}`, async () => {
				const end = await upload(status);

				assert.equal(inShort(end), `unknown ${kind}`);
				assert.ok(end && 'error' in end);
				assert.deepEqual([end.error.details.status, end.error.details.retryAfterMs], [status, 7_000]);
				assert.equal(server.requests.length, 1);
			});
		}
	}
});

describe('the same answers to an upload of which nothing had left wholly', () => {
	const server = startedServer();

	for (const [status, expected] of [
		[401, 'failed unauthorized'],
		[408, 'failed answer-timeout'],
		[409, 'failed server'],
		[429, 'failed rate-limited'],
		[500, 'failed server'],
		[503, 'failed unavailable'],
		[504, 'failed server'],
	] as const) {
		it(`say that it surely is not stored: ${status}`, async () => {
			server.answer((request, response) => {
				response.writeHead(status, { connection: 'close' }).end();
				request.resume();
			});
			const [end] = await connect(server.apiUrl).upload(1, [handles.large('a.bin')], { signal });

			assert.equal(inShort(end), expected);
		});
	}
});

describe('each documented answer about a version', () => {
	const server = startedServer();

	for (const [title, status, body, parentId, expected] of [
		[
			'404 FS003: its parent is gone',
			404,
			{ status: 'ERROR', code: 'FS003', message: 'Undefined attachment' },
			7,
			'failed parent-missing',
		],
		[
			'404 FS003 where there was to be none',
			404,
			{ status: 'ERROR', code: 'FS003', message: 'Undefined attachment' },
			undefined,
			'failed task-not-found',
		],
		['404 of something else', 404, { error: { code: 'E_ROUTE_NOT_FOUND', message: 'no' } }, 7, 'failed task-not-found'],
		['404 without a body', 404, undefined, 7, 'failed task-not-found'],
		[
			'417 of its parent by field',
			417,
			[{ field: 'attachment_parent_id', validation: 'exists', message: 'no' }],
			7,
			'failed parent-missing',
		],
		[
			'417 of the task and its parent',
			417,
			[{ field: 'attachment_parent_id', message: 'no' }, ...noSuchTask],
			7,
			'failed task-not-found',
		],
	] as const) {
		it(`is ${expected}: ${title}`, async () => {
			server.answer(afterBody(status, JSON.stringify(body) ?? ''));
			const [end] = await connect(server.apiUrl).upload(1, [handles.part('a.txt', 'hola')], {
				signal,
				fields: parentId === undefined ? {} : { parentId },
			});

			assert.equal(inShort(end), expected);
		});
	}
});

describe('each documented answer to a deletion', () => {
	const server = startedServer();
	const asked = (status: number, body: unknown) => {
		server.answer(afterBody(status, body === undefined ? '' : JSON.stringify(body)));
		return connect(server.apiUrl).deleteAttachment(1, 900);
	};

	for (const [title, status, body, expected] of [
		['200 that says so', 200, { deleted: true, elements: [uploaded('next.txt', 1, 850)] }, 'deleted'],
		['204', 204, undefined, 'deleted'],
		[
			'404 FS003: nobody has it any more',
			404,
			{ status: 'ERROR', code: 'FS003', message: 'Undefined attachment' },
			'gone',
		],
	] as const) {
		it(`is ${expected}: ${title}`, async () => {
			assert.equal(await asked(status, body), expected);
		});
	}

	for (const [title, status, body, expected] of [
		['200 that says that nothing was deleted', 200, { deleted: false, elements: [] }, 'rejected'],
		[
			'417 of the task',
			417,
			{ status: 417, name: 'CORCustomError', code: 'AC001', message: 'exists validation failed on taskId' },
			'task-not-found',
		],
		['404 without a body', 404, undefined, 'task-not-found'],
		['403', 403, { message: 'no' }, 'forbidden'],
		['500', 500, null, 'server'],
	] as const) {
		it(`fails as ${expected}: ${title}`, async () => {
			assert.equal((await readFailure(asked(status, body))).kind, expected);
		});
	}
});
