import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { Standing, Tally } from '../../attach/delivery/tally.js';
import type { PlannedFile } from '../../attach/plan/plan.js';
import { plainText } from '../../attach/text/plain-text.js';
import { formatBytes, formatCount, formatPercent } from '../messages/format.js';

const silenceMs = 300;

type Progress = vscode.Progress<{ message?: string; increment?: number }>;

// VS Code itself delays reports by this time.
const reportEveryMs = 100;

/** Reports progress to the notification, within a tenth of a second and at most that often. */
export class ProgressReporter implements vscode.Disposable {
	label = '';
	readonly #progress: Progress;
	readonly #tally: Tally;
	#watched: readonly PlannedFile[] = [];
	#reportedPercent = 0;
	#reportedAt = Number.NEGATIVE_INFINITY;
	#next: NodeJS.Timeout | undefined;

	constructor(progress: Progress, tally: Tally) {
		this.#progress = progress;
		this.#tally = tally;
	}

	dispose(): void {
		clearTimeout(this.#next);
	}

	move(file: PlannedFile, bytes: number): void {
		this.#tally.move(file, bytes);
		this.#reportSoon();
	}

	end(file: PlannedFile): void {
		this.#tally.end(file);
		this.#reportSoon();
	}

	/** Shows that these files are being looked for on the task. */
	watch(files: readonly PlannedFile[]): void {
		this.#watched = files;
		this.report();
	}

	/** Reports immediately. */
	report(): void {
		clearTimeout(this.#next);
		this.#next = undefined;
		this.#reportedAt = performance.now();
		const standing = this.#tally.standing;
		const increment = standing.percent - this.#reportedPercent;
		this.#reportedPercent = standing.percent;
		this.#progress.report({ message: this.#message(standing), increment });
	}

	// Always reports the last of several moves, because the next one may come much later.
	#reportSoon(): void {
		const restMs = this.#reportedAt + reportEveryMs - performance.now();
		if (restMs <= 0) {
			this.report();
		} else {
			this.#next ??= setTimeout(() => this.report(), restMs);
		}
	}

	#watching(): string | undefined {
		const [first, ...others] = this.#watched;
		if (!first) {
			return undefined;
		}
		return others.length === 0
			? vscode.l10n.t('checking whether {0} arrived', plainText(first.name, 60))
			: vscode.l10n.t('checking whether {0} files arrived', formatCount(this.#watched.length));
	}

	#message({ ended, files, name, bytes, totalBytes, percent, isWaiting }: Standing): string {
		const task = plainText(this.label, 60);
		const sent = formatBytes(bytes);
		const total = formatBytes(totalBytes);
		const share = formatPercent(percent);
		const file = this.#watching() ?? (isWaiting ? vscode.l10n.t('Waiting for COR…') : plainText(name, 60));
		return files === 1
			? vscode.l10n.t('{0}: {1} of {2} ({3}) · {4}', task, sent, total, share, file)
			: vscode.l10n.t(
					'{0}: {1} of {2} files, {3} of {4} ({5}) · {6}',
					task,
					formatCount(ended),
					formatCount(files),
					sent,
					total,
					share,
					file,
				);
	}
}

/**
 * After a cancel, VS Code closes the progress. If ending takes longer than a moment, this shows what is still being
 * waited for.
 */
export async function showCancelling(sending: Promise<void>, shownAtLeastMs: number): Promise<void> {
	let isOver = false;
	await Promise.race([delay(silenceMs), sending.finally(() => (isOver = true))]);
	if (!isOver) {
		const title = vscode.l10n.t('COR');
		await vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title }, async progress => {
			progress.report({ message: vscode.l10n.t('Cancelling: checking what was already sent…') });
			await Promise.all([sending, delay(shownAtLeastMs)]);
		});
	}
}
