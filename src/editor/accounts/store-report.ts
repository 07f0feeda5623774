import * as vscode from 'vscode';
import type { StoreReport } from '../../machine/sessions/window-sessions.js';
import { ask } from '../messages/ask.js';

/** Logs what the secret storage could not do, and says so once where the person will have to sign in again. */
export function storeReport(log: vscode.LogOutputChannel): StoreReport {
	let isSaid = false;
	return {
		onFailure: ({ kind, message }) => log.error(`${kind}: ${message}`),
		onNotKept: ({ message }) => {
			log.error(`the renewed credential could not be stored: ${message}`);
			if (isSaid) {
				return;
			}
			isSaid = true;
			const sentence = vscode.l10n.t(
				'The renewed credential could not be stored on this machine. It is kept until this window closes; then you have to sign in again.',
			);
			void ask(vscode.window.showWarningMessage, sentence, ['show-log']).then(next => next && log.show(true));
		},
	};
}
