import { rename, stat, unlink } from 'node:fs/promises';
import { type Journal, restOf, stragglersOf } from '../../attach/journal/journal.js';
import { logLine } from '../../attach/text/log-line.js';
import { isMissing } from '../file-facts.js';
import { ignoreMissing, type JournalFile } from './journal-file.js';
import { journalsLastMs, readInTurns, readJournalFile } from './journal-folder.js';
import { describeDropped, describeUnusable, type UnusableJournal } from './unusable-journal.js';

/** Log for the store. Messages are in English and don't contain the names of people's files. */
export interface StoreLog {
	info(message: string): void;
	warn(message: string): void;
}

/** An unfinished batch that no window works on. */
export interface FreeJournal {
	readonly path: string;
	readonly journal: Journal;
	/** Whether this window worked on it last. */
	readonly isOwn: boolean;
}

export interface FreeBatches {
	/** Batches that can be resumed, oldest first. */
	readonly journals: readonly FreeJournal[];
	/** Batches that can't be resumed; people must be told. */
	readonly unusable: readonly UnusableJournal[];
}

const broken = '.broken';
const maxKept = 50;
const whyDropped = { 'too-old': 'older than 30 days', 'too-many': `more than ${maxKept} are kept` } as const;
/** COR may still store an upload this long after it was sent. */
const stragglesForMs = 600_000;

/**
 * Sorts the journals that no window works on: those that can be resumed, those that can't, and those that are no longer
 * needed. A newer version's journal is left alone; a broken one is renamed, and deleted after 30 days.
 */
export class LeftJournals {
	readonly #log: StoreLog;
	/** Paths of journals that the log has mentioned. */
	readonly #said = new Set<string>();

	constructor(log: StoreLog) {
		this.#log = log;
	}

	/**
	 * Reads a journal. Returns `undefined` if there is nothing to resume, and deletes it unless a file of it may still appear.
	 * @param isOwn whether this window worked on it last
	 * @param ahead the journal if it has lines that are only in memory
	 */
	async read(
		file: string,
		isOwn: boolean,
		ahead: JournalFile | undefined,
	): Promise<FreeJournal | UnusableJournal | undefined> {
		try {
			if ((await stat(file)).size === 0) {
				await this.#delete(file); // its batch never started, or has ended and the disk only allowed emptying
				return undefined;
			}
			const reading = ahead ? await readInTurns(await ahead.read()) : await readJournalFile(file);
			switch (reading.status) {
				case 'newer':
					this.#sayOnce(file, 'a journal is from a newer version of the extension and is left to it');
					return describeUnusable(file, 'newer');
				case 'broken':
					return await this.#setAside(file, reading.why);
				case 'read':
					return await this.#sift({ path: file, journal: reading.journal, isOwn });
			}
		} catch (error) {
			if (isMissing(error)) {
				return undefined; // another window has taken it
			}
			this.#sayOnce(file, `a journal cannot be read (${(error as NodeJS.ErrnoException).code})`);
			return describeUnusable(file, 'unreadable');
		}
	}

	/** Drops the oldest resumable batches if there are more than 50. */
	async keepNewest(found: readonly (FreeJournal | UnusableJournal)[]): Promise<FreeBatches> {
		const journals = found.filter(each => 'journal' in each).sort((a, b) => createdAt(a) - createdAt(b));
		const unusable = found.flatMap(each => ('journal' in each ? [] : each));
		for (const tooMany of journals.splice(0, Math.max(0, journals.length - maxKept))) {
			unusable.push(await this.#drop(tooMany, 'too-many'));
		}
		return { journals, unusable };
	}

	async #sift(found: FreeJournal): Promise<FreeJournal | UnusableJournal | undefined> {
		const { path: file, journal } = found;
		if (restOf(journal).length === 0) {
			const { mtimeMs } = await stat(file);
			if (stragglersOf(journal).length === 0 || Date.now() - mtimeMs > stragglesForMs) {
				await this.#delete(file);
			}
			return undefined;
		}
		return Date.now() - createdAt(found) > journalsLastMs ? this.#drop(found, 'too-old') : found;
	}

	/** Rejects with `ENOENT` if another window was faster; that one reports it. */
	async #setAside(file: string, why: string): Promise<UnusableJournal> {
		const aside = file + broken;
		try {
			await rename(file, aside);
		} catch (error) {
			if (isMissing(error)) {
				throw error;
			}
			this.#sayOnce(file, `a journal is broken (${why}) and cannot be renamed`);
			return describeUnusable(file, 'broken');
		}
		this.#log.warn(`a journal is broken and was renamed to *${broken} (${why}): ${file}`);
		return describeUnusable(aside, 'broken');
	}

	async #drop({ path: file, journal }: FreeJournal, status: keyof typeof whyDropped): Promise<UnusableJournal> {
		const { task, createdAt: begun } = journal.batch;
		const count = restOf(journal).length;
		const why = whyDropped[status];
		this.#log.warn(logLine(task.id, `${count} files of the batch started ${begun} can't be finished`, why));
		await this.#delete(file);
		return describeDropped(file, journal, status);
	}

	/** A journal that can't be deleted now is found again next time. */
	async #delete(file: string): Promise<void> {
		await unlink(file).catch(error => {
			if (!isMissing(error)) {
				this.#sayOnce(file, `a journal cannot be deleted (${(error as NodeJS.ErrnoException).code})`);
			}
		});
	}

	#sayOnce(file: string, what: string): void {
		if (!this.#said.has(file)) {
			this.#said.add(file);
			this.#log.warn(`${what}: ${file}`);
		}
	}

	/** Deletes a renamed journal after 30 days; ignores other files. Rejects with the file system's errors. */
	async dropOldBroken(file: string): Promise<void> {
		if (!file.endsWith(broken)) {
			return;
		}
		try {
			const { mtimeMs } = await stat(file);
			if (Date.now() - mtimeMs > journalsLastMs) {
				await unlink(file);
				this.#log.warn(`a journal that had been broken for 30 days was deleted: ${file}`);
			}
		} catch (error) {
			ignoreMissing(error); // another window was faster
		}
	}
}

function createdAt({ journal }: FreeJournal): number {
	return Date.parse(journal.batch.createdAt);
}
