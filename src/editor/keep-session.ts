import * as vscode from 'vscode';
import { toCorError } from '../attach/errors.js';
import { personLabel } from './account.js';
import type { Accounts } from './accounts.js';
import { reachMilestone } from './context-keys.js';
import { plainText } from './plain-text.js';
import type { Session } from './stored-sessions.js';

/**
 * Stores a session, and offers to keep it until the window closes where the secret storage fails. `undefined` where the
 * person does not want that: it is kept nowhere then.
 */
export async function keepSession(
	accounts: Accounts,
	apiUrl: URL,
	session: Session,
	log: vscode.LogOutputChannel,
): Promise<Session | undefined> {
	try {
		await accounts.keep(apiUrl, session);
	} catch (error) {
		log.error(`the credential could not be stored: ${toCorError(error).message}`);
		const forNow = vscode.l10n.t('Keep for This Window');
		const choice = await vscode.window.showWarningMessage(
			vscode.l10n.t('This machine could not store the credential safely. It can be kept until this window closes.'),
			forNow,
		);
		if (choice !== forNow) {
			return undefined;
		}
		accounts.keepForThisWindow(apiUrl, session);
	}
	await reachMilestone('hasSignedIn');
	log.info(`signed in as user ${session.userId}`);
	vscode.window.setStatusBarMessage(vscode.l10n.t('Signed in to COR as {0}', plainText(personLabel(session))), 5_000);
	return session;
}
