import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { ReadableStream } from 'node:stream/web';
import { type fetch as Fetch, Response } from 'undici';
import { CorClient } from '../../../src/cor/client.js';
import type { FilePart } from '../../../src/cor/http/multipart.js';
import { fixedToken, inShort } from '../kit/connect.js';

describe('the body of an upload', () => {
	it('goes to fetch as a stream that is read on demand and copies nothing', async () => {
		const contents = Buffer.alloc(200_000, 'a');
		let opened = 0;
		const part = {
			name: 'a.bin',
			size: contents.length,
			open: () => {
				opened += 1;
				return Readable.from([contents]);
			},
		};
		let sameMemory = 0;
		let openedBeforeRead = -1;
		const fetch = (async (_url: URL, init: { body: ReadableStream<Uint8Array> }) => {
			assert.ok(init.body instanceof ReadableStream);
			await new Promise(setImmediate);
			openedBeforeRead = opened;
			for await (const chunk of init.body) {
				sameMemory += chunk.buffer === contents.buffer ? chunk.length : 0;
			}
			return new Response(JSON.stringify({ files: [{ id: 1, originalname: 'a.bin', size: contents.length }] }));
		}) as unknown as typeof Fetch;
		const client = new CorClient({
			apiUrl: new URL('http://127.0.0.1/v1'),
			transport: { fetch },
			credentials: fixedToken,
		});

		const [end] = await client.upload(4101, [part], { signal: new AbortController().signal });

		assert.deepEqual([inShort(end), openedBeforeRead, sameMemory], ['attached', 0, contents.length]);
	});

	const inPieces = (): FilePart => ({
		name: 'a.bin',
		size: 400_000,
		open: () => Readable.from([...'hola'].map(letter => Buffer.alloc(100_000, letter))),
	});
	const upload = async (fetch: (url: URL, init: { body: ReadableStream<Uint8Array> }) => Promise<Response>) => {
		const client = new CorClient({
			apiUrl: new URL('http://127.0.0.1/v1'),
			transport: { fetch: fetch as unknown as typeof Fetch },
			credentials: fixedToken,
		});
		const [end] = await client.upload(4101, [inPieces()], { signal: new AbortController().signal });
		return inShort(end);
	};

	it('is given piece by piece, each after what has come from the server was read', async () => {
		const order: string[] = [];

		await upload(async (_url, { body }) => {
			const reader = body.getReader();
			for (let done = false; !done; ) {
				setImmediate(() => order.push('read'));
				({ done } = await reader.read());
				order.push(done ? 'closed' : 'given');
			}
			return new Response('{}');
		});

		assert.deepEqual(
			order.filter((what, index) => what === 'given' && order[index - 1] !== 'read'),
			[],
		);
	});

	it('ends with its last piece: whose answer came before its end would lose the connection', async () => {
		const turns: string[] = [];

		await upload(async (_url, { body }) => {
			const reader = body.getReader();
			for (let done = false; !done; ) {
				turns.length = 0;
				setImmediate(() => turns.push('turn'));
				({ done } = await reader.read());
			}
			return new Response('{}');
		});

		assert.deepEqual(turns, []);
	});

	it('is given no further while a refusal comes', async () => {
		let given = 0;
		const end = await upload(async (_url, { body }) => {
			const reader = body.getReader();
			await reader.read();
			const goOn = async (): Promise<void> => {
				while (!(await reader.read()).done) {
					given += 1;
				}
			};
			const refusal = new ReadableStream({
				pull: async controller => {
					void goOn();
					for (let turn = 0; turn < 100; turn += 1) {
						await new Promise(setImmediate);
					}
					assert.equal(given, 0);
					controller.close();
				},
			});
			return new Response(refusal as unknown as ConstructorParameters<typeof Response>[0], { status: 413 });
		});

		assert.equal(end, 'failed too-large');
	});
});
