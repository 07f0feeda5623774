import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, stat, unlink, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { ignoreMissing } from './journal-file.js';
import { clearAddress, isAlive, ProofOfLife } from './proof-of-life.js';

interface Owner {
	/** The proof of life's address. */
	readonly address: string;
	/** Whose sockets these are: a folder can be shared by machines, a socket cannot. */
	readonly machine: string;
}

// The name of a machine changes with its network. Where nobody can be asked, it is believed after this long.
const otherMachineMs = 24 * 60 * 60 * 1_000;

/** The windows that have journals, each with its proof of life; this one's begins when it is needed. */
export class JournalOwners {
	/** This window among the owners. */
	readonly ownId = randomBytes(8).toString('hex');
	readonly #folder: string;
	#proof: Promise<ProofOfLife> | undefined;

	constructor(folder: string) {
		this.#folder = folder;
	}

	/** Makes this window known as alive, before it owns anything. Rejects where that is not possible. */
	async announce(): Promise<void> {
		this.#proof ??= this.#begin();
		await this.#proof;
	}

	/** Whether that window may still be at work. One that left no sign of itself is not. */
	async isAtWork(ownerId: string): Promise<boolean> {
		if (ownerId === this.ownId) {
			return true;
		}
		const owner = await this.#read(ownerId);
		if (!owner) {
			return false;
		}
		if (owner.machine !== hostname()) {
			const { mtimeMs } = await stat(this.#pathOf(ownerId));
			return Date.now() - mtimeMs < otherMachineMs;
		}
		return isAlive(owner.address);
	}

	/** Removes what windows that are gone have left. */
	async clear(): Promise<void> {
		for (const ownerId of await readdir(this.#folder).catch(() => [])) {
			if (!(await this.isAtWork(ownerId))) {
				const owner = await this.#read(ownerId);
				if (owner?.machine === hostname()) {
					clearAddress(owner.address);
				}
				await unlink(this.#pathOf(ownerId)).catch(ignoreMissing);
			}
		}
	}

	/** The proof of life ends with it: whatever this window owns is free. */
	async dispose(): Promise<void> {
		const proof = await this.#proof?.catch(() => undefined);
		proof?.dispose();
		await unlink(this.#pathOf(this.ownId)).catch(() => {}); // without its proof it says nothing
	}

	async #begin(): Promise<ProofOfLife> {
		await mkdir(this.#folder, { recursive: true, mode: 0o700 });
		const proof = await ProofOfLife.begin();
		const owner: Owner = { address: proof.address, machine: hostname() };
		await writeFile(this.#pathOf(this.ownId), JSON.stringify(owner), { mode: 0o600 });
		return proof;
	}

	async #read(ownerId: string): Promise<Owner | undefined> {
		try {
			const owner = JSON.parse(await readFile(this.#pathOf(ownerId), 'utf8')) as Partial<Owner> | null;
			const { address, machine } = owner ?? {};
			return typeof address === 'string' && typeof machine === 'string' ? { address, machine } : undefined;
		} catch {
			return undefined;
		}
	}

	#pathOf(ownerId: string): string {
		return path.join(this.#folder, ownerId);
	}
}
