import * as vscode from 'vscode';
import type { Connection } from './accounts.js';
import { plainText } from './plain-text.js';
import { type TaskName, taskLabel } from './tell.js';
import { connectAnew, type Workbench } from './workbench.js';

/**
 * Asks the person to sign in again while a batch waits, at the address where the batch began, whatever the settings say
 * meanwhile. `undefined` where they give up.
 * An error with a button stays on the screen until it is answered; any other message would go away by itself.
 */
export async function askToReconnect(bench: Workbench, task: TaskName, apiUrl: URL): Promise<Connection | undefined> {
	const again = vscode.l10n.t('Sign In and Go On');
	const choice = await vscode.window.showErrorMessage(
		vscode.l10n.t(
			'COR no longer accepts the credential. Files for {0} are waiting: sign in again, and the rest is sent.',
			plainText(taskLabel(task), 80),
		),
		again,
		vscode.l10n.t('Stop'),
	);
	if (choice !== again) {
		return undefined;
	}
	return connectAnew(bench, apiUrl);
}
