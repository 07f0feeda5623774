import { rename, stat, unlink } from 'node:fs/promises';
import { type Journal, readJournal, restOf, stragglersOf } from '../../attach/journal/journal.js';
import { logLine } from '../../attach/text/log-line.js';
import { ignoreMissing, isMissing, type JournalFile } from './journal-file.js';
import { readJournalFile } from './journal-folder.js';
import { describeDropped, describeUnusable, type UnusableJournal } from './unusable-journal.js';

/** What the store tells; English, without the names of files. */
export interface StoreLog {
	info(message: string): void;
	warn(message: string): void;
}

/** A batch that is not through and at which nobody works. */
export interface FreeJournal {
	readonly path: string;
	readonly journal: Journal;
	/** Whether this window worked at it last. */
	readonly isOwn: boolean;
}

export interface FreeBatches {
	/** Those that can be finished, oldest first. */
	readonly journals: readonly FreeJournal[];
	/** Those that cannot, of which people have to hear. */
	readonly unusable: readonly UnusableJournal[];
}

const broken = '.broken';
const maxKept = 50;
const whyDropped = { 'too-old': 'older than 30 days', 'too-many': `more than ${maxKept} are kept` } as const;
/** COR may store what it was sent so long ago, and no longer. */
const stragglesForMs = 600_000;
const maxAgeMs = 30 * 24 * 60 * 60 * 1_000;

/**
 * Journals at which nobody works: what can be finished of them, what cannot, and what is of no use any more. One of a newer
 * version stays as it is; one that is broken is renamed, and deleted after 30 days.
 */
export class LeftJournals {
	readonly #log: StoreLog;
	/** Paths of journals of which the log has told. */
	readonly #said = new Set<string>();

	constructor(log: StoreLog) {
		this.#log = log;
	}

	/**
	 * `undefined` where there is nothing to finish: it is cleared up then.
	 * @param isOwn whether this window worked at it last
	 * @param ahead says more than the disk has taken
	 */
	async read(
		file: string,
		isOwn: boolean,
		ahead: JournalFile | undefined,
	): Promise<FreeJournal | UnusableJournal | undefined> {
		try {
			if ((await stat(file)).size === 0) {
				await this.#delete(file); // nothing had begun, or it is through and could only be emptied
				return undefined;
			}
			const reading = ahead ? readJournal(await ahead.read()) : await readJournalFile(file);
			switch (reading.status) {
				case 'newer':
					this.#sayOnce(file, 'a journal is of a newer version, and left to it');
					return describeUnusable(file, 'newer');
				case 'broken':
					return await this.#setAside(file, reading.why);
				case 'read':
					return await this.#sift({ path: file, journal: reading.journal, isOwn });
			}
		} catch (error) {
			if (isMissing(error)) {
				return undefined; // another window was faster
			}
			this.#sayOnce(file, `a journal cannot be read (${(error as NodeJS.ErrnoException).code})`);
			return describeUnusable(file, 'unreadable');
		}
	}

	/** Of all that was read: drops the oldest of those that can be finished where they are more than are kept. */
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
		return Date.now() - createdAt(found) > maxAgeMs ? this.#drop(found, 'too-old') : found;
	}

	/** Rejects with `ENOENT` where another window was faster, which then tells of it. */
	async #setAside(file: string, why: string): Promise<UnusableJournal> {
		const aside = file + broken;
		try {
			await rename(file, aside);
		} catch (error) {
			if (isMissing(error)) {
				throw error;
			}
			this.#sayOnce(file, `a journal is broken (${why}), and cannot be renamed`);
			return describeUnusable(file, 'broken');
		}
		this.#log.warn(`a journal is broken and renamed to *${broken} (${why}): ${file}`);
		return describeUnusable(aside, 'broken');
	}

	async #drop({ path: file, journal }: FreeJournal, status: keyof typeof whyDropped): Promise<UnusableJournal> {
		const { task, createdAt: begun } = journal.batch;
		const count = restOf(journal).length;
		const why = whyDropped[status];
		this.#log.warn(logLine(task.id, `${count} files of the batch of ${begun} can't be finished`, why));
		await this.#delete(file);
		return describeDropped(file, journal, status);
	}

	/** What the disk does not let go of is there another time. */
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

	/** Deletes a journal that was set aside long ago; anything else stays. Rejects with the file system's errors. */
	async dropOldBroken(file: string): Promise<void> {
		if (!file.endsWith(broken)) {
			return;
		}
		try {
			const { mtimeMs } = await stat(file);
			if (Date.now() - mtimeMs > maxAgeMs) {
				await unlink(file);
				this.#log.warn(`a journal that was broken for 30 days is deleted: ${file}`);
			}
		} catch (error) {
			ignoreMissing(error); // another window was faster
		}
	}
}

function createdAt({ journal }: FreeJournal): number {
	return Date.parse(journal.batch.createdAt);
}
