import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, stat, unlink, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import * as v from 'valibot';
import { readAs } from '../attach/schemas.js';
import { Sequence } from '../attach/sequence.js';
import { isMissing } from './file-facts.js';
import { askForLife, ProofOfLife, placeOf } from './proof-of-life.js';

const owner = v.object({
	/** Host name: machines can share a folder, but not a socket. */
	machine: v.string(),
	/** Proves that the window is alive. */
	secret: v.string(),
});

type Owner = Readonly<v.InferOutput<typeof owner>>;

const ownerFile = v.pipe(v.string(), v.parseJson(), owner);

// If nobody can be asked or nobody answers, the owner counts as alive for this long after it touched its file.
const unaskedMs = 24 * 60 * 60 * 1_000;
const touchMs = 60 * 60 * 1_000;
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
	#touching: NodeJS.Timeout | undefined;

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
			if (!(this.#proof && (await this.#touch()))) {
				this.#proof?.dispose();
				this.#proof = undefined;
				this.#proof = await this.#begin();
			}
			this.#touching ??= setInterval(() => void this.announce().catch(() => {}), touchMs).unref();
		});
	}

	/** Whether that window may still be alive. `false` if it has no owner file. Never rejects. */
	async isAtWork(ownerId: string): Promise<boolean> {
		if (ownerId === this.ownId) {
			return true;
		}
		try {
			const owner = readAs(ownerFile, await readFile(this.#pathOf(ownerId), 'utf8'));
			if (!owner) {
				return await this.#isYoung(ownerId, beginningMs);
			}
			const life = await askForLife(placeOf(this.#sockets, ownerId), owner.secret);
			if (life === 'proven') {
				return true;
			}
			// A host name changes with its network, so the machine may still be this one.
			const isGone = life === 'refuted' && owner.machine === hostname();
			return !isGone && (await this.#isYoung(ownerId, unaskedMs));
		} catch (error) {
			return !isMissing(error); // a disk that can't be read now doesn't mean that the window is gone
		}
	}

	/** Removes the files of windows that are gone. Never rejects; what can't be removed stays until the next call. */
	async clear(): Promise<void> {
		for (const ownerId of await readdir(this.#folder).catch(() => [])) {
			if (!(await this.isAtWork(ownerId))) {
				await unlink(placeOf(this.#sockets, ownerId)).catch(() => {}); // a named pipe isn't a file
				await unlink(this.#pathOf(ownerId)).catch(() => {});
			}
		}
	}

	/** Ends the proof, so that other windows may take what this window owns. */
	dispose(): Promise<void> {
		return this.#turns.run(async () => {
			clearInterval(this.#touching);
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

	/** Makes the owner file young. `false` if it is gone: on another machine, this window seemed dead. */
	async #touch(): Promise<boolean> {
		const now = new Date();
		try {
			await utimes(this.#pathOf(this.ownId), now, now);
			return true;
		} catch (error) {
			return !isMissing(error); // the file is there, and at worst looks older
		}
	}

	/** Whether the owner file is younger than that. */
	async #isYoung(ownerId: string, ms: number): Promise<boolean> {
		const { mtimeMs } = await stat(this.#pathOf(ownerId));
		return Date.now() - mtimeMs < ms;
	}

	#pathOf(ownerId: string): string {
		return path.join(this.#folder, ownerId);
	}
}
