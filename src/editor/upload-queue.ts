import * as vscode from 'vscode';
import { runBatch } from '../attach/batch.js';
import type { FileEnd, Outcome } from '../attach/outcome.js';
import type { PlannedFile } from '../attach/plan.js';
import { type Standing, Tally } from '../attach/tally.js';
import { formatBytes } from './format.js';
import { plainText } from './plain-text.js';
import { withSignal } from './with-signal.js';

/** Files for one task. */
export interface Batch {
	/** The task as people know it. */
	readonly label: string;
	readonly files: readonly PlannedFile[];
	send(file: PlannedFile, signal: AbortSignal, onProgress: (fileBytes: number) => void): Promise<FileEnd>;
	/** Told of each file as it ends. */
	onEnd(outcome: Outcome<PlannedFile>): void;
}

interface Waiting {
	readonly batch: Batch;
	resolve(outcomes: Outcome<PlannedFile>[]): void;
}

type Progress = vscode.Progress<{ message?: string; increment?: number }>;

const concurrency = 2; // COR publishes no quota (cor-api §9, 23)
const reportEveryMs = 200;

/** Sends batches one after another, all under one progress notification, whose cancel button stops them all. */
export class UploadQueue {
	readonly #waiting: Waiting[] = [];
	#tally = new Tally();
	#isRunning = false;

	/** Never rejects: one outcome for each file. */
	run(batch: Batch): Promise<Outcome<PlannedFile>[]> {
		this.#tally.add(batch.files);
		return new Promise(resolve => {
			this.#waiting.push({ batch, resolve });
			if (!this.#isRunning) {
				this.#isRunning = true;
				void this.#show(); // never rejects: runBatch does not
			}
		});
	}

	async #show(): Promise<void> {
		const where = { location: vscode.ProgressLocation.Notification, title: vscode.l10n.t('COR'), cancellable: true };
		const tellLast = await vscode.window.withProgress(where, (progress, token) =>
			withSignal(token, signal => this.#drain(progress, signal)),
		);
		// After the progress has gone, so that its result is not a second notification beside it.
		tellLast();
	}

	async #drain(progress: Progress, signal: AbortSignal): Promise<() => void> {
		let tellLast = (): void => {};
		const reporter = new Reporter(progress, this.#tally);
		for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) {
			tellLast();
			const { batch, resolve } = next;
			reporter.label = batch.label;
			const outcomes = await runBatch(batch.files, {
				concurrency,
				signal,
				send: (file, abort) => {
					reporter.move(file, 0);
					return batch.send(file, abort, bytes => reporter.move(file, bytes));
				},
				onEnd: outcome => {
					reporter.end(outcome.file);
					batch.onEnd(outcome);
				},
			});
			tellLast = () => resolve(outcomes);
		}
		this.#tally = new Tally();
		this.#isRunning = false;
		return tellLast;
	}
}

/** Tells the notification how far things are, at most five times a second. */
class Reporter {
	label = '';
	readonly #progress: Progress;
	readonly #tally: Tally;
	#reportedPercent = 0;
	#reportedAt = Number.NEGATIVE_INFINITY;

	constructor(progress: Progress, tally: Tally) {
		this.#progress = progress;
		this.#tally = tally;
	}

	move(file: PlannedFile, bytes: number): void {
		this.#tally.move(file, bytes);
		this.#report();
	}

	end(file: PlannedFile): void {
		this.#tally.end(file);
		this.#report();
	}

	#report(): void {
		const now = performance.now();
		if (now - this.#reportedAt < reportEveryMs) {
			return;
		}
		this.#reportedAt = now;
		const standing = this.#tally.standing;
		const increment = standing.percent - this.#reportedPercent;
		this.#reportedPercent = standing.percent;
		this.#progress.report({ message: this.#message(standing), increment });
	}

	#message({ ended, files, name, bytes, totalBytes, percent }: Standing): string {
		return vscode.l10n.t(
			'{0}: {1} of {2} files, {3} of {4} ({5} %) · {6}',
			plainText(this.label, 60),
			ended,
			files,
			formatBytes(bytes),
			formatBytes(totalBytes),
			percent,
			plainText(name, 60),
		);
	}
}
