import * as vscode from 'vscode';
import { plainText } from '../../attach/text/plain-text.js';
import type { Connection } from '../../machine/sessions/connection.js';
import { type TaskName, taskLabel } from '../messages/names.js';
import { connectAnew } from './connect.js';
import type { SignInParts } from './sign-in.js';

/**
 * Asks the person to sign in again while a batch waits: at the batch's address, whatever the settings say now, and as
 * the same person, since nobody else may continue the batch. `undefined` if they give up. An error with a button stays
 * on the screen until it is answered; other messages disappear.
 */
export async function askToReconnect(
	parts: SignInParts,
	task: TaskName,
	refused: Connection,
): Promise<Connection | undefined> {
	const again = vscode.l10n.t('Sign In and Continue');
	const [waiting, label] = [taskLabel(task), refused.label ?? ''].map(text => plainText(text, 80));
	const choice = await vscode.window.showErrorMessage(
		label
			? vscode.l10n.t(
					'COR no longer accepts the credentials of {1}. The upload to {0} is paused. Sign in again to send the rest.',
					waiting ?? '',
					label,
				)
			: vscode.l10n.t(
					'COR no longer accepts your credentials. The upload to {0} is paused. Sign in again to send the rest.',
					waiting ?? '',
				),
		again,
		vscode.l10n.t('Stop'),
	);
	if (choice !== again) {
		return undefined;
	}
	return connectAnew(parts, refused.apiUrl, { only: refused.actor });
}
