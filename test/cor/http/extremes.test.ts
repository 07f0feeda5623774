import assert from 'node:assert/strict';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { type fetch as Fetch, Response } from 'undici';
import { CorClient } from '../../../src/cor/client.js';
import type { FilePart } from '../../../src/cor/http/multipart.js';
import { isWindows } from '../../host/systems.js';
import { removeTemporaryFolder, temporaryFolder } from '../../host/temporary-folder.js';
import { diskPart } from '../../machine/kit/disk-part.js';
import { connect, fixedToken, inShort } from '../kit/connect.js';
import { growthOf } from '../kit/memory.js';
import { socketServer } from '../kit/socket-server.js';
import { startedServer, storedAnswer } from '../kit/started-server.js';

const MiB = 1024 * 1024;
const GiB = 1024 * MiB;

const huge = (isWindows ? 4 : 1_024) * GiB;

describe('an upload at its extremes', () => {
	const server = startedServer();
	let folder = '';
	let bytes = 0;
	let part: FilePart | undefined;

	beforeEach(async () => {
		folder = temporaryFolder();
		bytes = 0;
		server.answer(async (request, response) => {
			for await (const chunk of request) {
				bytes += (chunk as Buffer).length;
			}
			response.end(storedAnswer({ name: 'a.bin', size: 20_000 }));
		});
	});
	afterEach(async () => {
		await part?.close?.();
		removeTemporaryFolder(folder);
	});

	/** A file that takes no room on the disk, unless that is Windows'. */
	const sparse = async (size: number) => {
		const file = path.join(folder, 'a.bin');
		const handle = await open(file, 'w');
		await handle.truncate(size);
		await handle.close();
		part = await diskPart(file, 'a.bin');
		return part;
	};

	it('of 4 GiB and a byte is given to the transport whole, with its length', async () => {
		const size = 4 * GiB + 1;
		const piece = Buffer.alloc(MiB);
		const contents = function* () {
			for (let left = size; left > 0; left -= MiB) {
				yield left < MiB ? piece.subarray(0, left) : piece;
			}
		};
		let length = '';
		const fetch = (async (_url: URL, init: { headers: Record<string, string>; body: AsyncIterable<Uint8Array> }) => {
			length = init.headers['content-length'] ?? '';
			for await (const chunk of init.body) {
				bytes += chunk.length;
			}
			return new Response(storedAnswer({ name: 'a.bin', size }));
		}) as unknown as typeof Fetch;
		const client = new CorClient({
			apiUrl: new URL(server.apiUrl),
			transport: { fetch },
			credentials: fixedToken,
		});
		const part = { name: 'a.bin', size, open: () => Readable.from(contents()) };

		const [end] = await client.upload(4101, [part], { signal: new AbortController().signal });

		assert.equal(inShort(end), 'attached');
		assert.equal(String(bytes), length);
		assert.ok(bytes > size && bytes < size + 1_000);
	});

	it('that is huge ends as soon as it is cancelled, and takes no memory', async () => {
		const part = await sparse(huge);
		const abort = new AbortController();
		let left = 0;
		const onProgress = (fileBytes: number): void => {
			left = fileBytes;
			if (fileBytes > 64 * MiB) {
				abort.abort();
			}
		};

		const { result, megabytes } = await growthOf(() =>
			connect(server.apiUrl).upload(4101, [part], { signal: abort.signal, onProgress }),
		);

		assert.equal(inShort(result[0]), 'cancelled');
		assert.ok(left < 68 * MiB, `${left} bytes have left`);
		assert.ok(megabytes < 200, `${megabytes} MB, with the server's`);
	});

	it('from a disk that is slower than the line arrives whole', async () => {
		const pieces = Array.from({ length: 20 }, (_, index) => Buffer.alloc(1_000, index));
		const slowly = async function* () {
			for (const piece of pieces) {
				await delay(20);
				yield piece;
			}
		};
		const part = { name: 'a.bin', size: 20_000, open: () => Readable.from(slowly()) };

		const [end] = await connect(server.apiUrl).upload(4101, [part], { signal: new AbortController().signal });

		assert.equal(inShort(end), 'attached');
		assert.equal(bytes, Number(server.requests[0]?.headers['content-length']));
	});
});

describe('an upload to a server that takes a byte a second', () => {
	let taken = 0;
	let wasTaken: () => void = () => {};
	const server = socketServer(socket => {
		const timer = setInterval(() => {
			taken += socket.read(1) === null ? 0 : 1;
			wasTaken();
		}, 1_000);
		socket.once('close', () => clearInterval(timer));
	});

	it('reads ahead no more than the line holds, and ends as soon as it is cancelled', async () => {
		let read = 0;
		const zeros = async function* () {
			for (; read < GiB; read += MiB) {
				yield Buffer.alloc(MiB);
			}
		};
		const part = { name: 'a.bin', size: GiB, open: () => Readable.from(zeros()) };
		const abort = new AbortController();
		const upload = connect(server.apiUrl).upload(4101, [part], { signal: abort.signal });
		while (taken < 2) {
			await new Promise<void>(resolve => {
				wasTaken = resolve;
			});
		}
		const readAhead = read;
		abort.abort();
		const [end] = await upload;

		assert.equal(inShort(end), 'cancelled');
		// The kernel's buffers on both sides hold some MiB; ours a few pieces.
		assert.ok(readAhead > 0 && readAhead < 64 * MiB, `${readAhead} bytes read ahead`);
	});
});
