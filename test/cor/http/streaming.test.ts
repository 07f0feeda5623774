import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { ReadableStream } from 'node:stream/web';
import { type fetch as Fetch, Response } from 'undici';
import { CorClient } from '../../../src/cor/client.js';
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
});
