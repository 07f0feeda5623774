import type { Attempt, Baseline } from '../attachment.js';
import type { Outcome } from '../outcome.js';
import type { PlannedFile } from '../plan/plan.js';
import type { PostedEnd } from './courier.js';

/** The ends of files, or the ends that one request had for its files. */
export type Ends = ReadonlyMap<PlannedFile, PostedEnd>;

/** Writes a journal for recovery after a crash. Each promise resolves when the line is safely on disk. */
export interface DeliveryRecord {
	/**
	 * Records the baseline and the sender of the requests that follow. Called before the first request and after a change
	 * of sender.
	 */
	began(baseline: Baseline, userId: number | undefined): Promise<void>;
	/** Records a request before it starts. `at` is in epoch milliseconds. Rejects if the file must not be sent. */
	sending(file: PlannedFile, size: number, at: number): Promise<void>;
	/**
	 * Records an end. An `unknown` end is recorded before looking for the file; a later end of the same file replaces it.
	 */
	ended(outcome: Outcome<PlannedFile>): Promise<void>;
}

export interface LedgerPorts {
	/** `undefined` if this batch has no journal. */
	readonly record: DeliveryRecord | undefined;
	/** Called for each file when it has ended. */
	onEnd(outcome: Outcome<PlannedFile>): void;
}

/** A file of `size` bytes whose request has no known end. */
interface Doubted {
	readonly file: PlannedFile;
	readonly size: number;
	readonly end: PostedEnd;
}

/** What the files of one request share. */
interface SentTogether {
	readonly baseline: Baseline;
	/** When the request started, in epoch milliseconds. */
	readonly sentAt: number;
	/** Id of the COR user who sent it; `undefined` if it can't be read now. */
	sender(): Promise<number | undefined>;
}

/** Collects how each file ended. Writes each end to the journal before reporting it. */
export class Ledger {
	readonly #ports: LedgerPorts;
	readonly #begunAt = new Map<PlannedFile, number>();
	readonly #outcomes = new Map<PlannedFile, Outcome<PlannedFile>>();
	readonly #missed = new Map<PlannedFile, readonly Attempt[]>();
	/** Files whose last request is in the journal without its sender. */
	readonly #unsigned = new Set<PlannedFile>();
	#knowsSender = false;

	constructor(ports: LedgerPorts) {
		this.#ports = ports;
	}

	/** Starts measuring the time of these files, unless it has started already. */
	begin(files: readonly PlannedFile[]): void {
		for (const file of files) {
			this.#begunAt.set(file, this.#begunAt.get(file) ?? performance.now());
		}
	}

	/** Records the baseline and the sender. `userId` is `undefined` if the sender is unknown. */
	async began(baseline: Baseline, userId: number | undefined): Promise<void> {
		this.#knowsSender = userId !== undefined;
		await this.#ports.record?.began(baseline, userId);
	}

	/** Records a request. Rejects if the file must not be sent. */
	async sending(file: PlannedFile, size: number, at: number): Promise<void> {
		if (this.#knowsSender || !this.#ports.record) {
			this.#unsigned.delete(file);
		} else {
			this.#unsigned.add(file);
		}
		await this.#ports.record?.sending(file, size, at);
	}

	/**
	 * Records the doubts first, so that they survive a crash: the files may be stored. Returns the sender, if it can be
	 * read now. Requests that were recorded without their sender are recorded again with it.
	 */
	async doubt(doubts: readonly Doubted[], { baseline, sentAt, sender }: SentTogether): Promise<number | undefined> {
		const write = () => Promise.all(doubts.map(({ file, end }) => this.#ports.record?.ended({ file, end, tookMs: 0 })));
		const unsigned = doubts.filter(({ file }) => this.#unsigned.has(file));
		if (unsigned.length === 0) {
			await write();
			return sender();
		}
		const userId = await sender();
		if (userId !== undefined) {
			await this.began(baseline, userId);
			const again = unsigned.map(({ file, size }) => this.sending(file, size, sentAt));
			await Promise.all(again).catch(() => {}); // another window has resumed the batch and looks for them
		}
		await write();
		return userId;
	}

	/** Remembers a request whose file the task's list didn't show. From here on the file is treated as not stored. */
	miss(file: PlannedFile, attempt: Attempt): void {
		this.#missed.set(file, [...(this.#missed.get(file) ?? []), attempt]);
	}

	hasMissed(file: PlannedFile): boolean {
		return this.#missed.has(file);
	}

	async settle(ends: Ends): Promise<void> {
		const now = performance.now();
		const outcomes = [...ends].map(([file, { isOwn: _, ...end }]): Outcome<PlannedFile> => {
			const missed = this.#missed.get(file);
			return { file, end, tookMs: now - (this.#begunAt.get(file) ?? now), ...(missed && { missed }) };
		});
		await Promise.all(outcomes.map(outcome => this.#ports.record?.ended(outcome)));
		for (const outcome of outcomes) {
			this.#outcomes.set(outcome.file, outcome);
			this.#ports.onEnd(outcome);
		}
	}

	/** The outcomes of those of the files that have ended, in order. */
	outcomesOf(files: readonly PlannedFile[]): Outcome<PlannedFile>[] {
		return files.flatMap(file => this.#outcomes.get(file) ?? []);
	}
}
