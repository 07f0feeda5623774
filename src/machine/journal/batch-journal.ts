import type { Baseline } from '../../attach/attachment.js';
import type { DeliveryRecord } from '../../attach/delivery/ledger.js';
import { CorError } from '../../attach/errors.js';
import { readJournal, restOf } from '../../attach/journal/journal.js';
import {
	entryLine,
	type JournalEntry,
	type JournaledBatch,
	type JournaledFile,
	journalEnd,
	journaledUri,
} from '../../attach/journal/journal-lines.js';
import type { Outcome } from '../../attach/outcome.js';
import type { PlannedFile } from '../../attach/plan/plan.js';
import type { ClaimingBatch } from './batch-claims.js';
import { isMissing, type JournalFile } from './journal-file.js';
import { batchIdOf } from './journal-folder.js';
import type { JournalStore } from './journal-store.js';
import type { StoreLog } from './left-journals.js';

/** Writes a batch down before anything of it leaves; `undefined` where the disk refuses, which the log tells. */
export async function beginJournal(
	store: JournalStore,
	batch: Omit<JournaledBatch, 'id'>,
	log: StoreLog,
): Promise<BatchJournal | undefined> {
	try {
		return new BatchJournal(await store.begin(batch), batch.files, store, log);
	} catch (error) {
		log.warn(`the batch is sent without a journal: ${String(error)}`);
		return undefined;
	}
}

/**
 * Writes down what becomes of a batch. Where the disk refuses, the batch goes on, and what could not be written goes with
 * the next line. A journal that somebody has deleted is not begun anew.
 */
export class BatchJournal implements DeliveryRecord {
	readonly file: JournalFile;
	readonly #store: JournalStore;
	readonly #log: StoreLog;
	/** Place in the batch by URI. */
	readonly #places: ReadonlyMap<string, number>;
	#isResumed = false;
	#isRefused = false;
	#state: 'kept' | 'through' | 'given-up' = 'kept';

	constructor(file: JournalFile, files: readonly JournaledFile[], store: JournalStore, log: StoreLog) {
		this.file = file;
		this.#places = new Map(files.map(({ uri }, place) => [uri, place]));
		this.#store = store;
		this.#log = log;
	}

	/** The batch as it claims attachments. */
	get batch(): ClaimingBatch {
		return { id: batchIdOf(this.file.path), isResumed: this.#isResumed };
	}

	began(baseline: Baseline, userId: number | undefined): Promise<void> {
		return this.#write(() => ({ kind: 'began', baseline, ...(userId !== undefined && { userId }) }));
	}

	/** Rejects where the file must not go out: another window has taken the batch up. */
	async sending({ uri }: PlannedFile, size: number, at: number): Promise<void> {
		await this.#write(() => ({ kind: 'sending', file: this.#placeOf(uri), size, at }));
		if (this.#state === 'kept' && (await this.file.isTaken())) {
			throw new CorError('unexpected', 'another window has taken the batch up');
		}
	}

	ended({ file, end }: Outcome<PlannedFile>): Promise<void> {
		return this.#write(() => ({ kind: 'ended', file: this.#placeOf(file.uri), end: journalEnd(end) }));
	}

	/** The batch is over for now: what is left may be taken up again; where nothing is, the journal has ended. */
	async rest(): Promise<void> {
		if (this.#state === 'kept') {
			await this.#guard(() => this.file.flush());
			await this.#guard(async () => {
				const reading = readJournal(await this.file.read());
				if (reading.status === 'read' && restOf(reading.journal).length === 0) {
					this.#state = 'through';
					await this.#store.end(this.file, reading.journal);
				}
				await this.file.close();
			});
		}
		await this.#store.rest(this.file);
	}

	/** Whoever wanted the batch has its outcomes and decides alone how to go on: nothing is kept to be finished. */
	async letGo(): Promise<void> {
		if (this.#state === 'kept') {
			const text = await this.file.read().catch(() => '');
			const reading = readJournal(text);
			if (reading.status === 'read') {
				await this.giveUp(restOf(reading.journal).map(({ file }) => file));
			} else {
				this.#state = 'through';
				await this.#store.discard(this.file);
			}
		}
		await this.rest();
	}

	/**
	 * Goes on with files of this batch. `through`: the journal has ended, and another one may begin; `elsewhere`: somebody
	 * took up what was left, or threw it away, and nothing of it may be sent here.
	 */
	async goOn(): Promise<'kept' | 'through' | 'elsewhere'> {
		if (this.#state !== 'kept') {
			return 'through';
		}
		if (!(await this.#store.retake(this.file))) {
			return 'elsewhere';
		}
		await this.takeUp();
		return 'kept';
	}

	/** Somebody goes on with the batch: what follows is another life of it. */
	takeUp(): Promise<void> {
		this.#isResumed = true;
		return this.#write(() => ({ kind: 'taken-up' }));
	}

	/** These are not sent any more, and whoever is concerned knows. */
	async giveUp(files: readonly Pick<PlannedFile, 'uri'>[]): Promise<void> {
		const ours = files.filter(({ uri }) => this.#places.has(journaledUri(uri)));
		await Promise.all(ours.map(({ uri }) => this.#write(() => ({ kind: 'let-go', file: this.#placeOf(uri) }))));
	}

	async #write(entry: () => JournalEntry): Promise<void> {
		if (this.#state === 'kept') {
			await this.#guard(async () => this.file.append(entryLine(entry())));
		}
	}

	async #guard(action: () => Promise<void>): Promise<void> {
		try {
			await action();
		} catch (error) {
			if (isMissing(error)) {
				this.#state = 'given-up';
				this.#log.warn(`the batch goes on without a journal: ${String(error)}`);
				await this.file.close().catch(() => {}); // nothing is to be written
			} else if (!this.#isRefused) {
				this.#isRefused = true;
				this.#log.warn(`what becomes of the batch is written down later: ${String(error)}`);
			}
		}
	}

	#placeOf(uri: string): number {
		const place = this.#places.get(journaledUri(uri));
		if (place === undefined) {
			throw new Error('a file that is not in the journal of its batch');
		}
		return place;
	}
}
