import { setMaxListeners } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import { Tally } from '../../attach/delivery/tally.js';
import type { Outcome } from '../../attach/outcome.js';
import type { PlannedFile } from '../../attach/plan/plan.js';
import { withSignal } from '../messages/with-signal.js';
import type { ProgressReporter } from './progress-reporter.js';

/** Files for one task. */
export interface Batch {
	/** The task as people know it. */
	readonly label: string;
	readonly files: readonly PlannedFile[];
	/** Whoever asked for it gives up by this. */
	readonly signal?: AbortSignal | undefined;
	/** Sends them. Never rejects: one outcome for each file. */
	run(signal: AbortSignal, watcher: BatchWatcher): Promise<Outcome<PlannedFile>[]>;
}

/** Told how far a batch is. */
export interface BatchWatcher {
	/** So many bytes of the file have left. */
	move(file: PlannedFile, fileBytes: number): void;
	end(file: PlannedFile): void;
	/** These are looked for on the task. */
	watch(files: readonly PlannedFile[]): void;
}

interface Waiting {
	readonly batch: Batch;
	resolve(outcomes: Outcome<PlannedFile>[]): void;
}

/** Batches that share one progress. */
interface Round {
	readonly waiting: Waiting[];
	readonly tally: Tally;
	/** Batches that have not ended. */
	left: number;
	/** Called when a batch comes in. */
	onArrival(): void;
}

// The editor itself keeps a progress on the screen for 800 ms; a result that came sooner would stand beside it.
const shownAtLeastMs = 900;

/** Sends batches one after another, all under one progress notification, whose cancel button stops them all. */
export class UploadQueue {
	readonly #moves = new vscode.EventEmitter<number | undefined>();
	/** How many percent of what is under way have left; `undefined` when nothing is any more. */
	readonly onDidMove = this.#moves.event;
	#round: Round | undefined;
	#shown: Promise<void> = Promise.resolve();

	/** Never rejects: one outcome for each file. */
	run(batch: Batch): Promise<Outcome<PlannedFile>[]> {
		return new Promise(resolve => {
			const round = this.#round ?? { waiting: [], tally: new Tally(), left: 0, onArrival: () => {} };
			round.tally.add(batch.files);
			round.waiting.push({ batch, resolve });
			round.left += 1;
			round.onArrival();
			if (!this.#round) {
				this.#round = round;
				this.#shown = this.#show(round); // never rejects: no batch does
			}
		});
	}

	/** Resolves when a result can be shown: at once while the progress goes on for other batches, else when it is gone. */
	async hasRoom(): Promise<void> {
		await (this.#round && this.#round.left > 0 ? undefined : this.#shown);
	}

	async #show(round: Round): Promise<void> {
		const where = { location: vscode.ProgressLocation.Notification, title: vscode.l10n.t('COR'), cancellable: true };
		const startedAt = performance.now();
		let cancelling: Promise<void> | undefined;
		await vscode.window.withProgress(where, (progress, token) =>
			withSignal(token, async signal => {
				const report: typeof progress.report = step => {
					progress.report(step);
					this.#moves.fire(this.#round === round ? round.tally.standing.percent : undefined);
				};
				const { ProgressReporter, showCancelling } = await import('./progress-reporter.js'); // not needed to start the extension
				const reporter = new ProgressReporter({ report }, round.tally);
				const sendAll = async (): Promise<void> => {
					do {
						await drain(round, reporter, signal);
						const restMs = signal.aborted ? 0 : Math.max(0, startedAt + shownAtLeastMs - performance.now());
						await Promise.race([delay(restMs), arrival(round)]);
					} while (round.waiting.length > 0);
				};
				const sending = sendAll();
				whenAborted(signal, () => {
					this.#close(round); // what is attached after a cancel was not meant by it
					cancelling = showCancelling(sending, shownAtLeastMs);
				});
				await sending;
				reporter.dispose();
				this.#close(round);
			}),
		);
		await cancelling;
	}

	#close(round: Round): void {
		if (this.#round === round) {
			this.#round = undefined;
			this.#moves.fire(undefined);
		}
	}
}

async function drain(round: Round, reporter: ProgressReporter, signal: AbortSignal): Promise<void> {
	for (let next = round.waiting.shift(); next; next = round.waiting.shift()) {
		const { batch, resolve } = next;
		reporter.label = batch.label;
		const either = batch.signal ? AbortSignal.any([signal, batch.signal]) : signal;
		setMaxListeners(0, either); // every file that waits for something listens
		const outcomes = await batch.run(either, reporter);
		reporter.report();
		round.left -= 1;
		resolve(outcomes);
	}
}

function whenAborted(signal: AbortSignal, run: () => void): void {
	signal.addEventListener('abort', run, { once: true });
	if (signal.aborted) {
		run();
	}
}

/** Resolves when a batch comes in: it does not wait for the progress to have been shown long enough. */
function arrival(round: Round): Promise<void> {
	return new Promise(resolve => {
		round.onArrival = resolve;
	});
}
