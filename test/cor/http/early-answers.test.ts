import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import { Agent, fetch } from 'undici';
import type { CorClient } from '../../../src/cor/client.js';
import type { FilePart } from '../../../src/cor/http/multipart.js';
import type { Transport } from '../../../src/cor/http/transport.js';
import { startedSandbox } from '../../sandbox/kit/started-sandbox.js';
import { connect, inShort, signIn, wordsOf } from '../kit/connect.js';
import { Handles } from '../kit/parts.js';
import { readFailure } from '../kit/read-failure.js';
import { socketServer } from '../kit/socket-server.js';
import { storedAnswer } from '../kit/started-server.js';

const signal = new AbortController().signal;

describe('an answer that comes while the body is still leaving', () => {
	const sandbox = startedSandbox();
	let handles: Handles;
	beforeEach(() => {
		handles = new Handles();
	});
	afterEach(() => assert.equal(handles.open, 0));

	const body = { message: 'Request Entity Too Large' };
	const uploadLarge = (client: CorClient) => client.upload(4101, [handles.large('a.bin')], { signal });
	const refused = async (status: number, headers = {}) => {
		sandbox.current.failNext(
			{ method: 'POST', path: /attachments$/, times: 2 },
			{ kind: 'status', status, headers, body },
		);
		const [end] = await uploadLarge(signIn(sandbox.current));
		return end;
	};

	it('is reported: 413', async () => {
		const end = await refused(413);

		assert.deepEqual([inShort(end), wordsOf(end)], ['failed too-large', 'Request Entity Too Large']);
		assert.ok((sandbox.current.requests.at(-1)?.bytesReceived ?? 0) < 64 * 1024 * 1024);
	});

	it('is reported: 413 as a page of a proxy', async () => {
		sandbox.current.set({ limits: { maxBodyBytes: 1_000_000 }, variants: { tooLargeBody: 'html' } });
		const [end] = await uploadLarge(signIn(sandbox.current));

		assert.deepEqual([inShort(end), wordsOf(end)], ['failed too-large', undefined]);
	});

	it('is reported: 401, after the token was renewed once', async () => {
		const end = await refused(401);

		assert.equal(inShort(end), 'failed unauthorized');
		const paths = sandbox.current.requests.map(({ path }) => path.replace(/^(\/v1)?\//, ''));
		assert.deepEqual(paths, ['oauth/token', 'tasks/4101/attachments', 'oauth/token', 'tasks/4101/attachments']);
	});

	it('is reported: 429 with the time to wait', async () => {
		const end = await refused(429, { 'retry-after': '7' });

		assert.ok(end?.status === 'failed');
		assert.deepEqual([end.error.kind, end.error.details.retryAfterMs], ['rate-limited', 7_000]);
	});

	it('is reported for each of several files, those that left and those that did not', async () => {
		sandbox.current.failNext({ method: 'POST', path: /attachments$/ }, { kind: 'status', status: 413 });
		const files = [handles.part('small.txt', 'a'), handles.large('large.bin'), handles.part('never.txt', 'a')];
		const ends = await signIn(sandbox.current).upload(4101, files, { signal });

		assert.deepEqual(ends.map(inShort), Array(3).fill('failed too-large'));
		assert.equal(handles.opened, 2);
	});

	it('is no success when it is a 200', async () => {
		sandbox.current.failNext(
			{ method: 'POST', path: /attachments$/ },
			{ kind: 'status', status: 200, body: { files: [{ id: 1, originalname: 'a.bin', size: 64 * 1024 * 1024 }] } },
		);
		const [end] = await uploadLarge(signIn(sandbox.current));

		assert.equal(inShort(end), 'unknown not-in-answer');
	});
});

describe('a server of its own kind', () => {
	let handles: Handles;
	let serve: (socket: Socket) => void;
	// Like a proxy, it answers and goes on with the socket as it likes; a half that is closed does not close the other.
	const server = socketServer(socket => serve(socket), { allowHalfOpen: true });

	beforeEach(() => {
		handles = new Handles();
	});

	const answer =
		'HTTP/1.1 413 Payload Too Large\r\nContent-Type: text/html\r\nContent-Length: 7\r\nConnection: close\r\n\r\n<h1>413';
	const upload = (megabytes: number) =>
		connect(server.apiUrl).upload(1, [handles.large('a.bin', megabytes)], { signal });

	for (const megabytes of [1, 64]) {
		it(`answers after the first bytes and keeps reading: its answer is reported, of ${megabytes} MiB`, async () => {
			serve = socket => {
				socket.once('data', () => socket.resume().write(answer));
			};
			const [end] = await upload(megabytes);

			assert.equal(inShort(end), 'failed too-large');
			assert.equal(handles.open, 0);
		});

		it(`answers after the first bytes, closes its half and keeps reading: its answer is reported, of ${megabytes} MiB`, async () => {
			serve = socket => {
				socket.once('data', () => socket.resume().end(answer));
			};
			const [end] = await upload(megabytes);

			assert.equal(inShort(end), 'failed too-large');
			assert.equal(handles.open, 0);
		});
	}

	it('answers after the first bytes and reads no more: its answer is reported', async () => {
		serve = socket => {
			socket.once('data', () => socket.pause().write(answer));
		};
		const [end] = await upload(64);

		assert.equal(inShort(end), 'failed too-large');
		assert.equal(handles.open, 0);
	});

	it('answers after the first bytes, reads no more and closes: its answer is reported', async () => {
		serve = socket => {
			socket.once('data', () => {
				socket.pause();
				socket.end(answer, () => socket.destroy());
			});
		};
		const [end] = await upload(64);

		assert.equal(inShort(end), 'failed too-large');
		assert.equal(handles.open, 0);
	});

	const stored = (name: string, size: number) => {
		const json = storedAnswer({ name, size });
		return `HTTP/1.1 200 OK\r\nContent-Length: ${json.length}\r\n\r\n${json}`;
	};

	it('says 100 Continue unasked, which no fetch takes: a file that had left may be there, and is a doubt', async () => {
		serve = socket => {
			socket.once('data', () => socket.write(`HTTP/1.1 100 Continue\r\n\r\n${stored('a.txt', 4)}`));
		};
		const [end] = await connect(server.apiUrl).upload(1, [handles.part('a.txt', 'hola')], { signal });

		assert.equal(inShort(end), 'unknown network');
		assert.equal(handles.open, 0);
	});

	it('says 100 Continue unasked before a file had left: it surely is not stored, and may be sent again', async () => {
		serve = socket => {
			socket.once('data', () => socket.resume().write('HTTP/1.1 100 Continue\r\n\r\n'));
		};
		const [end] = await upload(64);

		assert.equal(inShort(end), 'failed network');
		assert.equal(handles.open, 0);
	});

	it('says 103 Early Hints before its answer: its answer is read', async () => {
		serve = socket => {
			socket.once('data', () => socket.write(`HTTP/1.1 103 Early Hints\r\nLink: <x>\r\n\r\n${stored('a.txt', 4)}`));
		};
		const [end] = await connect(server.apiUrl).upload(1, [handles.part('a.txt', 'hola')], { signal });

		assert.equal(inShort(end), 'attached');
	});
});

describe('an error whose body breaks off, or is not packed as it says', () => {
	let rest: string;
	let end: (socket: Socket) => void;
	let asked: number;
	// Answers once the whole request is there.
	const server = socketServer(socket => {
		let text = '';
		socket.on('data', data => {
			text += data.toString('latin1');
			if (/^GET .*\r\n\r\n$|--\r\n$/s.test(text)) {
				text = '';
				asked += 1;
				socket.write(`HTTP/1.1 ${rest}`);
				end(socket);
			}
		});
	});
	beforeEach(() => {
		asked = 0;
		end = socket => socket.end();
	});

	const cut = 'Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{"messa';
	const upload = async (timeouts = {}) => {
		const part = new Handles().part('a.txt', 'hola');
		const [ended] = await connect(server.apiUrl, { timeouts }).upload(1, [part], { signal });
		return ended;
	};

	for (const [title, head, expected] of [
		['400, cut off', `400 Bad Request\r\n${cut}`, 'failed rejected'],
		['403, cut off', `403 Forbidden\r\n${cut}`, 'failed forbidden'],
		['413, cut off', `413 Payload Too Large\r\n${cut}`, 'failed too-large'],
		['401, cut off', `401 Unauthorized\r\n${cut}`, 'unknown unauthorized'],
		['503, cut off', `503 Service Unavailable\r\n${cut}`, 'unknown unavailable'],
		['403, cut off in chunks', '403 Forbidden\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<html\r\n', 'failed forbidden'],
		[
			'403, plain and called gzip',
			'403 Forbidden\r\nContent-Encoding: gzip\r\nContent-Length: 7\r\n\r\n<h1>403',
			'failed forbidden',
		],
	] as const) {
		it(`is told by its status: ${title}`, async () => {
			rest = head;

			assert.equal(inShort(await upload()), expected);
		});
	}

	it('leaves the files of a pack in doubt: it may have called some of them stored', async () => {
		rest = `422 Unprocessable Entity\r\n${cut}`;
		const parts = ['a.txt', 'b.txt'].map(name => new Handles().part(name, 'hola'));

		const ends = await connect(server.apiUrl, {}).upload(1, parts, { signal });

		assert.deepEqual(ends.map(inShort), ['unknown network', 'unknown network']);
	});

	it('says how long to wait', async () => {
		rest = `429 Too Many Requests\r\nRetry-After: 7\r\n${cut}`;
		const ended = await upload();

		assert.ok(ended?.status === 'unknown');
		assert.deepEqual([ended.error.kind, ended.error.details.retryAfterMs], ['rate-limited', 7_000]);
	});

	it('has the token renewed where it is a 401', async () => {
		rest = `401 Unauthorized\r\n${cut}`;
		const tokens: string[] = [];
		const credentials = {
			bearer: async () => 'old',
			renew: async (token: string) => {
				tokens.push(token);
				return 'new';
			},
		};
		const error = await readFailure(connect(server.apiUrl, { credentials }).readTask(1));

		assert.deepEqual([error.kind, tokens, asked], ['unauthorized', ['old'], 2]);
	});

	it('is waited for as long as any other where it never ends', async () => {
		rest = `403 Forbidden\r\n${cut}`;
		end = () => {};

		assert.equal(inShort(await upload({ answerMs: 50 })), 'unknown answer-timeout');
	});

	it('is not told where whoever asked gave up meanwhile', async () => {
		rest = `403 Forbidden\r\n${cut}`;
		end = () => {};
		const giveUp = new AbortController();
		const leaving = async (...request: Parameters<typeof fetch>) => {
			const answer = await fetch(...request);
			setImmediate(() => giveUp.abort(new Error('given up')));
			return answer;
		};
		const client = connect(server.apiUrl, { transport: { fetch: leaving } });

		await assert.rejects(client.readTask(1, giveUp.signal), /given up/);
	});

	it('is no error where it is a success: what it said is not known', async () => {
		rest = `200 OK\r\n${cut}`;

		assert.equal(inShort(await upload()), 'unknown network');
	});
});

describe('a connection that was kept and has died, as over a sleep', () => {
	let connections: number;
	const me = '{"id":1}';
	const server = socketServer(socket => {
		connections += 1;
		socket.once('data', () => {
			socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${me.length}\r\n\r\n${me}`);
			socket.once('data', () => socket.resetAndDestroy()); // the next request finds nobody
		});
	});
	const pool = new Agent({ connections: 1 });
	const transport: Transport = { fetch: ((url, init) => fetch(url, { ...init, dispatcher: pool })) as typeof fetch };
	beforeEach(() => {
		connections = 0;
	});
	after(() => pool.destroy());

	for (const [title, file, expected] of [
		['as surely not stored where no file had left, so that it is sent again', large, 'failed network'],
		['as a doubt where the file had left, though nobody listened', small, 'unknown network'],
	] as const) {
		it(`ends an upload ${title}`, async () => {
			const handles = new Handles();
			const client = connect(server.apiUrl, { transport });
			await client.readMe();
			const [end] = await client.upload(1, [file(handles)], { signal });

			assert.deepEqual([inShort(end), connections, handles.open], [expected, 1, 0]);
		});
	}
});

function small(handles: Handles): FilePart {
	return handles.part('a.txt', 'hola');
}

function large(handles: Handles): FilePart {
	return handles.large('a.bin');
}
