import * as vscode from 'vscode';
import { readAs } from '../../attach/schemas.js';
import { activeTabFiles } from './tabs.js';
import { uri } from './uri.js';

/** The clicked file, otherwise the files of the active tab. */
export function clickedUris(clicked: unknown): readonly vscode.Uri[] {
	const item = readAs(uri, clicked);
	return item ? [item] : activeTabFiles().uris;
}

/** Asks for files if nothing is selected and no tab is open. Empty if the person gives up. */
export async function askFiles(): Promise<readonly vscode.Uri[]> {
	const chosen = await vscode.window.showOpenDialog({
		title: vscode.l10n.t('Choose Files to Attach'),
		openLabel: vscode.l10n.t('Attach'),
		canSelectMany: true,
	});
	return chosen ?? [];
}

/** Asks for one file. */
export async function askFile(): Promise<vscode.Uri | undefined> {
	const chosen = await vscode.window.showOpenDialog({
		title: vscode.l10n.t('Choose the New Version'),
		openLabel: vscode.l10n.t('Attach'),
	});
	return chosen?.[0];
}
