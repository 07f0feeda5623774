import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, stat, unlink, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import * as v from 'valibot';
import { readAs } from '../attach/schemas.js';
import { Sequence } from '../attach/sequence.js';
import { askForLife, ProofOfLife, placeOf } from './proof-of-life.js';

const owner = v.object({
	/** Host name: machines can share a folder, but not a socket. */
	machine: v.string(),
	/** Proves that the window is alive. */
	secret: v.string(),
});

type Owner = Readonly<v.InferOutput<typeof owner>>;

const ownerFile = v.pipe(v.string(), v.parseJson(), owner);

// A host name changes with its network. If nobody can be asked or nobody answers, the owner counts as alive for this
// long.
const unaskedMs = 24 * 60 * 60 * 1_000;
// For a window that hasn't written its owner file yet.
const beginningMs = 60_000;

/**
 * The windows that own files on disk, each with a proof that it is alive. This window's proof starts with `announce`.
 */
export class Owners {
	/** Id of this window. */
	readonly ownId = randomBytes(8).toString('hex');
	readonly #folder: string;
	readonly #sockets: string;
	/** Announcing and disposing, so that one doesn't fall into the other. */
	readonly #turns = new Sequence();
	#proof: ProofOfLife | undefined;

	/**
	 * @param folder contains a file per window
	 * @param sockets where the windows listen; only this user may access either folder
	 */
	constructor(folder: string, sockets: string) {
		this.#folder = folder;
		this.#sockets = sockets;
	}

	/** Registers this window as alive. Call it before owning anything. Rejects if that isn't possible now. */
	announce(): Promise<void> {
		return this.#turns.run(async () => {
			this.#proof ??= await this.#begin();
		});
	}

	/** Whether that window may still be alive. `false` if it has no owner file. */
	async isAtWork(ownerId: string): Promise<boolean> {
		if (ownerId === this.ownId) {
			return true;
		}
		const owner = await this.#read(ownerId);
		if (!owner) {
			return false;
		}
		if (owner.machine !== hostname()) {
			return this.#isYoung(ownerId, unaskedMs);
		}
		const life = await askForLife(placeOf(this.#sockets, ownerId), owner.secret);
		return life === 'in-doubt' ? this.#isYoung(ownerId, unaskedMs) : life === 'proven';
	}

	/** Removes the files of windows that are gone. Never rejects; what can't be removed stays until the next call. */
	async clear(): Promise<void> {
		for (const ownerId of await readdir(this.#folder).catch(() => [])) {
			const isBeginning = !(await this.#read(ownerId)) && (await this.#isYoung(ownerId, beginningMs));
			if (!isBeginning && !(await this.isAtWork(ownerId))) {
				await unlink(placeOf(this.#sockets, ownerId)).catch(() => {}); // a named pipe isn't a file
				await unlink(this.#pathOf(ownerId)).catch(() => {});
			}
		}
	}

	/** Ends the proof, so that other windows may take what this window owns. */
	dispose(): Promise<void> {
		return this.#turns.run(async () => {
			this.#proof?.dispose();
			await unlink(this.#pathOf(this.ownId)).catch(() => {}); // the file proves nothing without the socket
		});
	}

	async #begin(): Promise<ProofOfLife> {
		await mkdir(this.#folder, { recursive: true, mode: 0o700 });
		const secret = randomBytes(32).toString('hex');
		const proof = await ProofOfLife.begin(placeOf(this.#sockets, this.ownId), secret);
		const owner: Owner = { machine: hostname(), secret };
		try {
			await writeFile(this.#pathOf(this.ownId), JSON.stringify(owner), { mode: 0o600 });
		} catch (error) {
			proof.dispose();
			throw error;
		}
		return proof;
	}

	/** Whether the owner file is younger than that. */
	async #isYoung(ownerId: string, ms: number): Promise<boolean> {
		const found = await stat(this.#pathOf(ownerId)).catch(() => undefined);
		return found !== undefined && Date.now() - found.mtimeMs < ms;
	}

	async #read(ownerId: string): Promise<Owner | undefined> {
		return readAs(ownerFile, await readFile(this.#pathOf(ownerId), 'utf8').catch(() => undefined));
	}

	#pathOf(ownerId: string): string {
		return path.join(this.#folder, ownerId);
	}
}
