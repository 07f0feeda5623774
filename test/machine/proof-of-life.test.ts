import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { hostname } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { Owners } from '../../src/machine/owners.js';
import { askForLife, ProofOfLife, placeOf } from '../../src/machine/proof-of-life.js';
import { isOf, isText, nearJson } from '../attach/kit/drawn-values.js';
import { onPosix } from '../host/systems.js';
import { temporaryFolder } from '../host/temporary-folder.js';
import { RefusingDisk } from './kit/refusing-disk.js';

const otherId = '00112233445566ff';
const dayMs = 24 * 60 * 60 * 1_000;

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

	it('is waited for until the limit, and no longer', async () => {
		const limit = new AbortController();
		// The question has arrived, so that nothing but an answer is missing.
		await listen(place, socket => socket.once('data', () => limit.abort()));

		assert.equal(await askForLife(place, 'secret', limit.signal), 'in-doubt');
	});

	describe('of a window as its file tells', () => {
		const tell = async (owner: object): Promise<Owners> => {
			const folder = path.join(root, 'owners');
			await mkdir(folder, { recursive: true });
			await writeFile(path.join(folder, otherId), JSON.stringify({ machine: hostname(), ...owner }));
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
				assert.equal(await (await tell({ ...elsewhere, secret: wrong })).isAtWork(otherId), false);
				assert.equal(await (await tell({ ...elsewhere, machine: wrong })).isAtWork(otherId), false);
			});
		}

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

				const yesterday = new Date(Date.now() - dayMs);
				await utimes(file, yesterday, yesterday);
				assert.equal(await owners.isAtWork(otherId), false);
			});
		});
	});
});
