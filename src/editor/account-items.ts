import * as vscode from 'vscode';
import type { Account } from './account.js';
import { formatDate } from './format.js';
import { plainText } from './plain-text.js';

/** An account as a row of a list. */
export function accountItem({ label, since }: Account): vscode.QuickPickItem {
	return {
		label: `$(account) ${plainText(label, 80)}`,
		detail: vscode.l10n.t('signed in since {0}', formatDate(since)),
	};
}
