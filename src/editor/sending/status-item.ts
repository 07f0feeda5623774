import * as vscode from 'vscode';
import { formatPercent } from '../messages/format.js';
import type { UploadQueue } from './upload-queue.js';

/** The one item in the status bar: how far uploads are while they run, else that some wait to be finished, else nothing. */
export class StatusItem implements vscode.Disposable {
	readonly #item = vscode.window.createStatusBarItem('corAttachments.status', vscode.StatusBarAlignment.Right);
	readonly #subscription: vscode.Disposable;
	#percent: number | undefined;
	#isRestWaiting = false;

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

	/** Whether there are uploads that were cut off, and that the person wants to finish later. */
	set isRestWaiting(isWaiting: boolean) {
		this.#isRestWaiting = isWaiting;
		this.#tell();
	}

	#tell(): void {
		if (this.#percent !== undefined) {
			const share = formatPercent(this.#percent);
			this.#show('cloud-upload', share, vscode.l10n.t('COR: {0} of the files sent', share), 'notifications.showList');
		} else if (this.#isRestWaiting) {
			const sentence = vscode.l10n.t('COR: interrupted uploads wait to be finished');
			this.#show('history', 'COR', sentence, 'corAttachments.finishUploads');
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
