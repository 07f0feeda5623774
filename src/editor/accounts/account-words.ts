import * as vscode from 'vscode';
import { plainText } from '../../attach/text/plain-text.js';
import type { Account } from '../../machine/sessions/account.js';
import type { Connection } from '../../machine/sessions/connection.js';
import { formatDate } from '../messages/format.js';

/** A row for an account. */
export function accountItem({ label, since }: Account): vscode.QuickPickItem {
	return {
		label: `$(account) ${plainText(label, 80)}`,
		detail: vscode.l10n.t('signed in since {0}', formatDate(since)),
	};
}

/** A title with the sender, if that is known. */
export function titleWithSender(title: string, { shortName }: Pick<Connection, 'shortName'>): string {
	return shortName === undefined ? title : vscode.l10n.t('{0} · as {1}', title, plainText(shortName, 50));
}

/** A button that switches the account, if there are several. */
export function senderButtons({ account }: Pick<Connection, 'account'>): readonly vscode.QuickInputButton[] {
	return account && !account.isOnly
		? [
				{
					iconPath: new vscode.ThemeIcon('account'),
					tooltip: vscode.l10n.t('Sends as {0}. Click to switch accounts', plainText(account.label, 80)),
				},
			]
		: [];
}
