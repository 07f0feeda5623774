import { randomUUID } from 'node:crypto';
import { rename, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Claims } from '../../attach/arrival/claims.js';
import { type Journal, stragglersOf } from '../../attach/journal/journal.js';
import { batchLine, fileText, type JournaledBatch } from '../../attach/journal/journal-lines.js';
import { isMissing } from '../file-facts.js';
import { mapInTurns } from '../in-turns.js';
import { Owners } from '../owners.js';
import { BatchClaims, type ClaimingBatch, type Destination } from './batch-claims.js';
import { DiskClaims } from './disk-claims.js';
import { JournalFile } from './journal-file.js';
import {
	batchIdOf,
	journalName,
	maxPlan,
	namesIn,
	type OtherBatch,
	OtherBatches,
	readInTurns,
	readName,
	toOtherBatch,
} from './journal-folder.js';
import { type FreeBatches, type FreeJournal, LeftJournals, type StoreLog } from './left-journals.js';
import type { UnusableJournal } from './unusable-journal.js';

/** A journal that belongs to this window. */
export interface TakenJournal {
	readonly file: JournalFile;
	readonly journal: Journal;
}

/**
 * The journals of all windows, in one folder. A journal's name contains its owner. To resume a batch, a window renames
 * the journal, which only one window can do. Methods reject with the file system's errors.
 */
export class JournalStore {
	readonly #folder: string;
	readonly #owners: Owners;
	readonly #batches: OtherBatches;
	readonly #claims: DiskClaims;
	readonly #log: StoreLog;
	/** Ids of the batches that this window is working on. */
	readonly #atWork = new Set<string>();
	/** Journals of this window with lines that the disk has refused so far, by path. */
	readonly #ahead = new Map<string, JournalFile>();
	/** Journals to delete that the disk hasn't deleted yet. */
	readonly #discarded = new Set<JournalFile>();
	readonly #left: LeftJournals;
	/** The journals that this window writes, by batch id. */
	readonly #written = new Map<string, JournalFile>();
	/** How often this window went on with a batch, by batch id. */
	readonly #runs = new Map<string, number>();

	constructor(folder: string, log: StoreLog) {
		this.#folder = folder;
		this.#owners = new Owners(path.join(folder, 'owners'), path.join(folder, '../alive'));
		this.#batches = new OtherBatches(folder);
		this.#claims = new DiskClaims(path.join(folder, 'claims'), message => log.warn(message));
		this.#log = log;
		this.#left = new LeftJournals(log);
	}

	/** Creates a journal safely on disk. Rejects if that isn't possible. */
	async begin(batch: Omit<JournaledBatch, 'id'>): Promise<JournalFile> {
		const id = randomUUID();
		const line = batchLine({ id, ...batch }, await mapInTurns(batch.files, fileText));
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

	/** This window has finished its work on the batch. */
	async rest(file: JournalFile): Promise<void> {
		this.#atWork.delete(batchIdOf(file.path));
		if (file.isAhead) {
			this.#ahead.set(file.path, file);
		} else {
			this.#written.delete(batchIdOf(file.path));
		}
		await this.#catchUp();
	}

	/** Works on a batch of this window again. `false` if it is being worked on, or its journal is gone. */
	async retake(file: JournalFile): Promise<boolean> {
		const id = batchIdOf(file.path);
		if (this.#atWork.has(id)) {
			return false;
		}
		this.#atWork.add(id);
		const isThere = await this.has(file);
		if (isThere) {
			this.#written.set(id, file);
		} else {
			this.#atWork.delete(id);
		}
		return isThere;
	}

	/** Whether this journal is there and no other window has taken it. */
	has(file: JournalFile): Promise<boolean> {
		return stat(file.path).then(
			() => true,
			() => false,
		);
	}

	/** Whether another window has resumed the batch, which renames the journal. `false` if it was deleted. */
	async isTaken(file: JournalFile): Promise<boolean> {
		if (await this.has(file)) {
			return false;
		}
		const own = readName(file.path);
		const others = (await namesIn(this.#folder)).map(readName);
		return others.some(other => other?.batchId === own?.batchId && other?.ownerId !== own?.ownerId);
	}

	/** Number of the batch's latest run in this window: 0 until somebody goes on with it. */
	latestRun(file: JournalFile): number {
		return this.#runs.get(batchIdOf(file.path)) ?? 0;
	}

	/** Starts a new run of the batch in this window, and returns its number. */
	startRun(file: JournalFile): number {
		const run = this.latestRun(file) + 1;
		this.#runs.set(batchIdOf(file.path), run);
		return run;
	}

	/** The batches that were interrupted or left and that no window works on. Also removes what is no longer needed. */
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

	/** The claims of a batch. A batch without a journal gets an id of its own. */
	claimsFor(to: Destination, batch: ClaimingBatch = { id: randomUUID(), isResumed: false }): Claims {
		return new BatchClaims(to, batch, {
			claims: this.#claims,
			batches: () => this.#knownBatches(),
		});
	}

	/**
	 * Ends a batch without unfinished files. Deletes its journal, unless a file may still appear on the task: other
	 * batches need to know that until later. Its claims stay.
	 */
	async end(file: JournalFile, journal: Journal): Promise<void> {
		if (stragglersOf(journal).length === 0) {
			await this.discard(file);
		}
	}

	/** Deletes a journal, now or as soon as the disk allows it, and never offers it again. */
	async discard(file: JournalFile): Promise<void> {
		this.#discarded.add(file);
		await this.#catchUp();
		if (this.#discarded.has(file)) {
			this.#log.warn(`a journal cannot be deleted now and will be later: ${file.path}`);
		}
	}

	/**
	 * Resumes a batch; `undefined` if somebody else did. The returned journal may be newer than the one that was found.
	 */
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
			const reading = await readInTurns(await file.read());
			if (reading.status === 'read') {
				this.#written.set(id, file);
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

	/**
	 * Lets other windows resume what this window owns. Batches that it is still working on follow once its process has
	 * ended.
	 */
	async dispose(): Promise<void> {
		await this.#catchUp();
		if (this.#atWork.size === 0) {
			await this.#owners.dispose();
		}
	}

	/** All known batches. Those that this window writes include lines that the disk has refused so far. */
	async #knownBatches(): Promise<readonly OtherBatch[]> {
		const known = new Map((await this.#batches.read()).map(batch => [batch.batchId, batch]));
		for (const [id, file] of this.#written) {
			const reading = file.isAhead ? await readInTurns(await file.read().catch(() => '')) : undefined;
			if (reading?.status === 'read') {
				known.set(id, toOtherBatch(reading.journal));
			}
		}
		return [...known.values()];
	}

	/** Tries again what the disk has refused before. */
	async #catchUp(): Promise<void> {
		for (const file of this.#discarded) {
			await file.remove().then(
				() => this.#discarded.delete(file),
				() => {}, // next time
			);
		}
		for (const [at, file] of this.#ahead) {
			if (!this.#atWork.has(batchIdOf(at))) {
				const isGone = await file.flush().then(() => false, isMissing);
				if (isGone || !file.isAhead) {
					this.#ahead.delete(at);
					await file.close().catch(() => {}); // nothing is left to write
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
