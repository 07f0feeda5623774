import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { promisify } from 'node:util';
import type { PostedMessage } from '../../src/attach/task-message/deliver-message.js';
import { startedSandbox } from '../sandbox/kit/started-sandbox.js';
import { connect, signIn } from './kit/connect.js';
import { Handles } from './kit/parts.js';
import { afterBody, send, startedServer } from './kit/started-server.js';

const { signal } = new AbortController();

function inShort(end: PostedMessage): string {
	return 'error' in end ? `${end.status} ${end.error.kind}` : end.status;
}

describe('a message that is sent', () => {
	const server = startedServer();
	const post = (options: Parameters<typeof connect>[1] = {}) =>
		connect(server.apiUrl, options).postMessage(1, { text: 'hola', references: [{ id: 7, name: 'a.txt' }] }, signal);

	it('is one request with its text and what it refers to, its length known', async () => {
		let body = '';
		server.answer((request, response) => {
			request.setEncoding('utf8').on('data', (part: string) => {
				body += part;
			});
			request.once('end', () => send(response, 200, ''));
		});
		assert.deepEqual(await post(), { status: 'sent' });

		const [request, ...others] = server.requests;
		assert.deepEqual([others, request?.method, request?.url], [[], 'POST', '/v1/tasks/1/messages']);
		assert.deepEqual(JSON.parse(body), { message: 'hola', attachments: [{ id: 7, name: 'a.txt' }] });
		const { accept, 'content-type': type, 'content-length': length } = request?.headers ?? {};
		assert.deepEqual([accept, type, Number(length)], ['application/json', 'application/json', Buffer.byteLength(body)]);
	});

	const answers: readonly (readonly [status: number, end: string])[] = [
		[201, 'sent'],
		[204, 'sent'],
		[400, 'failed rejected'],
		[403, 'failed forbidden'],
		[404, 'failed task-not-found'],
		[413, 'failed too-large'],
		[417, 'failed task-not-found'],
		[401, 'unknown unauthorized'],
		[409, 'unknown server'],
		[429, 'unknown rate-limited'],
		[500, 'unknown server'],
		[503, 'unknown unavailable'],
		[504, 'unknown server'],
	];
	for (const [status, end] of answers) {
		it(`is ${end} after HTTP ${status}, and sent no second time`, async () => {
			server.answer(afterBody(status, ''));
			assert.equal(inShort(await post()), end);
			assert.equal(server.requests.length, 1);
		});
	}

	for (const [body, end] of [
		['', 'sent'],
		['null', 'sent'],
		['{"id":7,"status":"ok","error":null}', 'sent'],
		['{"status":"ERROR","code":"MS001","message":"Unable to post"}', 'unknown unreadable-answer'],
		['{"error":401,"message":"Unauthorized"}', 'unknown unreadable-answer'],
		['{"error":{"code":"E_INVALID_JWT_TOKEN"}}', 'unknown unreadable-answer'],
		['<h1>Sign in to the network</h1>', 'unknown unreadable-answer'],
	] as const) {
		it(`is ${end} after HTTP 200 with ${JSON.stringify(body)}`, async () => {
			server.answer(afterBody(200, body));
			assert.equal(inShort(await post()), end);
		});
	}

	it('may have arrived where the connection breaks after its last byte', async () => {
		server.answer(request => request.resume().once('end', () => request.socket.destroy()));
		assert.equal(inShort(await post()), 'unknown network');
	});

	it('surely has not where there is no connection', async () => {
		const nobody = createServer().listen(0, '127.0.0.1');
		await once(nobody, 'listening');
		const { port } = nobody.address() as AddressInfo;
		await promisify(nobody.close.bind(nobody))();
		const message = { text: 'hola', references: [] };
		const end = await connect(`http://127.0.0.1:${port}/v1`).postMessage(1, message, signal);
		assert.equal(inShort(end), 'failed no-connection');
	});

	it('surely has not where the credential can not be had', async () => {
		const credentials = {
			bearer: () => Promise.reject(new Error('nothing there')),
			renew: async () => '',
		};
		assert.equal(inShort(await post({ credentials })), 'failed unexpected');
		assert.equal(server.requests.length, 0);
	});

	it('is cancelled where it is given up before it left', async () => {
		const given = AbortSignal.abort();
		const end = await connect(server.apiUrl).postMessage(1, { text: 'hola', references: [] }, given);
		assert.equal(inShort(end), 'cancelled');
		assert.equal(server.requests.length, 0);
	});
});

describe('what messages refer to', () => {
	const sandbox = startedSandbox();
	const server = startedServer();

	for (const variants of [{}, { messageList: 'wrapped' }, { numbers: 'strings' }] as const) {
		it(`is read by the ids of attachments: ${JSON.stringify(variants)}`, async () => {
			sandbox.current.set({ variants });
			const client = signIn(sandbox.current);
			const [end] = await client.upload(4101, [new Handles().part('a.txt', 'a')], { signal });
			assert.equal(end?.status, 'attached');
			const { id = 0, ...told } = end?.status === 'attached' ? end.attachment : {};
			const { name = '', url, type, source } = told as Readonly<Record<string, string>>;
			const reference = { id, name, url: url ?? '', type: type ?? '', source: source ?? '' };
			assert.equal((await client.postMessage(4101, { text: 'hola', references: [reference] }, signal)).status, 'sent');
			assert.equal((await client.postMessage(4101, { text: 'y más', references: [] }, signal)).status, 'sent');

			assert.deepEqual(await client.readReferences(4101), { messages: [[id], []], isWhole: true });
			assert.deepEqual(sandbox.current.complaints, []);
		});
	}

	for (const messageReferences of ['untold', 'missing'] as const) {
		it(`is nothing where COR does not tell it (${messageReferences})`, async () => {
			sandbox.current.set({ variants: { messageReferences } });
			const client = signIn(sandbox.current);
			await client.postMessage(4101, { text: 'hola', references: [] }, signal);
			assert.deepEqual(await client.readReferences(4101), { messages: [[]], isWhole: true });
		});
	}

	const whole = { messages: [[7], []], isWhole: true };
	const part = { ...whole, isWhole: false };
	const ofSeven = '{"attachments":[{"id":"7"}]},{"attachments":[]}';
	for (const [what, body, read] of [
		['a list', `[${ofSeven}]`, whole],
		['one page that says so', `{"total":"2","page":1,"lastPage":"1","data":[${ofSeven}]}`, whole],
		['the first page of more', `{"lastPage":"2","data":[${ofSeven}]}`, part],
		['a page of a longer list', `{"total":"3","data":[${ofSeven}]}`, part],
		['with an id that is none', '[{"attachments":[{"id":7},{"id":"x"}]},{"attachments":[8]}]', part],
		['without them', '[{"attachments":null},{},null,"x"]', { messages: [[], [], [], []], isWhole: true }],
	] as const) {
		it(`is whole or not in ${what}`, async () => {
			server.answer((_, response) => send(response, 200, body));
			assert.deepEqual(await connect(server.apiUrl).readReferences(1), read);
		});
	}

	for (const body of ['null', '', '{}', '{"data":null}', '{"data":{}}', '7', '"[]"', '<h1>Sign in</h1>', '[{"id":1}']) {
		it(`can't be told from ${JSON.stringify(body)}`, async () => {
			server.answer((_, response) => send(response, 200, body));
			await assert.rejects(connect(server.apiUrl).readReferences(1), { kind: 'unreadable-answer' });
		});
	}

	it('is read of 5,000 messages', async () => {
		const messages = Array.from({ length: 5_000 }, (_, at) => ({ id: at, attachments: [{ id: 5_000 - at }] }));
		server.answer((_, response) => send(response, 200, JSON.stringify(messages)));
		const { messages: read, isWhole } = await connect(server.apiUrl).readReferences(1);
		assert.deepEqual([read.length, read[0], read.at(-1), isWhole], [5_000, [5_000], [1], true]);
	});
});
