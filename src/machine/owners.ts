import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, stat, unlink, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import * as v from 'valibot';
import { readAs } from '../attach/schemas.js';
import { askForLife, listensUnproven, ProofOfLife, placeOf } from './proof-of-life.js';

const owner = v.object({
	/** For versions that know no secret: they ask here whether the window lives. */
	address: v.string(),
	/** Whose sockets these are: a folder can be shared by machines, a socket cannot. */
	machine: v.string(),
	/** With what the window proves that it lives; older versions have none. */
	secret: v.fallback(v.optional(v.string()), undefined),
});

type Owner = Readonly<v.InferOutput<typeof owner>>;

const ownerFile = v.pipe(v.string(), v.parseJson(), owner);

// The name of a machine changes with its network. Where nobody can be asked, or nobody answers, it is believed for this long.
const unaskedMs = 24 * 60 * 60 * 1_000;
// Nothing is resumed that is older than that.
const unprovenMs = 30 * unaskedMs;
// A window that has not written down who it is yet.
const beginningMs = 60_000;
// Asked here, older versions get an error that isn't "gone", and leave alone what a newer one began.
const notForOlder = '/dev/null/s';

/** The windows that own something on disk, each with its proof of life; this one's begins when it is needed. */
export class Owners {
	/** This window among the owners. */
	readonly ownId = randomBytes(8).toString('hex');
	readonly #folder: string;
	readonly #sockets: string;
	#proof: Promise<ProofOfLife> | undefined;

	/** `folder` holds a file for each window and `sockets` what they listen on; nobody but this user can enter either. */
	constructor(folder: string, sockets: string) {
		this.#folder = folder;
		this.#sockets = sockets;
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
			return this.#isYoung(ownerId, unaskedMs);
		}
		if (owner.secret === undefined) {
			return (await this.#isYoung(ownerId, unprovenMs)) && (await listensUnproven(owner.address));
		}
		const life = await askForLife(placeOf(this.#sockets, ownerId), owner.secret);
		return life === 'in-doubt' ? this.#isYoung(ownerId, unaskedMs) : life === 'proven';
	}

	/** Removes what windows that are gone have left. Never rejects: what the disk does not let go of is there another time. */
	async clear(): Promise<void> {
		for (const ownerId of await readdir(this.#folder).catch(() => [])) {
			const isBeginning = !(await this.#read(ownerId)) && (await this.#isYoung(ownerId, beginningMs));
			if (!isBeginning && !(await this.isAtWork(ownerId))) {
				await unlink(placeOf(this.#sockets, ownerId)).catch(() => {}); // a named pipe is no file
				await unlink(this.#pathOf(ownerId)).catch(() => {});
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
		const secret = randomBytes(32).toString('hex');
		const place = placeOf(this.#sockets, this.ownId);
		const proof = await ProofOfLife.begin(place, secret);
		const owner: Owner = { address: process.platform === 'win32' ? place : notForOlder, machine: hostname(), secret };
		await writeFile(this.#pathOf(this.ownId), JSON.stringify(owner), { mode: 0o600 });
		return proof;
	}

	/** Whether the window began to own something less than that long ago. */
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
