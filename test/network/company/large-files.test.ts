import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { bufferBytes } from '../../../src/cor/buffers/buffer-pool.js';
import { type HashingServer, PoisonedPool, sendAlone, startHashingServer } from '../../cor/kit/large-sending.js';
import { sha256 } from '../../editor/kit/use-cor.js';
import { removeTemporaryFolder, temporaryFolder } from '../../host/temporary-folder.js';
import { type ForwardProxy, startForwardProxy } from '../forward-proxy.js';
import { corHost, useNetwork } from '../use-network.js';

const MiB = 1024 * 1024;
const buffers = 16;
const contents = randomBytes(buffers * bufferBytes + 12_345);
/** How often each way is gone. */
const rounds = Number(process.env.LARGE_FILE_ROUNDS ?? 1);
// Node 20, on which the oldest editor runs, does not tell which chunk of a body was written.
const isObserved = Number(process.versions.node.split('.')[0]) > 20;

describe('what arrives of a large file with TLS, in buffers that are filled with something else as soon as they may be', function () {
	this.timeout(rounds * 60_000);
	const network = useNetwork();
	let folder = '';
	let server: HashingServer;
	let proxy: ForwardProxy | undefined;
	before(() => {
		folder = temporaryFolder();
		writeFileSync(path.join(folder, 'large.bin'), contents);
	});
	after(() => removeTemporaryFolder(folder));
	afterEach(async () => {
		await proxy?.close();
		proxy = undefined;
		await server.close();
	});

	/** Also HTTP/2 is offered by it. */
	const start = async (stall?: { everyBytes: number; ms: number }) => {
		const { trusted: identity } = network.certificates;
		server = await startHashingServer({ identity, host: '127.0.0.2', ...(stall && { stall }) });
	};
	const assertSent = async (host: string, times: number) => {
		const pool = new PoisonedPool();
		for (let time = 0; time < times; time += 1) {
			const file = path.join(folder, 'large.bin');
			const end = await sendAlone(`https://${host}/v1`, file, pool, globalThis.fetch as never);
			assert.equal(end?.status, 'attached', JSON.stringify(end));
		}
		const [version] = server.arrived.map(file => file.version);
		assert.deepEqual(new Set(server.arrived.map(file => file.sha256)), new Set([sha256(contents)]));
		const isUsedAgain = isObserved && version === '1.1';
		assert.ok(isUsedAgain ? pool.renewed > buffers / 2 : pool.renewed === 0, `${version}: ${pool.renewed} used again`);
	};

	it('is all of it', async () => {
		await start();
		await assertSent(`127.0.0.2:${server.port}`, rounds);
	});

	it('is all of it where the server stalls', async () => {
		await start({ everyBytes: 3 * MiB, ms: 60 });
		await assertSent(`127.0.0.2:${server.port}`, rounds);
	});

	for (const [what, identity] of [
		['a proxy', undefined],
		['a proxy that is spoken to by TLS', () => network.certificates.trusted],
	] as const) {
		it(`is all of it through ${what}`, async () => {
			for (let round = 0; round < rounds; round += 10) {
				await start();
				const own = identity && { identity: identity() };
				proxy = await startForwardProxy({ target: { host: '127.0.0.2', port: server.port }, ...own });
				await network.set('proxy', `${own ? 'https' : 'http'}://${proxy.host}`);
				await assertSent(corHost, Math.min(10, rounds - round));
				assert.deepEqual([...new Set(proxy.asked)], [`${corHost}:443`]);
				if (round + 10 < rounds) {
					await proxy.close(); // it keeps all that it hears
					await server.close();
				}
			}
		});
	}
});
