import { randomUUID } from 'node:crypto';
import { rename, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Claims } from '../../attach/arrival/claims.js';
import { type Journal, readJournal, stragglersOf } from '../../attach/journal/journal.js';
import { batchLine, type JournaledBatch } from '../../attach/journal/journal-lines.js';
import { Owners } from '../owners.js';
import { BatchClaims, type ClaimingBatch, type Destination } from './batch-claims.js';
import { DiskClaims } from './disk-claims.js';
import { isMissing, JournalFile } from './journal-file.js';
import {
	batchIdOf,
	journalName,
	maxPlan,
	namesIn,
	type OtherBatch,
	OtherBatches,
	readName,
	toOtherBatch,
} from './journal-folder.js';
import { type FreeBatches, type FreeJournal, LeftJournals, type StoreLog } from './left-journals.js';
import type { UnusableJournal } from './unusable-journal.js';

/** A journal that this window works at. */
export interface TakenJournal {
	readonly file: JournalFile;
	readonly journal: Journal;
}

/**
 * The journals of all windows, in one folder. A journal's name says whose it is; to take one up is to rename it, which
 * only one of several windows can do. Methods reject with the file system's errors.
 */
export class JournalStore {
	readonly #folder: string;
	readonly #owners: Owners;
	readonly #batches: OtherBatches;
	readonly #claims: DiskClaims;
	readonly #log: StoreLog;
	/** Ids of the batches at which this window works. */
	readonly #atWork = new Set<string>();
	/** By path: what this window left that says more than the disk has taken. */
	readonly #ahead = new Map<string, JournalFile>();
	/** What is to be deleted, and the disk has not let go of. */
	readonly #discarded = new Set<JournalFile>();
	readonly #left: LeftJournals;
	/** By id of the batch: the journals that this window writes. */
	readonly #written = new Map<string, JournalFile>();

	constructor(folder: string, log: StoreLog) {
		this.#folder = folder;
		this.#owners = new Owners(path.join(folder, 'owners'), path.join(folder, '../alive'));
		this.#batches = new OtherBatches(folder);
		this.#claims = new DiskClaims(path.join(folder, 'claims'), message => log.warn(message));
		this.#log = log;
		this.#left = new LeftJournals(log);
	}

	/** Writes a batch down, safely. Rejects where that is not possible. */
	async begin(batch: Omit<JournaledBatch, 'id'>): Promise<JournalFile> {
		const id = randomUUID();
		const line = batchLine({ id, ...batch });
		if (line.length > maxPlan) {
			throw new Error(`a batch of ${batch.files.length} files is too large for a journal`);
		}
		await this.#owners.announce();
		this.#atWork.add(id);
		try {
			const file = await JournalFile.create(this.#pathOf(id), line);
			this.#written.set(id, file);
			return file;
		} catch (error) {
			this.#atWork.delete(id);
			throw error;
		}
	}

	/** What this window does with that journal is done. */
	async rest(file: JournalFile): Promise<void> {
		this.#atWork.delete(batchIdOf(file.path));
		if (file.isAhead) {
			this.#ahead.set(file.path, file);
		} else {
			this.#written.delete(batchIdOf(file.path));
		}
		await this.#catchUp();
	}

	/** Works at a journal of this window again; whether nobody else does, and it is still there. */
	async retake(file: JournalFile): Promise<boolean> {
		const id = batchIdOf(file.path);
		if (this.#atWork.has(id)) {
			return false;
		}
		this.#atWork.add(id);
		const isThere = await stat(file.path).then(
			() => true,
			() => false,
		);
		if (isThere) {
			this.#written.set(id, file);
		} else {
			this.#atWork.delete(id);
		}
		return isThere;
	}

	/** What was cut off, or left, and at which nobody works. Clears up what is of no use any more. */
	async free(): Promise<FreeBatches> {
		await this.#catchUp();
		const found: (FreeJournal | UnusableJournal)[] = [];
		for (const name of await namesIn(this.#folder)) {
			const file = path.join(this.#folder, name);
			const owned = readName(name);
			if (!owned) {
				await this.#left.dropOldBroken(file);
			} else if (await this.#isFree(owned)) {
				const isOwn = owned.ownerId === this.#owners.ownId;
				const left = await this.#left.read(file, isOwn, this.#ahead.get(file));
				found.push(...(left ? [left] : []));
			}
		}
		await this.#owners.clear();
		await this.#claims.clear();
		return this.#left.keepNewest(found);
	}

	/** Which attachments of a task are which files; a batch without a journal has an id that nobody else has. */
	claimsFor(to: Destination, batch: ClaimingBatch = { id: randomUUID(), isResumed: false }): Claims {
		return new BatchClaims(to, batch, {
			claims: this.#claims,
			batches: () => this.#knownBatches(),
		});
	}

	/**
	 * Nothing of a batch is left to be finished: its journal is deleted, now or, while something may still come of it that
	 * other batches have to know of, later. What it attached stays claimed.
	 */
	async end(file: JournalFile, journal: Journal): Promise<void> {
		if (stragglersOf(journal).length === 0) {
			await this.discard(file);
		}
	}

	/** Deletes a journal, now or as soon as the disk lets it, and never offers it again. */
	async discard(file: JournalFile): Promise<void> {
		this.#discarded.add(file);
		await this.#catchUp();
		if (this.#discarded.has(file)) {
			this.#log.warn(`a journal cannot be deleted, which is tried again later: ${file.path}`);
		}
	}

	/** Takes a batch up; `undefined` where somebody else did. What it gives may say more than when the batch was found. */
	async take({ path: from, journal }: FreeJournal): Promise<TakenJournal | undefined> {
		const { id } = journal.batch;
		if (this.#atWork.has(id)) {
			return undefined;
		}
		this.#atWork.add(id);
		try {
			await this.#owners.announce();
			const to = this.#pathOf(id);
			if (to !== from) {
				await rename(from, to);
			}
			const file = this.#ahead.get(to) ?? new JournalFile(to);
			await (file.isAhead ? file.flush().catch(() => {}) : file.dropHalfLine());
			const reading = readJournal(await file.read());
			if (reading.status === 'read') {
				this.#written.set(id, file);
				await file.replaceFirstLine(batchLine(reading.journal.batch)); // of an older version, which knows other lines
				return { file, journal: reading.journal };
			}
		} catch (error) {
			this.#atWork.delete(id);
			if (isMissing(error)) {
				return undefined;
			}
			throw error;
		}
		this.#atWork.delete(id);
		return undefined;
	}

	/** From now on others may take up what this window owns; what it is at work on, only once its process has ended. */
	async dispose(): Promise<void> {
		await this.#catchUp();
		if (this.#atWork.size === 0) {
			await this.#owners.dispose();
		}
	}

	/** All batches of which anything is known; those that this window writes with what the disk has refused. */
	async #knownBatches(): Promise<readonly OtherBatch[]> {
		const known = new Map((await this.#batches.read()).map(batch => [batch.batchId, batch]));
		for (const [id, file] of this.#written) {
			const reading = file.isAhead ? readJournal(await file.read().catch(() => '')) : undefined;
			if (reading?.status === 'read') {
				known.set(id, toOtherBatch(reading.journal));
			}
		}
		return [...known.values()];
	}

	/** Does what the disk has refused before. */
	async #catchUp(): Promise<void> {
		for (const file of this.#discarded) {
			await file.remove().then(
				() => this.#discarded.delete(file),
				() => {}, // another time
			);
		}
		for (const [at, file] of this.#ahead) {
			if (!this.#atWork.has(batchIdOf(at))) {
				const isGone = await file.flush().then(() => false, isMissing);
				if (isGone || !file.isAhead) {
					this.#ahead.delete(at);
					await file.close().catch(() => {}); // nothing is to be written
				}
			}
		}
	}

	async #isFree({ batchId, ownerId }: { readonly batchId: string; readonly ownerId: string }): Promise<boolean> {
		if ([...this.#discarded].some(file => batchIdOf(file.path) === batchId)) {
			return false;
		}
		return ownerId === this.#owners.ownId ? !this.#atWork.has(batchId) : !(await this.#owners.isAtWork(ownerId));
	}

	#pathOf(id: string): string {
		return path.join(this.#folder, journalName(id, this.#owners.ownId));
	}
}
