import type { Attempt, Baseline } from '../attachment.js';
import type { Outcome } from '../outcome.js';
import type { PlannedFile } from '../plan/plan.js';
import type { PostedEnd } from './courier.js';

/** How files ended, or how a request ended for them. */
export type Ends = ReadonlyMap<PlannedFile, PostedEnd>;

/** Writes down what happens, so that it is known after a crash. Each resolves when it is safe. */
export interface DeliveryRecord {
	/** What was on the task before, and whose uploads follow. Told before the first request, and when somebody else goes on. */
	began(baseline: Baseline, userId: number | undefined): Promise<void>;
	/**
	 * Told of each file before its request, with the bytes that it takes and when that begins, in epoch milliseconds. Rejects
	 * where the file must not go out.
	 */
	sending(file: PlannedFile, size: number, at: number): Promise<void>;
	/** Told of an unknown end before the file is looked for, too: the last that is told counts. */
	ended(outcome: Outcome<PlannedFile>): Promise<void>;
}

export interface LedgerPorts {
	/** `undefined` where nothing is written down. */
	readonly record: DeliveryRecord | undefined;
	/** Told of each file as it ends. */
	onEnd(outcome: Outcome<PlannedFile>): void;
}

/** A file of which nobody knows how its request with so many bytes ended. */
interface Doubted {
	readonly file: PlannedFile;
	readonly size: number;
	readonly end: PostedEnd;
}

/** What is known of one request beside its files. */
interface SentTogether {
	readonly baseline: Baseline;
	/** When it began, in epoch milliseconds. */
	readonly sentAt: number;
	/** Whose uploads these are; `undefined` where that cannot be known now. */
	sender(): Promise<number | undefined>;
}

/** How each file of a batch ended: it is written down first, then told. */
export class Ledger {
	readonly #ports: LedgerPorts;
	readonly #begunAt = new Map<PlannedFile, number>();
	readonly #outcomes = new Map<PlannedFile, Outcome<PlannedFile>>();
	readonly #missed = new Map<PlannedFile, readonly Attempt[]>();
	/** Those whose request is written down without whose upload it is. */
	readonly #unsigned = new Set<PlannedFile>();
	#knowsSender = false;

	constructor(ports: LedgerPorts) {
		this.#ports = ports;
	}

	/** These are taken up, for the first time or again. */
	begin(files: readonly PlannedFile[]): void {
		for (const file of files) {
			this.#begunAt.set(file, this.#begunAt.get(file) ?? performance.now());
		}
	}

	/** What was on the task before, and whose uploads follow, where that is known. */
	async began(baseline: Baseline, userId: number | undefined): Promise<void> {
		this.#knowsSender = userId !== undefined;
		await this.#ports.record?.began(baseline, userId);
	}

	/** Rejects where the file must not go out. */
	async sending(file: PlannedFile, size: number, at: number): Promise<void> {
		if (this.#knowsSender || !this.#ports.record) {
			this.#unsigned.delete(file);
		} else {
			this.#unsigned.add(file);
		}
		await this.#ports.record?.sending(file, size, at);
	}

	/**
	 * Why it is not known how these ended: that has to outlive a crash, since what was given up may still be stored. Gives whose
	 * uploads they are, where that is known by now; where it was not when they were sent, they are written down once more.
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
			await Promise.all(again).catch(() => {}); // another window has taken the batch up, and looks for them
		}
		await write();
		return userId;
	}

	/** The task's list did not show what this request sent: the file goes on as one that is not there. */
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

	/** Those of these files that ended, in order. */
	outcomesOf(files: readonly PlannedFile[]): Outcome<PlannedFile>[] {
		return files.flatMap(file => this.#outcomes.get(file) ?? []);
	}
}
