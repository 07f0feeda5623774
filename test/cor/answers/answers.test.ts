import assert from 'node:assert/strict';
import { readMessage, readTask, readToken, readUser } from '../../../src/cor/answers/answers.js';
import type { AnswerValue } from '../../../src/cor/http/answer-value.js';
import { startedSandbox } from '../../sandbox/kit/started-sandbox.js';
import { viewer } from '../../sandbox/seed.js';
import { answerOf } from '../kit/answer-of.js';
import { connect, inShort, signIn, wordsOf } from '../kit/connect.js';
import { Handles } from '../kit/parts.js';
import { readFailure } from '../kit/read-failure.js';
import { afterBody, startedServer, storedAnswer } from '../kit/started-server.js';

const signal = new AbortController().signal;
const handles = new Handles();
const three = () => ['a.txt', 'b.exe', 'c.txt'].map(name => handles.part(name, name));

describe('what COR says of an upload', () => {
	const sandbox = startedSandbox();
	const upload = () => signIn(sandbox.current).upload(4101, three(), { signal });

	for (const kind of ['html', 'empty', 'truncated-json', 'no-files'] as const) {
		it(`leaves the file unknown when it is a 200 with ${kind}, though COR stored it`, async () => {
			sandbox.current.failNext({ method: 'POST', path: /attachments$/ }, { kind });
			const [end] = await signIn(sandbox.current).upload(4101, [handles.part('a.txt', 'a')], { signal });

			assert.equal(inShort(end), 'unknown unreadable-answer');
			assert.equal(sandbox.current.attachments(4101).length, 1);
		});
	}

	it('is believed for each file: some stored, some refused, in one 200', async () => {
		sandbox.current.set({ limits: { refusedExtensions: ['exe'] } });
		const ends = await upload();

		assert.deepEqual(ends.map(inShort), ['attached', 'failed rejected', 'attached']);
		assert.equal(wordsOf(ends[1]), 'Invalid extension exe');
		assert.deepEqual(
			ends.map(end => end.status === 'attached' && end.attachment.name),
			['a.txt', false, 'c.txt'],
		);
	});

	for (const singleRefusal of ['400', '200'] as const) {
		it(`fails each file in COR's own words when none was stored, said with ${singleRefusal}`, async () => {
			sandbox.current.set({ limits: { maxFileBytes: 3 }, variants: { singleRefusal } });
			const ends = await upload();

			assert.deepEqual(ends.map(inShort), Array(3).fill('failed rejected'));
			assert.deepEqual(ends.map(wordsOf), Array(3).fill('File size exceeds the limit of 3 bytes'));
		});
	}

	for (const missingTask of ['417', '404'] as const) {
		it(`fails every file where the task is not there, said with ${missingTask}`, async () => {
			sandbox.current.set({ variants: { missingTask } });
			const ends = await signIn(sandbox.current).upload(9999, three(), { signal });

			assert.deepEqual(ends.map(inShort), Array(3).fill('failed task-not-found'));
		});

		it(`says that a task is not there, with ${missingTask}`, async () => {
			sandbox.current.set({ variants: { missingTask } });

			assert.equal((await readFailure(signIn(sandbox.current).readTask(9999))).kind, 'task-not-found');
		});
	}

	it('fails a file whose new version has no such parent: the task is there', async () => {
		const [end] = await signIn(sandbox.current).upload(4101, [handles.part('a.txt', 'a')], {
			signal,
			fields: { parentId: 123_456 },
		});

		assert.equal(inShort(end), 'failed parent-missing');
		assert.match(wordsOf(end) ?? '', /attachment_parent_id/);
	});

	for (const forbiddenBody of ['documented', 'adonis', 'html', 'empty'] as const) {
		it(`is a refusal of the person where it is a 403 with a body that is ${forbiddenBody}`, async () => {
			sandbox.current.set({ variants: { forbiddenBody } });
			const token = sandbox.current.issueToken(viewer).access_token;
			const credentials = { bearer: async () => token, renew: async () => token };
			const [end] = await connect(sandbox.current.apiUrl, { credentials }).upload(4101, three(), { signal });

			assert.equal(inShort(end), 'failed forbidden');
		});
	}

	it('is read when numbers come as text', async () => {
		sandbox.current.set({ variants: { numbers: 'strings' } });
		const [end] = await upload();

		assert.ok(end?.status === 'attached');
		assert.deepEqual([typeof end.attachment.id, end.attachment.size], ['number', 5]);
	});

	for (const fileNameForm of ['NFC', 'NFD'] as const) {
		it(`is matched to its files though names come back in ${fileNameForm}`, async () => {
			sandbox.current.set({ variants: { fileNameForm } });
			const files = ['caf\u00e9 1.txt', 'cafe\u0301 2.txt'].map(name => handles.part(name, name));
			const ends = await signIn(sandbox.current).upload(4101, files, { signal });

			assert.deepEqual(
				ends.map(end => end.status === 'attached' && end.attachment.name),
				files.map(({ name }) => name.normalize(fileNameForm)),
			);
		});
	}
});

describe('an answer that COR never gave before', () => {
	const server = startedServer();
	const uploadThree = async (status: number, body: unknown) => {
		server.answer(afterBody(status, typeof body === 'string' ? body : JSON.stringify(body)));
		return connect(server.apiUrl).upload(1, three(), { signal });
	};

	for (const body of [
		null,
		[],
		'null',
		'"ok"',
		'{"files":null}',
		'{"files":{}}',
		'{"files":[null,{"name":"a.txt"}]}',
	]) {
		it(`is no success: 200 ${JSON.stringify(body)}`, async () => {
			assert.deepEqual((await uploadThree(200, body)).map(inShort), Array(3).fill('unknown unreadable-answer'));
		});
	}

	it('attaches only the files that it names', async () => {
		const ends = await uploadThree(200, storedAnswer({ name: 'c.txt', size: 5 }));

		assert.deepEqual(ends.map(inShort), ['unknown not-in-answer', 'unknown not-in-answer', 'attached']);
	});

	it('attaches none by its place where COR gave names of its own', async () => {
		const ends = await uploadThree(200, storedAnswer(...['1', '2', '3'].map(name => ({ name, size: 5 }))));

		assert.deepEqual(ends.map(inShort), Array(3).fill('unknown not-in-answer'));
	});

	for (const [title, body, expected] of [
		[
			'by its name and size',
			{ files: [{ id: 900, originalname: 'a.txt', size: 5 }] },
			['unknown rejected', 'failed rejected', 'failed rejected'],
		],
		[
			'by its name alone',
			{ files: [{ id: 900, originalname: 'a.txt' }] },
			['unknown rejected', 'failed rejected', 'failed rejected'],
		],
		[
			'by its name, with another size',
			{ files: [{ id: 900, originalname: 'a.txt', size: 4 }] },
			['unknown rejected', 'failed rejected', 'failed rejected'],
		],
		[
			'beside a refusal of another',
			{ files: [{ id: 900, originalname: 'a.txt', size: 5 }], errors: [{ filename: 'b.exe', message: 'no' }] },
			['unknown rejected', 'failed rejected', 'failed rejected'],
		],
		[
			'by a new name and a size that each has',
			{ files: [{ id: 900, originalname: 'x.txt', size: 5 }] },
			Array(3).fill('unknown rejected'),
		],
		['by an id alone', { files: [{ id: 900 }] }, Array(3).fill('unknown rejected')],
		[
			'by a new name and a size that none has',
			{ files: [{ id: 900, originalname: 'x.txt', size: 7 }] },
			Array(3).fill('failed rejected'),
		],
		['without an id', { files: [{ originalname: 'a.txt', size: 5 }] }, Array(3).fill('failed rejected')],
		[
			'and as refused, which decides as in a 200',
			{ files: [{ id: 900, originalname: 'a.txt', size: 5 }], errors: [{ filename: 'a.txt', message: 'no' }] },
			Array(3).fill('failed rejected'),
		],
	] satisfies [string, object, string[]][]) {
		it(`leaves in doubt what it names as stored though it is a 422: ${title}`, async () => {
			assert.deepEqual((await uploadThree(422, body)).map(inShort), expected);
		});
	}

	it('leaves a single file in doubt that a 422 names as stored, whatever else it says without a name', async () => {
		const body = { files: [{ id: 900, originalname: 'a.txt', size: 5 }], errors: [{ message: 'virus scan pending' }] };
		server.answer(afterBody(422, JSON.stringify(body)));
		const ends = await connect(server.apiUrl).upload(1, three().slice(0, 1), { signal });

		assert.deepEqual(ends.map(inShort), ['unknown rejected']);
	});

	it('leaves files unknown when it is longer than 8 MiB', async () => {
		const ends = await uploadThree(200, `{"files":[],"x":"${'x'.repeat(8 * 1024 * 1024)}"}`);

		assert.deepEqual(ends.map(inShort), Array(3).fill('unknown unreadable-answer'));
		assert.match((ends[0]?.status === 'unknown' && ends[0].error.message) || '', /longer than 8388608 bytes/);
	});

	it('leaves files unknown when the connection breaks in the middle of it', async () => {
		server.answer((request, response) => {
			request.resume().once('end', () => {
				response.writeHead(200, { 'content-length': '1000' }).write('{"files":[', () => request.socket.destroy());
			});
		});

		const ends = await connect(server.apiUrl).upload(1, three(), { signal });
		assert.deepEqual(ends.map(inShort), Array(3).fill('unknown network'));
	});
});

describe("COR's words", () => {
	for (const [title, body, message] of [
		[
			'of an upload',
			'{"status":"ERROR","code":"FS001","message":"none","errors":[{"filename":"a","message":"too big"}]}',
			'too big',
		],
		['of an upload without single files', '{"status":"ERROR","code":"FS001","message":"none"}', 'none'],
		['of a custom error', '{"status":417,"name":"CORCustomError","code":"X","message":"not yours"}', 'not yours'],
		['of a validation', '[{"field":"a","validation":"b","message":"one"},{"field":"c","message":"two"}]', 'one; two'],
		['of the schema', '{"error":401,"message":"Unauthorized"}', 'Unauthorized'],
		['of the framework', '{"error":{"name":"E","code":"E_X","message":"E_X: no"}}', 'E_X: no'],
		['in null', 'null', undefined],
		['in nothing', '', undefined],
		['in a page', '<html><h1>502</h1></html>', undefined],
		['in plain text', 'Service Unavailable', undefined],
		['in half of the JSON', '{"message":"no', undefined],
		['in a number', '{"message":42}', undefined],
	] as const) {
		it(`are found ${title}`, () => {
			assert.equal(readMessage(answerOf(body)), message);
		});
	}

	it('are cut at 500 characters', () => {
		assert.equal(readMessage(answerOf(JSON.stringify({ message: 'x'.repeat(10_000) })))?.length, 500);
	});
});

describe('single answers', () => {
	it('name a person by what there is: names, address, number', () => {
		assert.deepEqual(readUser(answerOf('{"id":"7","first_name":"Ana","last_name":"Paz","email":"a@b.c"}')), {
			id: 7,
			name: 'Ana Paz',
			email: 'a@b.c',
		});
		assert.equal(readUser(answerOf('{"id":7,"email":"a@b.c"}')).name, 'a@b.c');
		assert.equal(readUser(answerOf('{"id":7,"first_name":null}')).name, '7');
	});

	it('tell of a task what is documented, and more where it comes', () => {
		assert.deepEqual(readTask(answerOf('{"id":7,"title":"Diseño"}')), { id: 7, title: 'Diseño' });
		assert.deepEqual(
			readTask(
				answerOf(
					'{"id":7,"title":"D","status":"x","deadline":"2026-01-01 00:00:00","project":{"name":"P","client":{"name":"C"}}}',
				),
			),
			{ id: 7, title: 'D', status: 'x', deadline: '2026-01-01 00:00:00', project: 'P', client: 'C' },
		);
	});

	it('give a token, flat or nested, with its life in either spelling', () => {
		assert.deepEqual(readToken(answerOf('{"access_token":"a","expires_in":"60","refresh_token":"r"}'), 0), {
			accessToken: 'a',
			refreshToken: 'r',
			lifeMs: 60_000,
		});
		assert.deepEqual(
			readToken(answerOf('{"token":{"access_token":"a","refreshToken":"r","expirationTime":"5000"}}'), 1_000),
			{
				accessToken: 'a',
				refreshToken: 'r',
				lifeMs: 4_000,
			},
		);
		assert.deepEqual(readToken(answerOf('{"access_token":"a"}'), 0), { accessToken: 'a', lifeMs: 3_600_000 });
	});

	for (const read of [readUser, readTask, (answer: AnswerValue) => readToken(answer, 0)]) {
		it('are unreadable without the fields that are needed', () => {
			for (const text of ['', '{}', '[]', '<html>', '{"id":-1}', '{"id":"x"}', '{"access_token":""}']) {
				assert.throws(() => read(answerOf(text)), { name: 'CorError', kind: 'unreadable-answer' }, text);
			}
		});
	}
});
