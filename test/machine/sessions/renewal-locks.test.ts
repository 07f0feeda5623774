import assert from 'node:assert/strict';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import fs, { mkdir, readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { RenewalLocks } from '../../../src/machine/sessions/renewal-locks.js';
import { SessionStore } from '../../../src/machine/sessions/session-store.js';
import { stopWithUs } from '../../host/stop-with-us.js';
import { temporaryFolder } from '../../host/temporary-folder.js';
import type { Renewal } from '../kit/renewing-process.js';
import { SecretsOnDisk } from '../kit/secrets-on-disk.js';

/** A server of tokens that takes each refresh token once, and answers when it is told to. */
class RotatingServer {
	/** Refresh tokens in the order in which they were used. */
	readonly used: string[] = [];
	/** Requests that wait for their answer. */
	readonly waiting: (() => void)[] = [];
	holds = false;
	onRequest: () => void = () => {};
	readonly #server: Server;
	#valid = 'refresh-0';

	constructor() {
		this.#server = createServer(async (request, response) => {
			let body = '';
			for await (const chunk of request) {
				body += String(chunk);
			}
			const answer = () => this.#answer(new URLSearchParams(body).get('refresh_token') ?? '', response);
			if (this.holds) {
				this.waiting.push(answer);
			} else {
				answer();
			}
			this.onRequest();
		});
	}

	async listen(): Promise<URL> {
		this.#server.listen(0, '127.0.0.1');
		await once(this.#server, 'listening');
		return new URL(`http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/v1`);
	}

	/** Resolves when a request waits for its answer. */
	async asked(): Promise<void> {
		if (this.waiting.length === 0) {
			await new Promise<void>(resolve => {
				this.onRequest = resolve;
			});
		}
	}

	async close(): Promise<void> {
		this.#server.closeAllConnections();
		await once(this.#server.close(), 'close');
	}

	#answer(token: string, response: ServerResponse): void {
		this.used.push(token);
		if (token !== this.#valid) {
			response.writeHead(401).end();
			return;
		}
		this.#valid = `refresh-${this.used.length}`;
		const tokens = { access_token: `access-${this.used.length}`, refresh_token: this.#valid, expires_in: 3_600 };
		response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(tokens));
	}
}

/** Another window, in a process of its own. */
class RenewingWindow {
	readonly #process: ChildProcess;

	private constructor(child: ChildProcess) {
		this.#process = child;
	}

	static async open(folder: string, apiUrl: URL): Promise<RenewingWindow> {
		const script = path.join(__dirname, '../kit/renewing-process.ts');
		const child = fork(script, [folder, apiUrl.href], { execArgv: ['--import', 'tsx'] });
		const forget = stopWithUs(() => child.kill('SIGKILL'));
		child.once('exit', forget);
		await once(child, 'message');
		return new RenewingWindow(child);
	}

	/** Resolves when it has begun, with what it comes to. */
	async renew(renewal: Renewal): Promise<{ readonly tokens: Promise<readonly string[]> }> {
		const begun = once(this.#process, 'message');
		this.#process.send(renewal);
		await begun;
		return { tokens: once(this.#process, 'message').then(([tokens]) => tokens as readonly string[]) };
	}

	async kill(): Promise<void> {
		if (this.#process.exitCode === null && this.#process.signalCode === null) {
			const gone = once(this.#process, 'exit');
			this.#process.kill('SIGKILL');
			await gone;
		}
	}
}

describe('the renewal of a refresh token that works once', () => {
	let folder = '';
	let server: RotatingServer;
	let apiUrl: URL;
	let windows: RenewingWindow[] = [];

	const openWindows = async (count: number): Promise<readonly RenewingWindow[]> => {
		windows = await Promise.all(Array.from({ length: count }, () => RenewingWindow.open(folder, apiUrl)));
		return windows;
	};

	beforeEach(async () => {
		folder = temporaryFolder();
		server = new RotatingServer();
		apiUrl = await server.listen();
		const store = new SessionStore(new SecretsOnDisk(path.join(folder, 'secrets.json')));
		await store.store(
			apiUrl,
			{
				id: 'ana',
				userId: 501,
				name: 'Ana',
				createdAt: new Date().toISOString(),
				credential: { kind: 'token', accessToken: 'access-0', refreshToken: 'refresh-0' },
			},
			() => false,
		);
	});
	afterEach(async () => {
		await Promise.all(windows.map(window => window.kill()));
		await server.close();
	});

	it('is done by one of two processes with many callers each, and the other takes what that one got', async () => {
		const [one, other] = (await openWindows(2)) as [RenewingWindow, RenewingWindow];
		for (let round = 0; round < 4; round += 1) {
			server.holds = true;
			const renewal = { stale: `access-${round}`, callers: 5 };
			const [first, second] = await Promise.all([one.renew(renewal), other.renew(renewal)]);
			await server.asked();
			server.holds = false;
			server.waiting.shift()?.();

			const tokens = [...(await first.tokens), ...(await second.tokens)];

			assert.deepEqual(
				tokens,
				Array.from({ length: 10 }, () => `access-${round + 1}`),
			);
			assert.deepEqual(server.waiting, []);
		}
		assert.deepEqual(server.used, ['refresh-0', 'refresh-1', 'refresh-2', 'refresh-3']);
	});

	it('is free as soon as the process that was at it is killed', async () => {
		const [one, other] = (await openWindows(2)) as [RenewingWindow, RenewingWindow];
		server.holds = true;
		await one.renew({ stale: 'access-0', callers: 1 });
		await server.asked();
		server.waiting.shift(); // it never came to COR
		server.holds = false;
		const { tokens } = await other.renew({ stale: 'access-0', callers: 3 });

		await one.kill();

		assert.deepEqual(await tokens, ['access-1', 'access-1', 'access-1']);
		assert.deepEqual(server.used, ['refresh-0']);
	});
});

describe('a lock of all windows', () => {
	let folder = '';
	let warnings: string[] = [];
	let all: RenewalLocks[] = [];

	const open = (at = path.join(folder, 'renewals')): RenewalLocks => {
		const locks = new RenewalLocks(at, path.join(folder, 'alive'), message => warnings.push(message));
		all.push(locks);
		return locks;
	};
	/** Takes long enough for others to look at the lock many times. */
	const looksElsewhere = async (): Promise<void> => {
		for (let looks = 0; looks < 300; looks += 1) {
			await readdir(folder);
		}
	};
	const fileOf = async (): Promise<string> => {
		const names = await readdir(path.join(folder, 'renewals'));
		return path.join(folder, 'renewals', names.find(name => name !== 'owners') ?? '');
	};

	beforeEach(() => {
		folder = temporaryFolder();
		[warnings, all] = [[], []];
	});
	afterEach(() => Promise.all(all.map(locks => locks.dispose())));

	it('lets one at a time work, of several in several windows', async () => {
		let atWork = 0;
		let most = 0;
		const work = async (): Promise<void> => {
			atWork += 1;
			most = Math.max(most, atWork);
			await new Promise(resolve => setImmediate(resolve));
			atWork -= 1;
		};
		const windows = [open(), open(), open()];

		await Promise.all(windows.flatMap(locks => [locks.alone('a', work), locks.alone('a', work)]));

		assert.equal(most, 1);
		assert.deepEqual(await readdir(path.join(folder, 'renewals')), ['owners']);
		assert.deepEqual(warnings, []);
	});

	it('lets what has another name go on meanwhile', async () => {
		const [one, other] = [open(), open()];

		const done = await one.alone('a', () => other.alone('b', async () => 'done'));

		assert.equal(done, 'done');
	});

	it('is free after work that failed, whose error it hands on', async () => {
		await assert.rejects(
			open().alone('a', () => Promise.reject(new Error('no token'))),
			/no token/,
		);

		assert.equal(await open().alone('a', async () => 'done'), 'done');
	});

	it('goes to one of many who find the lock of a window that died, and never to two', async () => {
		for (const contents of ['{"owner":"00112233445566ff","turn":"1"}', '{"owner":"0011', '']) {
			let atWork = 0;
			const work = async (): Promise<number> => {
				atWork += 1;
				await new Promise(resolve => setImmediate(resolve));
				const seen = atWork;
				atWork -= 1;
				return seen;
			};
			let file = '';
			await open().alone('a', async () => {
				file = await fileOf();
			});
			await writeFile(file, contents);
			const before = new Date(Date.now() - 6_000);
			await utimes(file, before, before);

			const seen = await Promise.all(Array.from({ length: 8 }, () => open().alone('a', work)));

			assert.deepEqual(seen, [1, 1, 1, 1, 1, 1, 1, 1]);
			assert.deepEqual(await readdir(path.join(folder, 'renewals')), ['owners']);
		}
	});

	it('is not taken from a window that lives, by another or by itself', async () => {
		const [one, other] = [open(), open()];
		const order: string[] = [];
		let others: Promise<unknown> = Promise.resolve();
		await one.alone('a', async () => {
			const text = await readFile(await fileOf(), 'utf8');
			const work = async () => order.push('another');
			others = Promise.all([other.alone('a', work), one.alone('a', work)]);
			await looksElsewhere();
			assert.equal(await readFile(await fileOf(), 'utf8'), text);
			order.push('first');
		});
		await others;

		assert.deepEqual(order, ['first', 'another', 'another']);
	});

	it('is not taken by who saw it left by a window that died, and is slow to clear it', async () => {
		let file = '';
		await open().alone('a', async () => {
			file = await fileOf();
		});
		await writeFile(file, '{"owner":"00112233445566ff","turn":"1"}');
		const realOpen = fs.open;
		let goOn = (): void => {};
		const isSlow = new Promise<void>(slow => {
			fs.open = async (...args: Parameters<typeof realOpen>) => {
				if (String(args[0]).endsWith('.1')) {
					fs.open = realOpen;
					await new Promise<void>(resolve => {
						goOn = resolve;
						slow();
					});
				}
				return realOpen(...args);
			};
		});
		const slow = open().alone('a', async () => 'slow');
		await isSlow;

		await open().alone('a', async () => {
			const text = await readFile(file, 'utf8');
			goOn();
			await looksElsewhere();
			assert.equal(await readFile(file, 'utf8'), text);
		});

		assert.equal(await slow, 'slow');
	});

	it('keeps nobody from working where the disk takes none, which is said once', async () => {
		await mkdir(folder, { recursive: true });
		await writeFile(path.join(folder, 'file'), '');
		const locks = open(path.join(folder, 'file'));

		assert.equal(await locks.alone('a', async () => 'done'), 'done');
		assert.equal(await locks.alone('a', async () => 'done'), 'done');

		assert.equal(warnings.length, 1);
	});
});
