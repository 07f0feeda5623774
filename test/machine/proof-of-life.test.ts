import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { hostname } from 'node:os';
import path from 'node:path';
import { mock } from 'node:test';
import fc from 'fast-check';
import { Owners } from '../../src/machine/owners.js';
import { askForLife, ProofOfLife, placeOf } from '../../src/machine/proof-of-life.js';
import { isOf, isText, nearJson } from '../attach/kit/drawn-values.js';
import { onPosix } from '../host/systems.js';
import { temporaryFolder } from '../host/temporary-folder.js';
import { RefusingDisk } from './kit/refusing-disk.js';

const otherId = '00112233445566ff';
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** Makes the file as old as if it had been written that long ago. */
async function age(file: string, ms: number): Promise<void> {
	const then = new Date(Date.now() - ms);
	await utimes(file, then, then);
}

describe('the proof that a window lives', () => {
	let root = '';
	let place = '';
	let servers: Server[] = [];
	let sockets: Socket[] = [];
	let proofs: ProofOfLife[] = [];
	const { TMPDIR } = process.env;

	const begin = async (secret = 'secret', at = place): Promise<void> => {
		proofs.push(await ProofOfLife.begin(at, secret));
	};
	/** Somebody who listens and knows no secret. */
	const listen = async (at: string, answer: (socket: Socket) => void): Promise<Server> => {
		const server = createServer(socket => {
			sockets.push(socket);
			socket.on('error', () => {});
			answer(socket);
		});
		servers.push(server);
		server.listen(at);
		await once(server, 'listening');
		return server;
	};

	beforeEach(async () => {
		root = temporaryFolder();
		place = placeOf(root, otherId + path.basename(root).slice(-6)); // the names of pipes are everybody's
		[servers, sockets, proofs] = [[], [], []];
	});
	afterEach(async () => {
		for (const proof of proofs) {
			proof.dispose();
		}
		for (const socket of sockets) {
			socket.destroy();
		}
		await Promise.all(servers.map(server => once(server.close(), 'close')));
		if (TMPDIR === undefined) {
			delete process.env.TMPDIR;
		} else {
			process.env.TMPDIR = TMPDIR;
		}
	});

	it('is given to whoever knows the secret', async () => {
		await begin();

		assert.equal(await askForLife(place, 'secret'), 'proven');
		assert.equal(await askForLife(place, 'another'), 'refuted');
	});

	it('ends with the window, and leaves nothing', async () => {
		await begin();

		proofs[0]?.dispose();

		assert.equal(await askForLife(place, 'secret'), 'refuted');
		assert.deepEqual(await readdir(root), []);
	});

	it('never sends the secret, nor the same answer twice', async () => {
		await begin();
		const answers: string[] = [];
		for (const challenge of ['one', 'another']) {
			const socket = connect(place);
			socket.write(challenge);
			const [answer] = (await once(socket, 'data')) as [Buffer];
			answers.push(answer.toString('latin1'));
			socket.destroy();
		}

		assert.notEqual(answers[0], answers[1]);
		assert.ok(!answers.join().includes('secret'));
	});

	it('survives those who hang up', async () => {
		await begin();
		for (const length of [0, 1, 1_000_000]) {
			const socket = connect(place);
			socket.on('error', () => {});
			await once(socket, 'connect');
			socket.write(Buffer.alloc(length));
			socket.destroy();
			await once(socket, 'close');
		}

		assert.equal(await askForLife(place, 'secret'), 'proven');
	});

	const impostors: Readonly<Record<string, (socket: Socket) => void>> = {
		'says yes': socket => socket.end('alive'),
		'sends as many bytes': socket => socket.end(Buffer.alloc(32)),
		'sends without end': socket => {
			const more = (error?: Error | null): unknown => error ?? socket.write(Buffer.alloc(65_536), more);
			more();
		},
		'sends the question back': socket => socket.pipe(socket),
		'says nothing and hangs up': socket => socket.end(),
		'hangs up at once': socket => socket.destroy(),
	};
	for (const [what, answer] of Object.entries(impostors)) {
		it(`is not believed of somebody who ${what}`, async () => {
			await listen(place, answer);

			assert.equal(await askForLife(place, 'secret'), 'refuted');
		});
	}

	it('is waited for until the limit, and no longer: a busy window is one that lives, where only windows can listen', async () => {
		const limit = new AbortController();
		// The question has arrived, so that nothing but an answer is missing.
		await listen(place, socket => socket.once('data', () => limit.abort()));

		const life = await askForLife(place, 'secret', limit.signal);

		assert.equal(life, process.platform === 'win32' ? 'in-doubt' : 'proven');
	});

	it('is in doubt where the limit came before the connection', async () => {
		await begin();

		assert.equal(await askForLife(place, 'secret', AbortSignal.abort()), 'in-doubt');
	});

	describe('of a window as its file tells', () => {
		const tell = async (owner: object, ageMs = 0): Promise<Owners> => {
			const folder = path.join(root, 'owners');
			await mkdir(folder, { recursive: true });
			await writeFile(path.join(folder, otherId), JSON.stringify({ machine: hostname(), ...owner }));
			await age(path.join(folder, otherId), ageMs);
			return new Owners(folder, path.join(root, 'alive'));
		};
		const listenAt = async (answer: (socket: Socket) => void): Promise<void> => {
			await mkdir(path.join(root, 'alive'));
			await listen(placeOf(path.join(root, 'alive'), otherId), answer);
		};

		it('is missing where nobody listens', async () => {
			const owners = await tell({ secret: 'secret' });

			assert.equal(await owners.isAtWork(otherId), false);
		});

		it('is missing where somebody else listens', async () => {
			await listenAt(socket => socket.end(Buffer.alloc(32)));
			const owners = await tell({ secret: 'secret' });

			assert.equal(await owners.isAtWork(otherId), false);
		});

		const elsewhere = { machine: 'elsewhere.example', secret: 'secret' };
		for (const wrong of [undefined, null, 7, [], {}]) {
			it(`is missing where the file has ${JSON.stringify(wrong)} for a machine or a secret`, async () => {
				assert.equal(await (await tell(elsewhere)).isAtWork(otherId), true);
				assert.equal(await (await tell({ ...elsewhere, secret: wrong }, minuteMs)).isAtWork(otherId), false);
				assert.equal(await (await tell({ ...elsewhere, machine: wrong }, minuteMs)).isAtWork(otherId), false);
			});
		}

		it('is believed for a minute where the file is not yet written', async () => {
			const owners = await tell({}, minuteMs / 2);
			await owners.clear();
			assert.equal(await owners.isAtWork(otherId), true);

			await tell({}, minuteMs);
			await owners.clear();
			assert.equal(existsSync(path.join(root, 'owners', otherId)), false);
		});

		it('is believed for a day where nobody listens on this machine and the file is of another one', async () => {
			assert.equal(await (await tell(elsewhere, dayMs - minuteMs)).isAtWork(otherId), true);
			assert.equal(await (await tell(elsewhere, dayMs)).isAtWork(otherId), false);
		});

		it('is, whatever is in the file, there or missing', async () => {
			const file = path.join(root, 'owners', otherId);
			const owners = await tell(elsewhere);
			const drawn = fc.oneof(
				fc.string(),
				nearJson(elsewhere).map(value => JSON.stringify(value)),
			);
			await fc.assert(
				fc.asyncProperty(drawn, async text => {
					await writeFile(file, text);
					await age(file, minuteMs);
					const isThere = await owners.isAtWork(otherId);
					assert.ok(!isThere || isOf({ machine: isText, secret: isText }, JSON.parse(text)), text);
				}),
				{ numRuns: 100 },
			);
		});
	});

	describe('of a window that announces itself', () => {
		let owners: Owners;
		let other: Owners;
		const ownerFile = (): string => path.join(root, 'owners', owners.ownId);
		const isListening = async (): Promise<boolean> => {
			const socket = connect(placeOf(path.join(root, 'alive'), owners.ownId));
			const isConnected = await once(socket, 'connect').then(
				() => true,
				() => false,
			);
			socket.destroy();
			return isConnected;
		};

		beforeEach(() => {
			owners = new Owners(path.join(root, 'owners'), path.join(root, 'alive'));
			other = new Owners(path.join(root, 'owners'), path.join(root, 'alive'));
		});
		afterEach(() => owners.dispose());

		it('begins once the disk allows it, and nobody listens before', async () => {
			const disk = new RefusingDisk();
			try {
				disk.refuse('write');
				await assert.rejects(owners.announce(), { code: 'EPERM' });
				assert.equal(await isListening(), false);
				disk.allow();

				await owners.announce();
			} finally {
				disk.release();
			}

			assert.equal(await other.isAtWork(owners.ownId), true);
		});

		it('begins once, however often it announces itself at once, and ends with it', async () => {
			await Promise.all([owners.announce(), owners.announce()]);
			assert.equal(await other.isAtWork(owners.ownId), true);

			await owners.dispose();

			assert.equal(await isListening(), false);
			assert.equal(existsSync(ownerFile()), false);
		});

		/** Whether the others leave it alone. */
		const isLeft = async (): Promise<boolean> => {
			await other.clear();
			return existsSync(ownerFile()) && (await isListening()) && (await other.isAtWork(owners.ownId));
		};

		it('is seen under another host name, however long ago the window began', async () => {
			await owners.announce();
			const told = JSON.parse(await readFile(ownerFile(), 'utf8')) as object;
			await writeFile(ownerFile(), JSON.stringify({ ...told, machine: 'laptop.cafe.example' }));
			await age(ownerFile(), 2 * dayMs);

			assert.equal(await isLeft(), true);
		});

		it('is not denied where the disk does not tell for a moment', async () => {
			await owners.announce();
			await age(ownerFile(), 2 * dayMs);
			const disk = new RefusingDisk();
			try {
				disk.refuse('read');

				assert.equal(await isLeft(), true);
			} finally {
				disk.release();
			}
		});

		it('says again that it lives whenever it announces itself', async () => {
			await owners.announce();
			await age(ownerFile(), 2 * dayMs);

			await owners.announce();

			assert.ok((await stat(ownerFile())).mtimeMs > Date.now() - minuteMs);
		});

		it('begins anew where somebody took it for dead', async () => {
			await owners.announce();
			await rm(ownerFile());
			await rm(placeOf(path.join(root, 'alive'), owners.ownId), { force: true });

			await owners.announce();

			assert.equal(await isLeft(), true);
		});

		it('says every hour that it lives, until it ends', async () => {
			const announced = mock.method(owners, 'announce');
			const pass = async (ms: number) => {
				mock.timers.tick(ms);
				await Promise.all(announced.mock.calls.map(({ result }) => result));
			};
			mock.timers.enable({ apis: ['setInterval'] });
			try {
				await owners.announce();
				for (const hour of [1, 2]) {
					await age(ownerFile(), 2 * dayMs);
					await pass(hourMs);
					assert.ok((await stat(ownerFile())).mtimeMs > Date.now() - minuteMs, String(hour));
				}
				await owners.dispose();
				await pass(hourMs);
			} finally {
				mock.timers.reset();
			}
			assert.equal(existsSync(ownerFile()), false);
		});
	});

	onPosix('a named pipe lies in no folder', () => {
		it('is found behind the longest path, and needs nothing in a shared folder for it afterwards', async () => {
			const far = placeOf(path.join(root, 'a'.repeat(200), 'b'.repeat(200)), otherId);
			const shared = path.join(root, 'tmp'); // in the real one are others' ways, too
			await mkdir(shared);
			process.env.TMPDIR = shared;

			await begin('secret', far);

			assert.equal(await askForLife(far, 'secret'), 'proven');
			assert.deepEqual(await readdir(shared), []);
			proofs[0]?.dispose();
			assert.equal(await askForLife(far, 'secret'), 'refuted');
		});

		describe('where there is no way to ask', () => {
			beforeEach(() => {
				process.env.TMPDIR = path.join(root, 'gone');
			});
			const far = () => path.join(root, 'a'.repeat(200));

			it('is in doubt', async () => {
				assert.equal(await askForLife(placeOf(far(), otherId), 'secret'), 'in-doubt');
			});

			it('is believed for a day', async () => {
				const folder = path.join(root, 'owners');
				await mkdir(folder);
				const file = path.join(folder, otherId);
				await writeFile(file, JSON.stringify({ machine: hostname(), secret: 'secret' }));
				const owners = new Owners(folder, far());
				assert.equal(await owners.isAtWork(otherId), true);

				await age(file, dayMs);
				assert.equal(await owners.isAtWork(otherId), false);
			});
		});
	});
});
