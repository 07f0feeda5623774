import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { systemClock } from '../../../src/attach/clock.js';
import { readRetryAfter } from '../../../src/cor/answers/statuses.js';
import { startedSandbox } from '../../sandbox/kit/started-sandbox.js';
import { connect, signIn } from '../kit/connect.js';
import { readFailure } from '../kit/read-failure.js';
import { send, startedServer } from '../kit/started-server.js';

describe('reading from COR', () => {
	const sandbox = startedSandbox();
	afterEach(() => assert.deepEqual(sandbox.current.complaints, []));

	it('tells whose credential it is, and what a task is called', async () => {
		sandbox.current.set({ variants: { taskFields: 'seen' } });
		const client = signIn(sandbox.current);

		assert.deepEqual(await client.readMe(), { id: 501, name: 'Lucía Fernández', email: 'lucia@agencia.example' });
		const task = await client.readTask(4101);
		assert.deepEqual([task.id, task.project], [4101, 'Campaña de invierno']);
		assert.match(task.title, /\S/);
	});

	for (const pageCap of ['none', '50'] as const) {
		it(`lists every attachment of a task, over several pages (cap: ${pageCap})`, async () => {
			sandbox.current.set({ variants: { pageCap } });
			const names = Array.from({ length: 53 }, (_, index) => `${index}.txt`);
			await sandbox.upload(
				4101,
				names.map(name => ({ name, bytes: Buffer.from(name) })),
			);
			const found = await signIn(sandbox.current).readAttachments(4101);

			assert.deepEqual(found.map(({ name }) => name).toSorted(), names.toSorted());
			const lists = sandbox.current.requests.filter(({ method, path }) => method === 'GET' && /attach/.test(path));
			assert.equal(lists.length, 2);
		});
	}

	it('lists nothing where there is nothing', async () => {
		assert.deepEqual(await signIn(sandbox.current).readAttachments(4102), []);
	});

	it('ends when it is cancelled, with the reason given', async () => {
		sandbox.current.failNext({ path: /me$/ }, { kind: 'hang' });
		const controller = new AbortController();
		const reading = signIn(sandbox.current).readMe(controller.signal);
		await sandbox.current.seen(({ path }) => /me$/.test(path));
		const reason = new Error('changed my mind');
		controller.abort(reason);

		await assert.rejects(reading, reason);
		await sandbox.current.settled();
	});
});

describe('an answer to a question', () => {
	const server = startedServer();
	const other = startedServer();
	const failureOf = (status: number, body = '', headers: Readonly<Record<string, string>> = {}) => {
		server.answer((_, response) => send(response, status, body, headers));
		return readFailure(connect(server.apiUrl).readTask(1));
	};

	for (const [status, body, kind] of [
		[400, '', 'rejected'],
		[403, '', 'forbidden'],
		[404, '', 'task-not-found'],
		[413, '', 'too-large'],
		[417, '[{"field":"task_id","message":"no"}]', 'task-not-found'],
		[417, '', 'task-not-found'],
		[417, '[{"field":"user_id","message":"no"}]', 'rejected'],
		[422, '', 'rejected'],
		[429, '', 'rate-limited'],
		[500, 'null', 'server'],
		[502, '<h1>', 'server'],
		[503, '', 'unavailable'],
		[200, '<h1>Login</h1>', 'unreadable-answer'],
		[200, '', 'unreadable-answer'],
		[204, '', 'task-not-found'],
		[200, 'null', 'task-not-found'],
		[200, '{"data":null}', 'task-not-found'],
	] as const) {
		it(`with ${status} ${body} is ${kind}`, async () => {
			const error = await failureOf(status, body);

			assert.equal(error.kind, kind);
		});
	}

	it("carries COR's words and the time to wait", async () => {
		const { details } = await failureOf(429, '{"error":429,"message":"Espere"}', { 'retry-after': '12' });

		assert.deepEqual([details.status, details.serverMessage, details.retryAfterMs], [429, 'Espere', 12_000]);
	});

	it('says when the time to wait is over, by the clock of this machine', async () => {
		server.answer((_, response) => send(response, 503, '', { 'retry-after': '12' }));
		const clock = { ...systemClock, now: () => 1_000_000 };
		const { details } = await readFailure(connect(server.apiUrl, { clock }).readTask(1));

		assert.deepEqual([details.retryAfterMs, details.retryAt], [12_000, 1_012_000]);
	});

	for (const status of [301, 302, 303, 307, 308]) {
		it(`with ${status} is not followed, and the token stays here`, async () => {
			other.answer((_, response) => send(response, 200, '{"id":1}'));
			const error = await failureOf(status, '', { location: `${other.apiUrl}/tasks/1` });

			assert.equal(error.kind, 'redirected');
			assert.deepEqual([server.requests.length, other.requests.length], [1, 0]);
		});
	}

	it('of 8 MiB is read, and one that is a byte longer is unreadable', async () => {
		const longest = '{"id":1}'.padEnd(8 * 1024 * 1024);
		server.answer((_, response) => send(response, 200, longest));

		assert.equal((await connect(server.apiUrl).readTask(1)).id, 1);
		assert.equal((await failureOf(200, `${longest} `)).kind, 'unreadable-answer');
	});

	it('that never comes since nobody is there is no connection', async () => {
		const nobody = createServer().listen(0, '127.0.0.1');
		await once(nobody, 'listening');
		const { port } = nobody.address() as AddressInfo;
		nobody.close();
		await once(nobody, 'close');
		assert.equal((await readFailure(connect(`http://127.0.0.1:${port}/v1`).readMe())).kind, 'no-connection');
	});

	it('with pages without end is unreadable', async () => {
		server.answer((_, response) =>
			send(response, 200, `{"data":[{"id":${server.requests.length}}],"lastPage":1000000000}`),
		);

		assert.equal((await readFailure(connect(server.apiUrl).readAttachments(1))).kind, 'unreadable-answer');
		assert.equal(server.requests.length, 1_000);
	});
});

describe('the time that a server asks to wait', () => {
	const now = Date.parse('2026-01-01T00:00:00Z');

	for (const [header, ms] of [
		['0', 0],
		['120', 120_000],
		[' 5 ', 5_000],
		['Thu, 01 Jan 2026 00:00:30 GMT', 30_000],
		['Thursday, 01-Jan-26 00:00:30 GMT', 30_000],
		['Thu Jan  1 00:00:30 2026', 30_000],
		['Sunday, 06-Nov-94 08:49:37 GMT', 0],
		['Thu, 01 Jan 2026 00:00:60 GMT', 59_000],
		['Thu Jan  1 00:00:60 2026', 59_000],
		['99999999999999999999999', 366 * 24 * 3_600_000],
		['Wed, 31 Dec 2025 23:59:00 GMT', 0],
		['-5', undefined],
		['1.5', undefined],
		['soon', undefined],
		['Soon, maybe', undefined],
		['', undefined],
		[null, undefined],
	] as const) {
		it(`is ${ms === undefined ? 'not in' : `${ms} ms in`} ${JSON.stringify(header)}`, () => {
			assert.equal(readRetryAfter(header, now), ms);
		});
	}

	it('is counted from the clock of this machine', () => {
		const inTen = new Date(systemClock.now() + 10_000).toUTCString();
		const ms = readRetryAfter(inTen, systemClock.now()) ?? 0;

		assert.ok(ms > 5_000 && ms <= 10_000);
	});
});
