import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { truncateSync, writeFileSync } from 'node:fs';
import * as fs from 'node:fs/promises';
import path from 'node:path';
import { fetch } from 'undici';
import type { CorError } from '../../src/attach/errors.js';
import { firstPartBytes } from '../../src/attach/secrets/first-part-bytes.js';
import { type BufferPool, bufferBytes } from '../../src/cor/buffers/buffer-pool.js';
import type { FilePart } from '../../src/cor/http/multipart.js';
import { DiskBytes } from '../../src/machine/disk-bytes.js';
import { openDiskFile } from '../../src/machine/disk-file.js';
import { factsOf } from '../../src/machine/file-facts.js';
import { connect, inShort } from '../cor/kit/connect.js';
import { PoisonedPool, startHashingServer } from '../cor/kit/large-sending.js';
import { readFailure } from '../cor/kit/read-failure.js';
import { temporaryFolder } from '../host/temporary-folder.js';

const rooms = { next: () => Buffer.alloc(bufferBytes) };
const contents = randomBytes(firstPartBytes + 8 * bufferBytes + 777);
const sha256 = createHash('sha256').update(contents).digest('hex');

/** A file that gives no more than so many bytes at once, each time after what is awaited. */
function slow(handle: fs.FileHandle, atOnce: number, before: (position: number) => Promise<unknown>): fs.FileHandle {
	return {
		stat: (options: { bigint: true }) => handle.stat(options),
		read: async (into: Buffer, at: number, length: number, position: number) => {
			await before(position);
			return handle.read(into, at, Math.min(length, atOnce), position);
		},
	} as unknown as fs.FileHandle;
}

describe('the bytes of a file in rooms that are lent', () => {
	let file: string;
	let handle: fs.FileHandle;
	beforeEach(async () => {
		file = path.join(temporaryFolder(), 'a.bin');
		writeFileSync(file, contents);
		handle = await fs.open(file);
	});
	afterEach(() => handle.close());
	const open = async (from: fs.FileHandle) => DiskBytes.of(from, await factsOf(from));

	for (const atOnce of [4_096, 70_001, bufferBytes]) {
		it(`fill each of them to its end, also where a reading gives ${atOnce} at once`, async () => {
			const bytes = await open(slow(handle, atOnce, async () => {}));
			const pieces: Buffer[] = await bytes.open(rooms).toArray();

			assert.deepEqual(Buffer.concat(pieces), contents);
			assert.deepEqual(
				pieces.map(({ length }) => length),
				[firstPartBytes, ...Array.from({ length: 8 }, () => bufferBytes), 777],
			);
		});
	}

	it('fail where the file becomes shorter in the middle of a room', async () => {
		const bytes = await open(
			slow(handle, 100_000, async position => {
				if (position > 3 * bufferBytes) {
					truncateSync(file, 3 * bufferBytes + 5_000);
				}
			}),
		);
		const error: CorError = await readFailure(bytes.open(rooms).toArray());
		assert.equal(error.kind, 'file-changed');
	});

	it('are no rooms’ business in a file that was read whole at its opening', async () => {
		truncateSync(file, 1_000);
		const bytes = await open(handle);
		assert.equal(
			Buffer.concat(await bytes.open({ next: () => assert.fail('asked for a room') }).toArray()).length,
			1_000,
		);
	});

	describe('that are sent', () => {
		const partOf = (bytes: DiskBytes): FilePart => ({
			name: 'a.bin',
			size: bytes.size,
			open: lent => bytes.open(lent),
		});
		const send = async (part: FilePart, buffers: BufferPool, signal = new AbortController().signal) => {
			const server = await startHashingServer();
			try {
				const client = connect(`http://127.0.0.1:${server.port}/v1`, { transport: { fetch } });
				const [end] = await client.upload(4101, [part], { signal, buffers });
				return { end: inShort(end), arrived: server.arrived.map(({ sha256 }) => sha256) };
			} finally {
				await server.close();
			}
		};

		it('arrive, all of them, from a disk that is slower than the line', async () => {
			const pool = new PoisonedPool();
			const bytes = await open(slow(handle, 50_000, () => new Promise(resolve => setTimeout(resolve, 1))));
			assert.deepEqual(await send(partOf(bytes), pool), { end: 'attached', arrived: [sha256] });
			assert.ok(pool.created < 8 && pool.renewed > 0, `${pool.created} buffers, used again ${pool.renewed} times`);
		});

		it('bring no buffer back where somebody gives up while one is filled, which goes on without harm', async () => {
			const pool = new PoisonedPool();
			const controller = new AbortController();
			let goOn = () => {};
			const bytes = await open(
				slow(handle, bufferBytes, async position => {
					if (position > 5 * bufferBytes) {
						const held = new Promise<void>(resolve => {
							goOn = resolve;
						});
						controller.abort(new Error('given up'));
						await held;
					}
				}),
			);
			const sent = await send(partOf(bytes), pool, controller.signal);
			assert.deepEqual([sent, pool.givenBack], [{ end: 'cancelled', arrived: [] }, 0]);

			goOn();
			const { part } = await openDiskFile(file, 'a.bin');
			assert.deepEqual(await send(part, pool), { end: 'attached', arrived: [sha256] });
			assert.ok(pool.givenBack > 0);
			await part.close?.();
		});

		it('bring no buffer back where the file becomes shorter meanwhile', async () => {
			const pool = new PoisonedPool();
			const bytes = await open(
				slow(handle, bufferBytes, async position => {
					if (position > 4 * bufferBytes) {
						truncateSync(file, 4 * bufferBytes);
					}
				}),
			);
			assert.deepEqual(await send(partOf(bytes), pool), { end: 'failed file-changed', arrived: [] });
			assert.equal(pool.givenBack, 0);
		});
	});
});
