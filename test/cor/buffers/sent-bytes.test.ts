import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { channel } from 'node:diagnostics_channel';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { Agent, fetch, Headers, Request, Response } from 'undici';
import type { FileEnd } from '../../../src/attach/outcome.js';
import { mostBuffers } from '../../../src/cor/buffers/buffer-ring.js';
import { temporaryFolder } from '../../host/temporary-folder.js';
import { makeCertificates } from '../../network/certificates.js';
import { inShort } from '../kit/connect.js';
import {
	type HashingOptions,
	type HashingServer,
	PoisonedPool,
	sendAlone,
	startHashingServer,
	wrapped,
} from '../kit/large-sending.js';

const MiB = 1024 * 1024;
const size = 24 * MiB + 12_345; // 48 buffers and a rest
/** What is there once the first buffers have left: no more are made for the rest of the file. */
const enough = 8;

describe('what arrives of a large file, in buffers that are filled with something else as soon as they may be', () => {
	let file = '';
	let sha256 = '';
	let identity: HashingOptions['identity'];
	let server: HashingServer | undefined;

	before(async () => {
		const contents = randomBytes(size);
		sha256 = createHash('sha256').update(contents).digest('hex');
		file = path.join(temporaryFolder(), 'large.bin');
		writeFileSync(file, contents);
		identity = (await makeCertificates()).trusted;
	});
	afterEach(async () => {
		await server?.close();
		server = undefined;
	});

	const start = async (options: HashingOptions = {}) => {
		server = await startHashingServer(options);
		return `${options.identity ? 'https' : 'http'}://127.0.0.1:${server.port}/v1`;
	};
	const assertArrived = (ends: readonly (FileEnd | undefined)[], version = '1.1') => {
		assert.deepEqual(
			ends.map(inShort),
			ends.map(() => 'attached'),
		);
		assert.deepEqual(
			server?.arrived,
			ends.map(() => ({ version, sha256 })),
		);
	};
	const trusting = (allowH2: boolean): typeof fetch => {
		const dispatcher = new Agent({ connect: { rejectUnauthorized: false }, allowH2 });
		return (url, init) => fetch(url, { ...init, dispatcher });
	};

	for (const [way, options] of [
		['plainly', () => ({})],
		['with TLS', () => ({ identity })],
		['to a reader that stalls', () => ({ stall: { everyBytes: 5 * MiB, ms: 60 } })],
		['to a reader that is slower than the disk all along', () => ({ stall: { everyBytes: 256 * 1024, ms: 15 } })],
		['with TLS to a reader that stalls', () => ({ identity, stall: { everyBytes: 5 * MiB, ms: 60 } })],
	] as readonly (readonly [string, () => HashingOptions])[]) {
		it(`is all of it, in few buffers that the next file gets, too (${way})`, async () => {
			const url = await start(options());
			const pool = new PoisonedPool();
			const ends = [await sendAlone(url, file, pool, trusting(false))];
			const { created } = pool;
			ends.push(await sendAlone(url, file, pool, trusting(false)));

			assertArrived(ends);
			assert.ok(created <= enough, `${created} buffers`);
			assert.ok(pool.created <= created + 2, `${pool.created - created} more for the next file`);
			assert.ok(pool.renewed > 2 * (size / (512 * 1024) - mostBuffers), `used again ${pool.renewed} times`);
		});
	}

	it('is all of it over HTTP/2, in fresh buffers: its socket tells nothing', async () => {
		const pool = new PoisonedPool();
		const ends = [await sendAlone(await start({ identity }), file, pool, trusting(true))];

		assertArrived(ends, '2.0');
		assert.equal(pool.renewed, 0);
	});

	it('is all of it, in fresh buffers, from a fetch that tells nothing, as Electron’s is (http.electronFetch)', async () => {
		const untold: typeof fetch = async (url, { body, headers } = {}) => {
			const sending = request(String(url), { method: 'POST', headers: Object.fromEntries(new Headers(headers)) });
			const answered = once(sending, 'response') as Promise<[IncomingMessage]>;
			await pipeline(body as ReadableStream<Uint8Array>, sending);
			const [answer] = await answered;
			return new Response(await text(answer), { status: answer.statusCode ?? 0 });
		};
		const url = await start();
		const pool = new PoisonedPool();

		assertArrived([await sendAlone(url, file, pool, untold), await sendAlone(url, file, pool, untold)]);
		assert.deepEqual([pool.renewed, pool.givenBack], [0, 0]);
	});

	it('is all of it where two files leave at once and a third waits', async () => {
		const url = await start();
		const pool = new PoisonedPool();
		const send = () => sendAlone(url, file, pool, fetch);
		const [first, second] = [send(), send()];
		const third = first.then(send);

		assertArrived(await Promise.all([first, second, third]));
		assert.ok(pool.created <= 2 * enough + 2, `${pool.created} buffers`);
	});

	for (const [how, send] of Object.entries(wrapped(fetch, Request))) {
		it(`is all of it where something ${how}, before the first use and after it`, async () => {
			const url = await start();
			const pool = new PoisonedPool();

			assertArrived([
				await sendAlone(url, file, pool, send),
				await sendAlone(url, file, pool, fetch),
				await sendAlone(url, file, pool, send),
				await sendAlone(url, file, pool, fetch),
			]);
		});
	}

	it('brings no buffer back where the answer came before the whole body', async () => {
		const pool = new PoisonedPool();
		const early: typeof fetch = async (_, { body, headers } = {}) => {
			const request = {};
			const head = `POST /v1 HTTP/1.1\r\n${JSON.stringify(headers)}`;
			const socket = { writableLength: 0, destroyed: false };
			channel('undici:client:sendHeaders').publish({ request, headers: head, socket });
			let left = size / 2;
			for await (const chunk of body as ReadableStream<Uint8Array>) {
				left -= chunk.length;
				channel('undici:request:bodyChunkSent').publish({ request, chunk });
				if (left < 0) {
					break;
				}
			}
			return new Response(JSON.stringify({ files: [{ id: 900, originalname: 'grande.bin', size }] }));
		};
		const end = await sendAlone('http://127.0.0.1/v1', file, pool, early);

		assert.equal(end?.status, 'unknown');
		assert.ok(pool.renewed > 0);
		assert.equal(pool.givenBack, 0);
	});

	it('is less than all of it where something sends again what has left already, and never other bytes', async () => {
		const url = await start();
		const again: typeof fetch = async (to, init = {}) => {
			const [sent, kept] = (init.body as ReadableStream<Uint8Array>).tee();
			await fetch(to, { ...init, body: sent });
			return fetch(to, { ...init, body: kept });
		};
		const end = await sendAlone(url, file, new PoisonedPool(), again);

		assert.notEqual(end?.status, 'attached');
		assert.deepEqual(server?.arrived, [{ version: '1.1', sha256 }]);
	});
});
