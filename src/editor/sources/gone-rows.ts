import * as vscode from 'vscode';

/**
 * Says that a row which was clicked had just been drawn anew, and returns whether it had: VS Code then passes
 * `undefined` in its place.
 * @param rows a menu's arguments that are rows; empty if the command was called without a row
 */
export function tellGoneRows(rows: readonly unknown[]): boolean {
	const isGone = rows.includes(undefined);
	if (isGone) {
		void vscode.window.showInformationMessage(vscode.l10n.t('The list was just refreshed. Try again.'));
	}
	return isGone;
}
