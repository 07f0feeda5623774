import * as vscode from 'vscode';
import type { StoreReport } from '../../machine/sessions/window-sessions.js';
import { ask } from '../messages/ask.js';

/**
 * Logs what the secret storage could not do. Shows it once if the person will have to sign in again.
 * @param progress tells when no other message of this extension is in the way
 */
export function storeReport(log: vscode.LogOutputChannel, progress: { untilRoom(): Promise<void> }): StoreReport {
	let isSaid = false;
	const say = async (): Promise<void> => {
		await progress.untilRoom();
		const sentence = vscode.l10n.t(
			"Your renewed credentials couldn't be stored on this machine. Once this window closes, you'll need to sign in again.",
		);
		await ask(log, vscode.window.showWarningMessage, sentence, ['show-log']);
	};
	return {
		onFailure: ({ kind, message }) => log.error(`${kind}: ${message}`),
		onNotKept: ({ message }) => {
			log.error(`the renewed credential could not be stored: ${message}`);
			if (!isSaid) {
				isSaid = true;
				say().catch((error: unknown) => log.error(String(error)));
			}
		},
	};
}
