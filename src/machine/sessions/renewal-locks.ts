import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rm, stat, unlink } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import * as v from 'valibot';
import { readAs } from '../../attach/schemas.js';
import { Owners } from '../owners.js';

/** Content of a lock file. `turn` makes this use of the lock unique. */
const holder = v.object({ owner: v.string(), turn: v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/)) });

type Holder = Readonly<v.InferOutput<typeof holder>>;

const holderFile = v.pipe(v.string(), v.parseJson(), holder);

// Requesting a token takes some 30 s, plus the time to store it.
const patienceMs = 45_000;
const lookAgainMs = 100;
// Windows refuses access while a file is being deleted.
const mostRefusals = 10;
// A lock file that is still empty after this time stays empty.
const unfinishedMs = 5_000;

/**
 * Locks across the windows of this machine: a file per name, which only one window can create. The first window that
 * waits removes the lock of one that died. If the disk refuses, nobody waits.
 */
export class RenewalLocks {
	readonly #folder: string;
	readonly #owners: Owners;
	readonly #warn: (message: string) => void;
	/** Unfinished turns of this window. */
	readonly #turns = new Set<string>();
	#hasWarned = false;
	#isTidied = false;

	/** @param alive where windows listen, see `Owners` */
	constructor(folder: string, alive: string, warn: (message: string) => void) {
		this.#folder = folder;
		this.#owners = new Owners(path.join(folder, 'owners'), alive);
		this.#warn = warn;
	}

	/** Runs the work when no other window does work with this name, or after 45 s anyway. Rejects as the work does. */
	async alone<T>(name: string, work: () => Promise<T>): Promise<T> {
		const file = path.join(this.#folder, createHash('sha256').update(name).digest('hex').slice(0, 32));
		const turn = await this.#waitForTurn(file);
		try {
			return await work();
		} finally {
			if (turn !== undefined) {
				await release(file, turn);
				this.#turns.delete(turn); // only now, since anybody may remove the file of a turn that is over
			}
		}
	}

	/** Ends this window's proof of life, so that others may take its locks. */
	async dispose(): Promise<void> {
		await this.#owners.dispose();
	}

	async #announce(): Promise<void> {
		await this.#owners.announce();
		if (!this.#isTidied) {
			this.#isTidied = true;
			void this.#owners.clear();
		}
	}

	/** Waits for the lock. `undefined` if the work runs without it. Never rejects. */
	async #waitForTurn(file: string): Promise<string | undefined> {
		const until = performance.now() + patienceMs;
		try {
			await this.#announce();
			await mkdir(this.#folder, { recursive: true, mode: 0o700 });
			for (let refusals = 0; ; ) {
				const turn = await this.#take(file).catch(error => {
					refusals += 1;
					if (refusals > mostRefusals) {
						throw error;
					}
					return undefined;
				});
				if (turn !== undefined) {
					return turn;
				}
				if (performance.now() > until) {
					throw new Error('waited too long for another window');
				}
				await delay(lookAgainMs, undefined, { ref: false });
			}
		} catch (error) {
			if (!this.#hasWarned) {
				this.#hasWarned = true;
				this.#warn(`tokens are changed without a lock: ${String(error)}`);
			}
			return undefined;
		}
	}

	/** Tries to take the lock. `undefined` if somebody else has it. */
	async #take(file: string): Promise<string | undefined> {
		const turn = randomUUID();
		this.#turns.add(turn);
		try {
			if (await create(file, JSON.stringify({ owner: this.#owners.ownId, turn } satisfies Holder))) {
				return turn;
			}
		} catch (error) {
			this.#turns.delete(turn);
			throw error;
		}
		this.#turns.delete(turn);
		const other = await readHolder(file);
		if (other && (await this.#isOver(other))) {
			await this.#clear(file, other);
		}
		return undefined;
	}

	async #isOver({ owner, turn }: Holder): Promise<boolean> {
		return owner === this.#owners.ownId ? !this.#turns.has(turn) : !(await this.#owners.isAtWork(owner));
	}

	/**
	 * Removes the lock file of a turn that is over. A second lock makes sure that only one window does, because the file
	 * may already belong to somebody else.
	 */
	async #clear(file: string, { turn }: Holder): Promise<void> {
		const clearing = `${file}.${turn}`;
		if (!(await create(clearing, ''))) {
			if (await isOlder(clearing, patienceMs)) {
				await rm(clearing, { force: true }); // the window that was clearing died
			}
			return;
		}
		try {
			if ((await readHolder(file))?.turn === turn) {
				await rm(file, { force: true });
			}
		} finally {
			await rm(clearing, { force: true });
		}
	}
}

/** Never rejects: if the file stays, the next window sees that its turn is over. */
async function release(file: string, turn: string): Promise<void> {
	try {
		if ((await readHolder(file))?.turn === turn) {
			await unlink(file);
		}
	} catch {
		// The next window removes it.
	}
}

/** Creates a file. `false` if it exists. Leaves none behind if it can't be written. */
async function create(file: string, text: string): Promise<boolean> {
	let handle: Awaited<ReturnType<typeof open>>;
	try {
		handle = await open(file, 'wx', 0o600);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'EEXIST') {
			return false;
		}
		throw error;
	}
	try {
		await handle.writeFile(text);
		return true;
	} catch (error) {
		await unlink(file).catch(() => {}); // an empty lock file expires soon
		throw error;
	} finally {
		await handle.close();
	}
}

/** Reads a lock file. `undefined` if there is none, or if it is being written. */
async function readHolder(file: string): Promise<Holder | undefined> {
	const text = await readFile(file, 'utf8').catch(() => undefined);
	const found = readAs(holderFile, text);
	if (found || text === undefined) {
		return found;
	}
	return (await isOlder(file, unfinishedMs)) ? { owner: 'nobody', turn: 'unfinished' } : undefined;
}

/** Whether the file exists and is older than that. */
async function isOlder(file: string, ms: number): Promise<boolean> {
	const found = await stat(file).catch(() => undefined);
	return found !== undefined && Date.now() - found.mtimeMs > ms;
}
