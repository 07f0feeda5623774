import * as vscode from 'vscode';
import type { StoreReport } from '../../machine/sessions/kept-sessions.js';
import { ask } from '../messages/ask.js';
import type { UploadQueue } from '../sending/upload-queue.js';

/** Writes what the secret storage could not do into the log, and says so once where the person will have to sign in again. */
export function storeReport(log: vscode.LogOutputChannel, queue: Pick<UploadQueue, 'hasRoom'>): StoreReport {
	let isSaid = false;
	const say = async (): Promise<void> => {
		await queue.hasRoom();
		const sentence = vscode.l10n.t(
			'The renewed credential could not be stored on this machine. It is kept until this window closes; then you have to sign in again.',
		);
		if (await ask(vscode.window.showWarningMessage, sentence, ['show-log'])) {
			log.show(true);
		}
	};
	return {
		onFailure: ({ message }) => log.error(`the secret storage failed: ${message}`),
		onNotKept: ({ message }) => {
			log.error(`the secret storage failed to keep the renewed credential: ${message}`);
			if (!isSaid) {
				isSaid = true;
				say().catch((error: unknown) => log.error(String(error)));
			}
		},
	};
}
