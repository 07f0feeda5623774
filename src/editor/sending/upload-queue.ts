import { setMaxListeners } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import { Tally } from '../../attach/delivery/tally.js';
import type { Outcome } from '../../attach/outcome.js';
import type { PlannedFile } from '../../attach/plan/plan.js';
import { withSignal } from '../messages/with-signal.js';
import type { ProgressReporter } from './progress-reporter.js';

/** The files for one task. */
export interface Batch {
	/** The task's label. */
	readonly label: string;
	readonly files: readonly PlannedFile[];
	/** Aborts when the caller gives up. */
	readonly signal?: AbortSignal | undefined;
	/** Sends them. Never rejects: one outcome per file. */
	run(signal: AbortSignal, watcher: BatchWatcher): Promise<Outcome<PlannedFile>[]>;
}

/** Receives the progress of a batch. */
export interface BatchWatcher {
	/** Bytes of the file that have left so far. */
	move(file: PlannedFile, fileBytes: number): void;
	end(file: PlannedFile): void;
	/** These files are being looked for on the task. */
	watch(files: readonly PlannedFile[]): void;
}

interface Waiting {
	readonly batch: Batch;
	resolve(outcomes: Promise<Outcome<PlannedFile>[]>): void;
}

/** Batches that share one progress notification. */
interface Round {
	readonly waiting: Waiting[];
	readonly tally: Tally;
	/** Number of batches that have not ended. */
	left: number;
	/** Called when another batch is added. */
	onArrival(): void;
	/** Shows the progress as it is now. Missing until it is on the screen. */
	report?(): void;
}

// VS Code shows a progress for at least 800 ms; an earlier result would overlap with it.
const shownAtLeastMs = 900;

/** Sends batches one after another under one progress notification. Its cancel button stops all of them. */
export class UploadQueue {
	readonly #moves = new vscode.EventEmitter<number | undefined>();
	/** Fires with the percentage sent, and with `undefined` when nothing is being sent any more. */
	readonly onDidMove = this.#moves.event;
	#round: Round | undefined;
	#shown: Promise<void> = Promise.resolve();

	/** One outcome per file. Rejects only if `batch.run` does, and then goes on with the other batches. */
	run(batch: Batch): Promise<Outcome<PlannedFile>[]> {
		return new Promise(resolve => {
			const round = this.#round ?? { waiting: [], tally: new Tally(), left: 0, onArrival: () => {} };
			round.tally.add(batch.files);
			round.waiting.push({ batch, resolve });
			round.left += 1;
			round.onArrival();
			round.report?.(); // the file on its way may only be waiting for COR
			if (!this.#round) {
				this.#round = round;
				this.#shown = this.#show(round); // never rejects: a batch's error goes to its caller
			}
		});
	}

	/**
	 * Resolves when a result can be shown: immediately while other batches go on, otherwise when the progress
	 * notification is gone.
	 */
	async untilRoom(): Promise<void> {
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
				const { ProgressReporter, showCancelling } = await import('./progress-reporter.js'); // not needed for activation
				const reporter = new ProgressReporter({ report }, round.tally);
				round.report = () => reporter.report();
				const sendAll = async (): Promise<void> => {
					do {
						await drain(round, reporter, signal);
						const restMs = signal.aborted ? 0 : Math.max(0, startedAt + shownAtLeastMs - performance.now());
						await Promise.race([delay(restMs), arrival(round)]);
					} while (round.waiting.length > 0);
				};
				const sending = sendAll();
				whenAborted(signal, () => {
					this.#close(round); // a cancel doesn't apply to batches that are added later
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
		setMaxListeners(0, either); // every file adds listeners
		const outcomes = batch.run(either, reporter);
		await outcomes.catch(() => {}); // the caller has the error; the other batches go on
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

/** Resolves when another batch is added, so that it starts without waiting for the minimum display time. */
function arrival(round: Round): Promise<void> {
	return new Promise(resolve => {
		round.onArrival = resolve;
	});
}
