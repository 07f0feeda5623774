import { createHash, randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { copyFile, link, mkdir, readdir, readFile, rmdir, stat, unlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { readAs } from '../../attach/schemas.js';
import { ignoreMissing } from './journal-file.js';
import { journalsLastMs, namesIn } from './journal-folder.js';

/** The batch and file that an attachment belongs to. */
const claimant = v.object({ batch: v.string(), uri: v.string() });

export type Claimant = Readonly<v.InferOutput<typeof claimant>>;

const claimantFile = v.pipe(v.string(), v.parseJson(), claimant);
const idForm = /^[1-9]\d{0,15}$/;
const maxAgeMs = journalsLastMs + 24 * 60 * 60 * 1_000; // no journal may outlive its claims
const maxCleared = 50;

/**
 * Records which attachment is which file, for all windows: one file on disk per attachment, which only one window can
 * create. If the disk refuses, only this window knows its claims, and the log says so once.
 */
export class DiskClaims {
	readonly #folder: string;
	readonly #warn: (message: string) => void;
	/** By task folder and attachment id. `undefined` if the claim on disk can't be read. */
	readonly #known = new Map<string, Map<number, Promise<Claimant | undefined>>>();
	#hasWarned = false;

	constructor(folder: string, warn: (message: string) => void) {
		this.#folder = folder;
		this.#warn = warn;
	}

	/** Ids of the claimed attachments of a task. Never rejects. */
	async idsOf(apiUrl: string, taskId: number): Promise<readonly number[]> {
		const folder = this.#folderOf(apiUrl, taskId);
		const names = await namesIn(folder).catch(error => {
			this.#say(error);
			return [];
		});
		const onDisk = names.filter(name => idForm.test(name)).map(Number);
		return [...new Set([...onDisk, ...(this.#known.get(folder)?.keys() ?? [])])];
	}

	/** Ids of the attachments that this batch claimed. Never rejects. */
	async idsOfBatch(apiUrl: string, taskId: number, batch: string): Promise<readonly number[]> {
		const ids = await this.idsOf(apiUrl, taskId);
		const folder = this.#folderOf(apiUrl, taskId);
		const found: number[] = [];
		for (const id of ids) {
			const known = this.#known.get(folder)?.get(id) ?? readClaimant(path.join(folder, String(id)));
			if ((await known)?.batch === batch) {
				found.push(id);
			}
		}
		return found;
	}

	/** Claims an attachment. `true` if it is this file's now, or was before. Never rejects. */
	async claim(apiUrl: string, taskId: number, attachmentId: number, by: Claimant): Promise<boolean> {
		const folder = this.#folderOf(apiUrl, taskId);
		const ofTask = this.#known.get(folder) ?? new Map<number, Promise<Claimant | undefined>>();
		this.#known.set(folder, ofTask);
		const holding = ofTask.get(attachmentId) ?? this.#claimOnDisk(folder, attachmentId, by);
		ofTask.set(attachmentId, holding);
		const holder = await holding;
		return holder?.batch === by.batch && holder.uri === by.uri;
	}

	/** Removes claims that are too old to matter, at most 50 tasks per call. Never rejects. */
	async clear(): Promise<void> {
		let cleared = 0;
		for (const server of await namesIn(this.#folder).catch(() => [])) {
			for (const task of await namesIn(path.join(this.#folder, server)).catch(() => [])) {
				const folder = path.join(this.#folder, server, task);
				if (cleared < maxCleared && (await clearOld(folder).catch(() => false))) {
					this.#known.delete(folder);
					cleared += 1;
				}
			}
		}
	}

	/** Tries to claim, and returns whose the attachment is. */
	async #claimOnDisk(folder: string, attachmentId: number, by: Claimant): Promise<Claimant | undefined> {
		const file = path.join(folder, String(attachmentId));
		try {
			await createIn(folder, file, JSON.stringify({ batch: by.batch, uri: by.uri }));
			return by;
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code === 'EEXIST') {
				return readClaimant(file);
			}
			this.#say(error);
			return by;
		}
	}

	#say(error: unknown): void {
		if (!this.#hasWarned) {
			this.#hasWarned = true;
			this.#warn(`attachments are claimed in this window only: ${String(error)}`);
		}
	}

	#folderOf(apiUrl: string, taskId: number): string {
		const server = createHash('sha256').update(apiUrl).digest('hex').slice(0, 16);
		return path.join(this.#folder, server, String(taskId));
	}
}

/**
 * Creates the file, whole or not at all: nobody could tell whose a half one is. Rejects with `EEXIST` if it exists, or
 * with the file system's other errors.
 */
async function createIn(folder: string, file: string, text: string): Promise<void> {
	const draft = `${file}.${randomUUID()}`;
	const write = () => writeFile(draft, text, { flag: 'wx', mode: 0o600 });
	try {
		await write().catch(async error => {
			ignoreMissing(error);
			await mkdir(folder, { recursive: true, mode: 0o700 });
			await write();
		});
		// Not every file system has hard links. A copy that fails is removed, but not if the process dies.
		await link(draft, file).catch(() => copyFile(draft, file, constants.COPYFILE_EXCL));
	} finally {
		await unlink(draft).catch(() => {}); // a draft that stays goes with the task's claims
	}
}

/** `undefined` if the claim can't be read, e.g. because a window died while copying it. */
async function readClaimant(file: string): Promise<Claimant | undefined> {
	return readAs(claimantFile, await readFile(file, 'utf8').catch(() => undefined));
}

/** Removes the folder if it is old. Returns whether it did. */
async function clearOld(folder: string): Promise<boolean> {
	// In this order: if another window adds a claim meanwhile, the folder is young again or can't be removed.
	const names = await readdir(folder);
	const { mtimeMs } = await stat(folder);
	if (Date.now() - mtimeMs <= maxAgeMs) {
		return false;
	}
	for (const name of names) {
		await unlink(path.join(folder, name));
	}
	await rmdir(folder);
	return true;
}
