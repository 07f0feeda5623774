import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rm, stat, unlink } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import * as v from 'valibot';
import { readAs } from '../../attach/schemas.js';
import { Owners } from '../owners.js';

/** Whose turn it is; the turn has an id, so that it can't be taken for a later one. */
const holder = v.object({ owner: v.string(), turn: v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/)) });

type Holder = Readonly<v.InferOutput<typeof holder>>;

const holderFile = v.pipe(v.string(), v.parseJson(), holder);

// A request for a token has its answer within 30 s, and what came of it is stored then.
const patienceMs = 45_000;
const lookAgainMs = 100;
// Windows refuses a file that is just being deleted.
const mostRefusals = 10;
// Whoever made the file has written who they are within moments, or never will.
const unfinishedMs = 5_000;

/**
 * Lets one window of this machine at a time do something: a file for each name, which only one of several can make. The
 * lock of a window that died is cleared by the first that waits for it. Where the disk refuses, nobody waits.
 */
export class RenewalLocks {
	readonly #folder: string;
	readonly #owners: Owners;
	readonly #warn: (message: string) => void;
	/** Turns of this window. */
	readonly #turns = new Set<string>();
	#hasWarned = false;
	#isTidied = false;

	/** `alive`: where windows listen. */
	constructor(folder: string, alive: string, warn: (message: string) => void) {
		this.#folder = folder;
		this.#owners = new Owners(path.join(folder, 'owners'), alive);
		this.#warn = warn;
	}

	/** Does the work as soon as nobody else does work of that name, or after 45 s. Rejects as the work does. */
	async alone<T>(name: string, work: () => Promise<T>): Promise<T> {
		const file = path.join(this.#folder, createHash('sha256').update(name).digest('hex').slice(0, 32));
		const turn = await this.#waitForTurn(file);
		try {
			return await work();
		} finally {
			if (turn !== undefined) {
				await release(file, turn);
				this.#turns.delete(turn); // not before: who sees that a turn is over removes its file, too
			}
		}
	}

	/** The proof of life ends with it: whatever this window holds is free. */
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

	/** `undefined` where it is done without. Never rejects. */
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
					throw new Error('another window takes too long');
				}
				await delay(lookAgainMs, undefined, { ref: false });
			}
		} catch (error) {
			if (!this.#hasWarned) {
				this.#hasWarned = true;
				this.#warn(`tokens are renewed without asking other windows: ${String(error)}`);
			}
			return undefined;
		}
	}

	/** `undefined` where somebody else has it. */
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

	/** Removes the file of a turn that is over, which of all that saw so only one may do: it may be another's by then. */
	async #clear(file: string, { turn }: Holder): Promise<void> {
		const clearing = `${file}.${turn}`;
		if (!(await create(clearing, ''))) {
			if (await isOlder(clearing, patienceMs)) {
				await rm(clearing, { force: true }); // whoever cleared died over it
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

/** Never rejects: if the file stays, the next one sees that this turn is over. */
async function release(file: string, turn: string): Promise<void> {
	try {
		if ((await readHolder(file))?.turn === turn) {
			await unlink(file);
		}
	} catch {
		// See above.
	}
}

/** Makes a file; whether it was not there. Leaves none where it can't be written. */
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
		await unlink(file).catch(() => {}); // says nothing, and is over soon
		throw error;
	} finally {
		await handle.close();
	}
}

/** Whose turn the file says it is; `undefined` where there is none, or it is being written. */
async function readHolder(file: string): Promise<Holder | undefined> {
	const text = await readFile(file, 'utf8').catch(() => undefined);
	const found = readAs(holderFile, text);
	if (found || text === undefined) {
		return found;
	}
	return (await isOlder(file, unfinishedMs)) ? { owner: 'nobody', turn: 'unfinished' } : undefined;
}

/** Whether it is there, and was last written to longer ago than that. */
async function isOlder(file: string, ms: number): Promise<boolean> {
	const found = await stat(file).catch(() => undefined);
	return found !== undefined && Date.now() - found.mtimeMs > ms;
}
