import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { fetch } from 'undici';
import { systemClock } from '../../../src/attach/clock.js';
import { CorClient } from '../../../src/cor/client.js';
import { type Timeouts, UploadWatch } from '../../../src/cor/http/watch.js';
import { startedSandbox } from '../../sandbox/kit/started-sandbox.js';
import { connect, fixedToken, inShort, patient, signIn } from '../kit/connect.js';
import { Handles } from '../kit/parts.js';
import { startedServer, storedAnswer } from '../kit/started-server.js';

const signal = new AbortController().signal;

describe('the time that an upload may take', () => {
	const server = startedServer();
	let handles: Handles;
	beforeEach(() => {
		handles = new Handles();
	});
	afterEach(() => assert.equal(handles.open, 0));

	it('ends when no connection takes the first byte', async () => {
		// As on a network that drops every packet: `fetch` waits for a connection.
		const silent = ((_: URL, init: { signal: AbortSignal }) =>
			once(init.signal, 'abort').then(() => {
				throw init.signal.reason;
			})) as unknown as typeof fetch;
		const client = new CorClient({
			apiUrl: new URL(server.apiUrl),
			transport: { fetch: silent },
			credentials: fixedToken,
			clock: systemClock,
			timeouts: { ...patient, connectMs: 20 },
		});
		const [end] = await client.upload(1, [handles.part('a.txt', 'a')], { signal });

		assert.equal(inShort(end), 'failed connect-timeout');
		assert.equal(handles.opened, 0);
	});

	it('ends when the server takes no more bytes, and the connection with it', async () => {
		const stalled: IncomingMessage[] = [];
		server.answer(request => stalled.push(request.pause()));
		const client = connect(server.apiUrl, { timeouts: { idleMs: 1_500 } });
		const [end] = await client.upload(1, [handles.large('a.bin')], { signal });

		assert.equal(inShort(end), 'failed stalled');
		const [request] = stalled;
		assert.ok(request);
		request.on('error', () => {}); // that the caller left is what is expected
		if (!request.destroyed) {
			request.resume();
			await new Promise(resolve => request.socket.once('close', resolve));
		}
	});

	it('ends when no answer comes: the file may be there', async () => {
		server.answer(request => request.resume());
		const client = connect(server.apiUrl, { timeouts: { answerMs: 30 } });
		const [end] = await client.upload(1, [handles.part('a.txt', 'a')], { signal });

		assert.equal(inShort(end), 'unknown answer-timeout');
	});

	it('ends when an answer begins and does not end', async () => {
		server.answer((request, response) => {
			request.resume().once('end', () => response.writeHead(200).write('{"files":'));
		});
		const client = connect(server.apiUrl, { timeouts: { answerMs: 60 } });
		const [end] = await client.upload(1, [handles.part('a.txt', 'a')], { signal });

		assert.equal(inShort(end), 'unknown answer-timeout');
	});

	it('is no longer watched once the answer is there', async () => {
		let waiting = 0;
		const after = (ms: number, action: () => void) => {
			waiting += 1;
			const stop = systemClock.after(ms, action);
			return () => {
				waiting -= 1;
				stop();
			};
		};
		server.answer((request, response) =>
			request.resume().once('end', () => response.end(storedAnswer({ name: 'a.txt', size: 1 }))),
		);
		const client = connect(server.apiUrl, { clock: { ...systemClock, after } });
		const [end] = await client.upload(1, [handles.part('a.txt', 'a')], { signal });

		assert.deepEqual([inShort(end), waiting], ['attached', 0]);
	});

	it('is counted no more once the upload is over, though its transport takes a last piece', () => {
		const waiting = new Set<object>();
		const after = (): (() => void) => {
			const timer = {};
			waiting.add(timer);
			return () => waiting.delete(timer);
		};
		const watch = new UploadWatch(patient, { ...systemClock, after }, signal);
		watch.moved(false);
		assert.equal(waiting.size, 1);
		watch.dispose();
		watch.moved(false);

		assert.equal(waiting.size, 0);
	});

	it('is over at once where its caller had given up before, with the caller’s reason', () => {
		const reason = new Error('changed my mind');
		const watch = new UploadWatch(patient, systemClock, AbortSignal.abort(reason));
		watch.dispose();

		assert.equal(watch.signal.reason, reason);
	});

	it('is not counted against the answer while the body leaves, nor the other way round', async () => {
		const counted = new Map<object, number>();
		const after = (ms: number) => {
			const timer = {};
			counted.set(timer, ms);
			return () => void counted.delete(timer);
		};
		const seen: (readonly number[])[] = [];
		const look = (): void => void seen.push([...counted.values()]);
		server.answer((request, response) => {
			request.once('data', look).once('end', () => {
				look();
				response.end(storedAnswer({ name: 'a.bin', size: 64 * 1024 * 1024 }));
			});
		});
		const timeouts = { connectMs: 1, idleMs: 2, answerMs: 3, graceMs: 4 };
		const client = connect(server.apiUrl, { clock: { ...systemClock, after }, timeouts });
		const [end] = await client.upload(1, [handles.large('a.bin')], { signal });

		assert.equal(inShort(end), 'attached');
		assert.deepEqual(seen, [[timeouts.idleMs], [timeouts.answerMs]]);
	});
});

describe('an upload that is slow but moves', () => {
	const sandbox = startedSandbox();

	it('never times out, however long it takes in all', async () => {
		const limits: Partial<Timeouts> = { ...patient, idleMs: 3_000 };
		const handles = new Handles();
		const megabyte = Buffer.alloc(1024 * 1024);
		const size = 24 * megabyte.length;
		const file = handles.partOf('slow.bin', size, () => Array.from({ length: 24 }, () => megabyte));
		sandbox.current.set({ uploadBytesPerSecond: 4 * megabyte.length });
		const startedAt = performance.now();
		const [end] = await signIn(sandbox.current, { timeouts: limits }).upload(4101, [file], { signal });
		const tookMs = performance.now() - startedAt;

		assert.equal(inShort(end), 'attached');
		assert.ok(tookMs > 5_000, `took only ${Math.round(tookMs)} ms`);
		assert.equal(sandbox.current.attachments(4101)[0]?.size, size);
	});
});
