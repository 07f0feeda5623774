import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { startedSandbox } from '../../sandbox/kit/started-sandbox.js';
import { connect, inShort, signIn } from '../kit/connect.js';
import { Handles } from '../kit/parts.js';
import { startedServer, storedAnswer } from '../kit/started-server.js';

const signal = new AbortController().signal;

describe('an upload to COR', () => {
	const sandbox = startedSandbox();
	let handles: Handles;
	beforeEach(() => {
		handles = new Handles();
	});
	afterEach(() => assert.deepEqual(sandbox.current.complaints, []));

	const lastUpload = () =>
		sandbox.current.requests.findLast(({ method, path }) => method === 'POST' && /attach/.test(path));

	it('brings every byte and says what was stored', async () => {
		const bytes = Buffer.from(Array.from({ length: 300_000 }, (_, index) => (index * 31) % 256));
		const [end] = await signIn(sandbox.current).upload(4101, [handles.part('datos.bin', bytes)], { signal });
		const [stored] = sandbox.current.attachments(4101);

		assert.ok(end?.status === 'attached' && stored);
		const { id, name, size, version, url } = end.attachment;
		assert.deepEqual([id, name, size, version], [stored.id, 'datos.bin', 300_000, 1]);
		assert.match(url ?? '', /\/datos\.bin$/);
		assert.equal(stored.sha256, createHash('sha256').update(bytes).digest('hex'));
	});

	it('has an exact length and is not chunked', async () => {
		await signIn(sandbox.current).upload(4101, [handles.part('ñ "1".txt', 'x'.repeat(70_000))], {
			signal,
			fields: { status: 'pending', sessionToken: 'sesión' },
		});
		const request = lastUpload();

		assert.equal(request?.headers['transfer-encoding'], undefined);
		assert.equal(Number(request?.headers['content-length']), request?.bytesReceived);
		assert.ok((request?.bytesReceived ?? 0) > 70_000);
	});

	it('leaves out every field that is at its default', async () => {
		await signIn(sandbox.current).upload(4101, [handles.part('a.txt', 'a')], {
			signal,
			fields: { available: true, createdFrom: 'task_panel' },
		});
		const without = lastUpload()?.bytesReceived;
		await signIn(sandbox.current).upload(4101, [handles.part('a.txt', 'a')], { signal });

		assert.equal(without, lastUpload()?.bytesReceived);
	});

	it('carries every field', async () => {
		const client = signIn(sandbox.current);
		const fields = { available: false, status: 'required', createdFrom: 'rework', sessionToken: 'lote-1' } as const;
		const [first] = await client.upload(4101, [handles.part('v1.txt', '1')], { signal, fields });
		assert.ok(first?.status === 'attached');
		const [root] = sandbox.current.attachments(4101);
		assert.deepEqual(
			[root?.available, root?.status, root?.createdFrom, root?.sessionToken],
			[false, 'required', 'rework', 'lote-1'],
		);

		const parentId = first.attachment.id;
		const [second] = await client.upload(4101, [handles.part('v2.txt', '2')], { signal, fields: { parentId } });
		assert.ok(second?.status === 'attached');
		assert.deepEqual([second.attachment.version, second.attachment.parentId], [2, parentId]);
	});

	for (const status of ['approved', 'pending', 'required'] as const) {
		it(`may have the status ${status}`, async () => {
			await signIn(sandbox.current).upload(4101, [handles.part('a.txt', 'a')], { signal, fields: { status } });

			assert.equal(sandbox.current.attachments(4101)[0]?.status, status);
		});
	}

	it('takes an empty file', async () => {
		const [end] = await signIn(sandbox.current).upload(4101, [handles.part('vacío.txt', '')], { signal });

		assert.equal(inShort(end), 'attached');
		assert.equal(sandbox.current.attachments(4101)[0]?.size, 0);
	});

	it('takes several files in one request, each opened in its turn and closed', async () => {
		const files = ['a.txt', 'b.txt', 'c.txt', 'd.txt'].map((name, index) =>
			handles.part(name, 'x'.repeat(index === 2 ? 0 : 200_000 * index + 1)),
		);
		const ends = await signIn(sandbox.current).upload(4101, files, { signal });

		assert.deepEqual(
			ends.map(end => end.status === 'attached' && [end.attachment.name, end.attachment.size]),
			files.map(({ name, size }) => [name, size]),
		);
		assert.equal(sandbox.current.requests.filter(({ path }) => /attach/.test(path)).length, 1);
		assert.deepEqual([handles.opened, handles.mostOpen, handles.open], [4, 1, 0]);
	});

	it('tells how far it has come: from nothing to every byte, never back', async () => {
		const seen: number[] = [];
		const size = 5 * 1024 * 1024;
		const [end] = await signIn(sandbox.current).upload(4101, [handles.large('a.bin', 5)], {
			signal,
			onProgress: bytes => seen.push(bytes),
		});

		assert.equal(inShort(end), 'attached');
		assert.deepEqual([seen[0], seen.at(-1)], [0, size]);
		assert.deepEqual(
			seen,
			seen.toSorted((a, b) => a - b),
		);
		assert.ok(new Set(seen).size > 4, `only ${new Set(seen).size} steps`);
	});
});

describe('the address of an upload', () => {
	const server = startedServer();

	it('is below the API address as it was given, with the token in its header alone', async () => {
		server.answer((request, response) =>
			request.resume().once('end', () => response.end(storedAnswer({ name: 'a', size: 1 }))),
		);
		await connect(`${server.apiUrl}/tenant%20x`).upload(7, [new Handles().part('a', 'a')], { signal });
		const [request] = server.requests;

		assert.deepEqual([request?.method, request?.url], ['POST', '/v1/tenant%20x/tasks/7/attachments']);
		assert.equal(request?.headers.authorization, 'Bearer token-0');
	});
});
