import assert from 'node:assert/strict';
import { startedSandbox } from '../../sandbox/kit/started-sandbox.js';
import { connect, inShort, signIn } from '../kit/connect.js';
import { Handles } from '../kit/parts.js';
import { startedServer, storedAnswer } from '../kit/started-server.js';

const isUpload = ({ method, path }: { method: string; path: string }) => method === 'POST' && /attachments$/.test(path);

describe('cancelling an upload', () => {
	const sandbox = startedSandbox();
	let handles: Handles;
	let controller: AbortController;
	beforeEach(() => {
		handles = new Handles();
		controller = new AbortController();
	});
	afterEach(() => assert.equal(handles.open, 0));

	it('before it began sends nothing', async () => {
		controller.abort();
		const client = signIn(sandbox.current);
		const ends = await client.upload(4101, [handles.part('a.txt', 'a')], { signal: controller.signal });

		assert.deepEqual(ends, [{ status: 'cancelled' }]);
		assert.deepEqual([handles.opened, sandbox.current.requests.length], [0, 0]);
	});

	it('while the token is being asked for sends nothing, and other uploads keep the token', async () => {
		sandbox.current.set({ latencyMs: 50 });
		const client = signIn(sandbox.current);
		const cancelled = client.upload(4101, [handles.part('a.txt', 'a')], { signal: controller.signal });
		const other = client.upload(4101, [handles.part('b.txt', 'b')], { signal: new AbortController().signal });
		await sandbox.current.seen(({ path }) => /oauth/.test(path));
		controller.abort();

		assert.deepEqual(await cancelled, [{ status: 'cancelled' }]);
		assert.deepEqual((await other).map(inShort), ['attached']);
		assert.equal(sandbox.current.requests.filter(({ path }) => /oauth/.test(path)).length, 1);
	});

	it('before the last byte stops the request at the socket: nothing is stored, no file stays open', async () => {
		const client = signIn(sandbox.current);
		const files = [handles.part('a.txt', 'a'), handles.large('b.bin'), handles.part('c.txt', 'c')];
		const ends = await client.upload(4101, files, {
			signal: controller.signal,
			onProgress: bytes => bytes > 4_000_000 && controller.abort(),
		});

		await sandbox.current.settled();
		const request = sandbox.current.requests.find(isUpload);
		assert.deepEqual([request?.state, request?.status], ['aborted', undefined]);
		assert.ok((request?.bytesReceived ?? 0) < 64 * 1024 * 1024);
		assert.deepEqual(ends.slice(1), [{ status: 'cancelled' }, { status: 'cancelled' }]);
		// The first had left as a whole; a server that reads part by part could have kept it.
		assert.equal(ends[0]?.status, 'unknown');
		assert.equal(handles.opened, 2);
		assert.deepEqual(sandbox.current.attachments(4101), []);
	});
});

describe('cancelling an upload whose last byte has left', () => {
	const server = startedServer();
	const upload = async (controller: AbortController, graceMs: number, onBody: (respond: () => void) => void) => {
		const handles = new Handles();
		const closed = new Promise<void>(resolve => {
			server.answer((request, response) => {
				request.socket.once('close', resolve);
				request.resume().once('end', () => onBody(() => response.end(storedAnswer({ name: 'a.txt', size: 4 }))));
			});
		});
		const client = connect(server.apiUrl, { timeouts: { graceMs } });
		const [end] = await client.upload(1, [handles.part('a.txt', 'hola')], { signal: controller.signal });
		assert.equal(handles.open, 0);
		return { end, closed };
	};

	it('waits for the answer, and the file is attached where that says so', async () => {
		const controller = new AbortController();
		const { end } = await upload(controller, 20_000, respond => {
			controller.signal.addEventListener('abort', respond);
			controller.abort();
		});

		assert.equal(inShort(end), 'attached');
	});

	it('waits no longer than it may, then ends the connection: the file is unknown', async () => {
		const controller = new AbortController();
		const { end, closed } = await upload(controller, 30, () => controller.abort());

		assert.equal(inShort(end), 'unknown answer-timeout');
		await closed;
	});
});
