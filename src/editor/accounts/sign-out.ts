import * as vscode from 'vscode';
import { plainText } from '../../attach/text/plain-text.js';
import type { Account } from '../../machine/sessions/account.js';
import type { SignOutEnd } from '../../machine/sessions/window-sessions.js';
import { ask } from '../messages/ask.js';
import { accountItem } from './account-words.js';
import { isOfStore, requireApiUrl } from './connect.js';
import type { SignInParts } from './sign-in.js';

/** Signs out after a confirmation. If there are several accounts, the person chooses. */
export async function signOut({ accounts, log }: Pick<SignInParts, 'accounts' | 'log'>): Promise<void> {
	const apiUrl = requireApiUrl();
	const signedIn = await accounts.list(apiUrl).catch((error: unknown) => {
		if (isOfStore(error)) {
			return undefined; // an unreadable store can still be cleared
		}
		throw error;
	});
	const who = signedIn && signedIn.length > 1 ? await askWho(signedIn) : 'all';
	if (!who || (signedIn?.length !== 0 && !(await isMeant(who === 'all' ? signedIn : [who])))) {
		return;
	}
	const end = await accounts.signOut(apiUrl, who === 'all' ? undefined : who.id);
	log.info(`sign-out: ${end}`);
	const environment = accounts.hasEnvironmentCredential
		? ` ${vscode.l10n.t("The editor's environment still provides credentials (COR_TOKEN or COR_API_KEY).")}`
		: '';
	const sentence = who === 'all' ? signOutSentence(end) : oneOfSeveralSentence(end, who);
	// VS Code shows only one line of an error message without buttons.
	const show = end === 'not-removed' ? vscode.window.showErrorMessage : vscode.window.showInformationMessage;
	void ask(log, show, sentence + environment, ['show-log']);
}

async function askWho(signedIn: readonly Account[]): Promise<Account | 'all' | undefined> {
	const items = [
		...signedIn.map(account => ({ ...accountItem(account), who: account })),
		{ label: vscode.l10n.t('All accounts'), who: 'all' as const },
	];
	const choice = await vscode.window.showQuickPick(items, {
		title: vscode.l10n.t('Sign Out of COR'),
		ignoreFocusOut: true,
		placeHolder: vscode.l10n.t('Choose the account to sign out in all windows'),
	});
	return choice?.who;
}

async function isMeant(who: readonly Account[] | undefined): Promise<boolean> {
	const signOutButton = vscode.l10n.t('Sign Out');
	const names = who?.map(({ label }) => plainText(label, 80)).join(', ');
	const choice = await vscode.window.showWarningMessage(
		names === undefined ? vscode.l10n.t('Sign out of COR?') : vscode.l10n.t('Sign {0} out of COR?', names),
		{
			modal: true,
			detail: vscode.l10n.t(
				'Your credentials will be removed from this machine. COR shows a client secret only once, so make sure you have a copy.',
			),
		},
		signOutButton,
	);
	return choice === signOutButton;
}

export function signOutSentence(end: SignOutEnd): string {
	switch (end) {
		case 'removed':
			return vscode.l10n.t('Signed out of COR. Your credentials were removed from this machine.');
		case 'nobody':
			return vscode.l10n.t("You weren't signed in to COR.");
		case 'not-removed':
			return vscode.l10n.t(
				"The editor's secret storage failed. This window no longer uses your credentials, but they may still be on this machine. Try again later.",
			);
	}
}

function oneOfSeveralSentence(end: SignOutEnd, { label }: Account): string {
	return end === 'removed'
		? vscode.l10n.t('Signed {0} out of COR. The credentials were removed from this machine.', plainText(label, 80))
		: signOutSentence(end);
}
