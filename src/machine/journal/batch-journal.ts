import type { Baseline } from '../../attach/attachment.js';
import type { DeliveryRecord } from '../../attach/delivery/ledger.js';
import { CorError } from '../../attach/errors.js';
import type { UploadFields } from '../../attach/fields.js';
import { restOf } from '../../attach/journal/journal.js';
import {
	entryLine,
	type JournalEntry,
	type JournaledBatch,
	type JournaledFile,
	journalEnd,
} from '../../attach/journal/journal-lines.js';
import type { Outcome } from '../../attach/outcome.js';
import type { PlannedFile } from '../../attach/plan/plan.js';
import { Sequence } from '../../attach/sequence.js';
import { withoutPassword } from '../../attach/text/without-password.js';
import { isMissing } from '../file-facts.js';
import type { ClaimingBatch } from './batch-claims.js';
import type { JournalFile } from './journal-file.js';
import { batchIdOf, readInTurns } from './journal-folder.js';
import type { JournalStore } from './journal-store.js';
import type { StoreLog } from './left-journals.js';

/** Creates the journal of a batch before its first request. `undefined` if the disk refuses, which is logged. */
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
 * Writes what happens to a batch into its journal. If the disk refuses, the batch goes on, and the missing lines are
 * written with the next one. A journal that somebody deleted isn't created again.
 */
export class BatchJournal implements DeliveryRecord {
	readonly file: JournalFile;
	readonly #store: JournalStore;
	readonly #log: StoreLog;
	/** Index in the batch, by URI. */
	readonly #places: ReadonlyMap<string, number>;
	/** Number of the run that this is. If the window has started a later one, that one has what is left. */
	#run: number;
	#isResumed = false;
	/** Whether this window works on the batch. */
	#isAtWork = true;
	/** Taking and releasing the journal, so that one doesn't fall into the other. */
	readonly #turns = new Sequence();
	#isRefused = false;
	#state: 'kept' | 'through' | 'given-up' | 'taken' = 'kept';

	constructor(file: JournalFile, files: readonly JournaledFile[], store: JournalStore, log: StoreLog) {
		this.file = file;
		this.#places = new Map(files.map(({ uri }, place) => [uri, place]));
		this.#store = store;
		this.#log = log;
		this.#run = store.latestRun(file);
	}

	/** The batch for `BatchClaims`. */
	get batch(): ClaimingBatch {
		return { id: batchIdOf(this.file.path), isResumed: this.#isResumed };
	}

	began(baseline: Baseline, userId: number | undefined): Promise<void> {
		return this.#write(() => ({ kind: 'began', baseline, ...(userId !== undefined && { userId }) }));
	}

	/** Rejects if another window has resumed the batch, or if the disk doesn't tell, so the file must not be sent. */
	async sending({ uri }: PlannedFile, size: number, at: number): Promise<void> {
		await this.#write(() => ({ kind: 'sending', file: this.#placeOf(uri), size, at }));
		if (await this.#isTaken()) {
			throw new CorError('unexpected', 'another window has resumed the batch');
		}
	}

	ended({ file, end }: Outcome<PlannedFile>): Promise<void> {
		return this.#write(() => ({ kind: 'ended', file: this.#placeOf(file.uri), end: journalEnd(end) }));
	}

	/** Ends this run of the batch. Unfinished files can be resumed later; if there are none, the journal ends. */
	rest(): Promise<void> {
		return this.#turns.run(() => this.#rest());
	}

	/** Gives up all unfinished files: the caller has the outcomes and decides alone how to go on. */
	async letGo(): Promise<void> {
		if (this.#state === 'kept') {
			this.#run = this.#store.startRun(this.file); // nobody who knew the batch before goes on with it
			const text = await this.file.read().catch(() => '');
			const reading = await readInTurns(text);
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
	 * Continues with files of this batch. `through`: the journal has ended, so create another one. `elsewhere`: somebody
	 * resumed or discarded the batch, so nothing of it may be sent here.
	 */
	goOn(): Promise<'kept' | 'through' | 'elsewhere'> {
		return this.#turns.run(async () => {
			if (await this.#isTaken()) {
				return 'elsewhere';
			}
			if (this.#state !== 'kept') {
				return 'through';
			}
			if (!(await this.#retake())) {
				return 'elsewhere';
			}
			await this.takeUp();
			if (await this.#isTaken()) {
				await this.#rest();
				return 'elsewhere';
			}
			return 'kept';
		});
	}

	/**
	 * Looks for files of the batch without going on with it; the window may be at work on it. Rejects if somebody else
	 * resumed or discarded it, or if anybody goes on with it before the look is over and so looks for its files.
	 */
	async duringRun<T>(look: () => Promise<T>): Promise<T> {
		const run = this.#run;
		await this.#requireRun(run);
		const found = await look();
		await this.#requireRun(run);
		return found;
	}

	/** Writes down what became of files after their run, also during a later one. Nothing if the batch is somebody else's. */
	endedLate(outcomes: readonly Outcome<PlannedFile>[]): Promise<void> {
		return this.#turns.run(async () => {
			const isAtWork = this.#isAtWork;
			if (this.#state === 'kept' && (isAtWork || (await this.#retake()))) {
				await Promise.all(outcomes.filter(({ file }) => this.#has(file)).map(outcome => this.ended(outcome)));
				if (!isAtWork) {
					await this.#rest();
				}
			}
		});
	}

	/** Marks that the lines below belong to a new run of the batch. */
	takeUp(): Promise<void> {
		this.#isResumed = true;
		this.#run = this.#store.startRun(this.file);
		return this.#write(() => ({ kind: 'taken-up' }));
	}

	/** Writes down how these files are sent from now on: the person may have decided anew. */
	plan(files: readonly PlannedFile[], fields: UploadFields): Promise<void> {
		const ours = files.filter(file => this.#has(file));
		return this.#write(() => ({
			kind: 'planned',
			fields: { ...fields },
			files: ours.map(({ uri, parentId }) => ({
				file: this.#placeOf(uri),
				...(parentId !== undefined && { parentId }),
			})),
		}));
	}

	/** Marks these files as given up. The caller has told the person. */
	async giveUp(files: readonly Pick<PlannedFile, 'uri'>[]): Promise<void> {
		const ours = files.filter(file => this.#has(file));
		await Promise.all(ours.map(({ uri }) => this.#write(() => ({ kind: 'let-go', file: this.#placeOf(uri) }))));
	}

	async #requireRun(run: number): Promise<void> {
		const isLatest = run === this.#store.latestRun(this.file);
		const isOurs = this.#state !== 'kept' || (isLatest && (await this.#store.has(this.file)));
		if (!isOurs || this.#state === 'taken') {
			throw new CorError('unexpected', 'somebody else goes on with the batch');
		}
	}

	/** Whether another window has resumed the batch. What follows in the journal is that one's. */
	async #isTaken(): Promise<boolean> {
		if (this.#state !== 'taken' && (await this.#store.isTaken(this.file))) {
			this.#state = 'taken';
			await this.file.close().catch(() => {}); // nothing is left to write
		}
		return this.#state === 'taken';
	}

	async #retake(): Promise<boolean> {
		const isLatest = this.#run === this.#store.latestRun(this.file);
		if (!isLatest || !(await this.#store.retake(this.file))) {
			return false;
		}
		this.#isAtWork = true;
		return true;
	}

	async #rest(): Promise<void> {
		if (this.#state === 'kept') {
			await this.#guard(() => this.file.flush());
			await this.#guard(async () => {
				const reading = await readInTurns(await this.file.read());
				if (reading.status === 'read' && restOf(reading.journal).length === 0) {
					this.#state = 'through';
					await this.#store.end(this.file, reading.journal);
				}
				await this.file.close();
			});
		}
		this.#isAtWork = false;
		await this.#store.rest(this.file);
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
			if (!isMissing(error)) {
				this.#warnOfRefusal(error);
			} else if (!(await this.#isTaken().catch(() => false))) {
				this.#state = 'given-up';
				this.#log.warn(`the batch goes on without a journal: ${String(error)}`);
				await this.file.close().catch(() => {}); // nothing is left to write
			}
		}
	}

	#warnOfRefusal(error: unknown): void {
		if (!this.#isRefused) {
			this.#isRefused = true;
			this.#log.warn(`the journal of the batch is written later: ${String(error)}`);
		}
	}

	#has({ uri }: Pick<PlannedFile, 'uri'>): boolean {
		return this.#places.has(withoutPassword(uri));
	}

	#placeOf(uri: string): number {
		const place = this.#places.get(withoutPassword(uri));
		if (place === undefined) {
			throw new Error('the journal of the batch does not contain this file');
		}
		return place;
	}
}
