import * as vscode from 'vscode';
import type { Standing, Tally } from '../../attach/delivery/tally.js';
import type { PlannedFile } from '../../attach/plan/plan.js';
import { plainText } from '../../attach/text/plain-text.js';
import { formatBytes, formatCount, formatPercent } from '../messages/format.js';

type Progress = vscode.Progress<{ message?: string; increment?: number }>;

const reportEveryMs = 200;

/** Tells the notification how far things are, at most five times a second. */
export class ProgressReporter {
	label = '';
	readonly #progress: Progress;
	readonly #tally: Tally;
	#watched: readonly PlannedFile[] = [];
	#reportedPercent = 0;
	#reportedAt = Number.NEGATIVE_INFINITY;

	constructor(progress: Progress, tally: Tally) {
		this.#progress = progress;
		this.#tally = tally;
	}

	move(file: PlannedFile, bytes: number): void {
		this.#tally.move(file, bytes);
		this.#reportNowAndThen();
	}

	end(file: PlannedFile): void {
		this.#tally.end(file);
		this.#reportNowAndThen();
	}

	/** These are looked for on the task: that is what people wait for. */
	watch(files: readonly PlannedFile[]): void {
		this.#watched = files;
		this.report();
	}

	/** Tells it now. */
	report(): void {
		this.#reportedAt = performance.now();
		const standing = this.#tally.standing;
		const increment = standing.percent - this.#reportedPercent;
		this.#reportedPercent = standing.percent;
		this.#progress.report({ message: this.#message(standing), increment });
	}

	#reportNowAndThen(): void {
		if (performance.now() - this.#reportedAt >= reportEveryMs) {
			this.report();
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

	#message({ ended, files, name, bytes, totalBytes, percent }: Standing): string {
		const task = plainText(this.label, 60);
		const sent = formatBytes(bytes);
		const total = formatBytes(totalBytes);
		const share = formatPercent(percent);
		const file = this.#watching() ?? plainText(name, 60);
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
