import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { bufferBytes } from '../../../src/cor/buffers/buffer-pool.js';
import {
	type HashingOptions,
	type HashingServer,
	PoisonedPool,
	sendAlone,
	startHashingServer,
	wrapped,
} from '../../cor/kit/large-sending.js';
import { removeTemporaryFolder, temporaryFolder } from '../../host/temporary-folder.js';
import { arrived, sha256, useCor } from '../kit/use-cor.js';

const MiB = 1024 * 1024;
const buffers = 16;
const contents = randomBytes(buffers * bufferBytes + 12_345);
/** How often each way is gone. */
const rounds = Number(process.env.LARGE_FILE_ROUNDS ?? 1);
// Node 20, on which the oldest editor runs, does not tell which chunk of a body was written.
const isObserved = Number(process.versions.node.split('.')[0]) > 20;

describe('what the editor’s fetch sends of a large file', function () {
	this.timeout(rounds * 60_000);

	describe('in buffers that are filled with something else as soon as they may be', () => {
		let folder = '';
		let server: HashingServer;
		before(() => {
			folder = temporaryFolder();
			writeFileSync(path.join(folder, 'large.bin'), contents);
		});
		after(() => removeTemporaryFolder(folder));
		afterEach(() => server.close());

		/** Sends it so many times, each time in one of these ways after the other; the buffers used again by the first. */
		const send = async (options: HashingOptions, ...ways: readonly Parameters<typeof sendAlone>[3][]) => {
			server = await startHashingServer(options);
			const pool = new PoisonedPool();
			let renewed = 0;
			for (let round = 0; round < rounds; round += 1) {
				for (const fetch of ways) {
					const end = await sendAlone(
						`http://127.0.0.1:${server.port}/v1`,
						path.join(folder, 'large.bin'),
						pool,
						fetch,
					);
					assert.equal(end?.status, 'attached', JSON.stringify(end));
					renewed ||= pool.renewed;
				}
			}
			assert.deepEqual(new Set(server.arrived.map(file => file.sha256)), new Set([sha256(contents)]));
			assert.equal(server.arrived.length, rounds * ways.length);
			return renewed;
		};
		const own = globalThis.fetch as unknown as Parameters<typeof sendAlone>[3];

		for (const [to, options] of [
			['a server', {}],
			['a server that stalls', { stall: { everyBytes: 3 * MiB, ms: 60 } }],
		] as const) {
			it(`is all of it, to ${to}`, async () => {
				const renewed = await send(options, own);
				assert.ok(isObserved ? renewed > buffers / 2 : renewed === 0, `${renewed} buffers were used again`);
			});
		}

		for (const [how, other] of Object.entries(wrapped(own, globalThis.Request as never))) {
			it(`is all of it where something ${how}, before the first use and after it`, () => send({}, other, own, other));
		}
	});

	describe('through the command', () => {
		const cor = useCor();

		it('is all of it, in buffers that are used again', async () => {
			const chunks: Uint8Array[] = [];
			const keep = (message: unknown) => {
				const { chunk } = message as { chunk: unknown };
				if (chunk instanceof Uint8Array && chunk.buffer.byteLength === bufferBytes) {
					chunks.push(chunk);
				}
			};
			subscribe('undici:request:bodyChunkSent', keep);
			try {
				await cor.attach({ taskId: 4101, uris: [await cor.write('large.bin', contents)] });
			} finally {
				unsubscribe('undici:request:bodyChunkSent', keep);
			}

			assert.deepEqual(arrived(cor.sandbox, 4101), { 'large.bin': sha256(contents) });
			// Of what was filled again since nothing is left in the hands of those who saw it leave.
			const usedAgain = chunks.filter(({ byteLength }) => byteLength === 0).length;
			assert.ok(isObserved ? usedAgain > buffers / 2 : usedAgain === 0, `${usedAgain} chunks were used again`);
		});
	});
});
