import * as vscode from 'vscode';
import { formatPercent } from '../messages/format.js';
import type { UploadQueue } from './upload-queue.js';

/** The text while nothing is being sent, and the sentence for its tooltip. */
interface IdleWords {
	readonly text: string;
	readonly sentence: string;
}

/**
 * The extension's status bar item. Shows the progress of uploads, otherwise that some can be resumed, otherwise the
 * branch's task, otherwise nothing.
 */
export class StatusItem implements vscode.Disposable {
	readonly #item = vscode.window.createStatusBarItem('corAttachments.status', vscode.StatusBarAlignment.Right);
	readonly #subscription: vscode.Disposable;
	#percent: number | undefined;
	#isRestWaiting = false;
	#branchTask: IdleWords | undefined;

	constructor({ onDidMove }: UploadQueue) {
		this.#item.name = 'COR Attachments';
		this.#subscription = onDidMove(percent => {
			this.#percent = percent;
			this.#tell();
		});
	}

	dispose(): void {
		this.#subscription.dispose();
		this.#item.dispose();
	}

	/** Whether there are interrupted uploads that the person wants to resume later. */
	set isRestWaiting(isWaiting: boolean) {
		this.#isRestWaiting = isWaiting;
		this.#tell();
	}

	/** The branch's task; `undefined` if there is none or it should be hidden. */
	set branchTask(words: IdleWords | undefined) {
		this.#branchTask = words;
		this.#tell();
	}

	#tell(): void {
		if (this.#percent !== undefined) {
			const share = formatPercent(this.#percent);
			this.#show('cloud-upload', share, vscode.l10n.t('COR: {0} sent', share), 'notifications.showList');
		} else if (this.#isRestWaiting) {
			const sentence = vscode.l10n.t('COR: interrupted uploads. Click to resume');
			this.#show('history', 'COR', sentence, 'corAttachments.finishUploads');
		} else if (this.#branchTask) {
			const { text, sentence } = this.#branchTask;
			this.#show('git-branch', `COR ${text}`, sentence, 'corAttachments.attachFromTab');
		} else {
			this.#item.hide();
		}
	}

	#show(icon: string, text: string, sentence: string, command: string): void {
		this.#item.text = `$(${icon}) ${text}`;
		this.#item.tooltip = sentence;
		this.#item.accessibilityInformation = { label: sentence };
		this.#item.command = command;
		this.#item.show();
	}
}
