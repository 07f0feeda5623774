import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { PassThrough, Readable } from 'node:stream';
import type { Clock } from '../../../src/attach/clock.js';
import { OneDirection } from './one-direction.js';
import { type ConnectionPlan, Relay, type RelayOptions, SharedLine } from './relay.js';

/** Time that passes only when somebody waits, and at once; every timer is late by `lateMs`. */
class WaitedTime implements Clock {
	readonly #lateMs: number;
	#now = 0;
	constructor(lateMs = 0) {
		this.#lateMs = lateMs;
	}
	now(): number {
		return this.#now;
	}
	after(ms: number, action: () => void): () => void {
		const at = this.#now + ms + this.#lateMs;
		setImmediate(() => {
			this.#now = Math.max(this.#now, at);
			action();
		});
		return () => {};
	}
}

describe('the relay', () => {
	let server: Server;
	let serve: (socket: Socket) => void;
	let relay: Relay;
	const sockets: Socket[] = [];

	before(async () => {
		server = createServer({ allowHalfOpen: true }, socket => {
			sockets.push(socket);
			socket.on('error', () => {}); // the relay may break off at any time
			serve(socket);
		}).listen(0, '127.0.0.1');
		await once(server, 'listening');
	});
	beforeEach(() => {
		serve = socket => socket.pipe(socket);
		sockets.length = 0;
	});
	afterEach(async () => {
		await relay.close();
		for (const socket of sockets) {
			socket.destroy();
		}
	});
	after(async () => {
		server.close();
		await once(server, 'close');
	});

	const start = async (options: Omit<RelayOptions, 'target'> = {}) => {
		relay = await Relay.start({
			target: { host: '127.0.0.1', port: (server.address() as AddressInfo).port },
			...options,
		});
	};
	const dial = async () => {
		const socket = connect({ port: relay.port, host: '127.0.0.1', allowHalfOpen: true });
		await once(socket, 'connect');
		return socket;
	};
	const planned = (plan: ConnectionPlan) => start({ plan: () => plan });

	it('passes on what is sent both ways, and the end of each', async () => {
		await start();
		const client = await dial();
		client.end(Buffer.alloc(300_000, 'ñ'));
		const echo = Buffer.concat(await client.toArray());

		assert.ok(echo.equals(Buffer.alloc(300_000, 'ñ')));
		assert.deepEqual(relay.passed, { up: 300_000, down: 300_000 });
	});

	it('passes on a reset', async () => {
		await start();
		serve = socket => socket.once('data', () => socket.resetAndDestroy());
		const client = await dial();
		client.write('a');

		assert.equal(((await once(client, 'error')) as [NodeJS.ErrnoException])[0].code, 'ECONNRESET');
	});

	it('refuses, and listens again on its port', async () => {
		await start();
		const { port } = relay;
		await relay.refuse();
		const refused = connect({ port, host: '127.0.0.1' });
		assert.equal(((await once(refused, 'error')) as [NodeJS.ErrnoException])[0].code, 'ECONNREFUSED');

		await relay.listen();
		const client = await dial();
		client.end('a');
		assert.equal(String(Buffer.concat(await client.toArray())), 'a');
		assert.equal(relay.port, port);
	});

	it('resets a connection as soon as it is accepted, of which the server hears nothing', async () => {
		await planned({ resetAtOnce: true });
		const client = connect({ port: relay.port, host: '127.0.0.1' });
		client.on('error', () => {});
		await new Promise(resolve => client.once('close', resolve));

		assert.deepEqual([relay.connections, sockets.length], [1, 0]);
	});

	for (const how of ['reset', 'close', 'half-close'] as const) {
		it(`lets exactly so many bytes through to the server before a ${how}`, async () => {
			let cuts = 0;
			await planned({ up: { afterBytes: 1_000, how, onCut: () => cuts++ } });
			const received = new Promise<number>(resolve => {
				serve = socket => {
					let bytes = 0;
					socket.on('data', chunk => {
						bytes += chunk.length;
					});
					socket.once('end', () => resolve(bytes)).once('close', () => resolve(bytes));
				};
			});
			const client = await dial();
			client.on('error', () => {}); // a reset is what is expected
			client.write(Buffer.alloc(5_000));

			assert.equal(await received, 1_000);
			assert.equal(cuts, 1);
		});
	}

	it('lets exactly so many bytes through to the client', async () => {
		await planned({ down: { afterBytes: 7, how: 'close' } });
		const client = await dial();
		client.write('0123456789');

		assert.equal(String(Buffer.concat(await client.toArray())), '0123456');
	});

	it('keeps the other half open where one is closed', async () => {
		await planned({ up: { afterBytes: 3, how: 'half-close' } });
		serve = socket => {
			socket.resume().once('end', () => socket.end('still here'));
		};
		const client = await dial();
		client.write('abc');

		assert.equal(String(Buffer.concat(await client.toArray())), 'still here');
	});

	it('goes silent: takes what is sent and passes nothing on', async () => {
		const cut = new Promise<void>(resolve => {
			void planned({ up: { afterBytes: 0, how: 'silence', onCut: resolve } }).then(async () => {
				const client = await dial();
				client.end(Buffer.alloc(20_000_000));
				await once(client, 'finish');
				client.destroy();
			});
		});
		await cut;
		assert.equal(relay.passed.up, 0);
	});

	it('stalls: takes no more than the buffers hold', async () => {
		await start({ plan: index => (index === 0 ? { up: { afterBytes: 0, how: 'stall' } } : {}) });
		const bytes = Buffer.alloc(32 * 1024 * 1024);
		const stalled = await dial();
		stalled.write(bytes);
		const other = await dial();
		other.end(bytes);
		assert.equal(Buffer.concat(await other.toArray()).length, bytes.length);

		assert.ok(stalled.writableLength > 0);
		stalled.destroy();
	});

	it('gives each connection its plan', async () => {
		await start({ plan: index => (index === 0 ? { down: { afterBytes: 1, how: 'close' } } : {}) });
		const texts: string[] = [];
		for (let count = 0; count < 2; count += 1) {
			const client = await dial();
			client.end('ab');
			texts.push(String(Buffer.concat(await client.toArray())));
		}

		assert.deepEqual(texts, ['a', 'ab']);
	});

	it('takes as long as the rate says, for all connections together', async () => {
		const clock = new WaitedTime();
		await start({ up: { bytesPerSecond: 100_000 }, clock });
		serve = socket => socket.resume().once('end', () => socket.end());
		const send = async () => {
			const client = await dial();
			client.end(Buffer.alloc(100_000));
			await client.toArray();
		};
		await Promise.all([send(), send()]);

		assert.ok(Math.abs(clock.now() - 2_000) < 1, `${clock.now()} ms`);
	});

	it('is never faster than its rate and its delay', async () => {
		const startedAt = performance.now();
		await start({ up: { bytesPerSecond: 12_500_000, delayMs: 20 }, down: { delayMs: 20 } });
		serve = socket => socket.resume().once('end', () => socket.end());
		const client = await dial();
		client.end(Buffer.alloc(2_500_000));
		await client.toArray();

		const leastMs = 200 + 2 * 40; // the bytes, a round trip to open, a round trip for the answer
		const tookMs = performance.now() - startedAt;
		assert.ok(tookMs >= leastMs - 2, `${tookMs} ms instead of at least ${leastMs}`);
	});

	it('delays each way without loss or disorder', async () => {
		const clock = new WaitedTime();
		await start({ up: { delayMs: 40 }, down: { delayMs: 60 }, clock });
		const client = await dial();
		const bytes = Buffer.from(Array.from({ length: 200_000 }, (_, index) => index % 251));
		client.end(bytes);

		assert.ok(Buffer.concat(await client.toArray()).equals(bytes));
		assert.ok(clock.now() >= 100, `${clock.now()} ms`);
	});
});

describe('one direction of a line', () => {
	it('loses nothing of the rate where timers are late', async () => {
		const clock = new WaitedTime(15);
		// No sockets: on a busy machine the line would also wait for them, which is not what is measured.
		const from = Readable.from(Array.from({ length: 400 }, () => Buffer.alloc(62_500))) as unknown as Socket;
		const to = new PassThrough({ highWaterMark: 30_000_000 }) as unknown as Socket;
		const line = new SharedLine({ bytesPerSecond: 12_500_000 });
		await new OneDirection({ from, to, line, cut: undefined, clock }).run();

		assert.equal(to.readableLength, 25_000_000);
		assert.ok(clock.now() >= 2_000 && clock.now() < 2_060, `${clock.now()} ms instead of 2000`);
	});
});
