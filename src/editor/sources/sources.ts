import * as v from 'valibot';
import * as vscode from 'vscode';
import { readAs } from '../../attach/schemas.js';

/** The editor's own, of which a copy is used: another extension's may become another, or throw when it is looked at. */
export const uri = v.pipe(
	v.custom<unknown>(value => value instanceof vscode.Uri),
	v.object({
		scheme: v.pipe(v.string(), v.nonEmpty()),
		authority: v.string(),
		path: v.string(),
		query: v.string(),
		fragment: v.string(),
	}),
	v.transform(parts => plainScheme(vscode.Uri.from(parts))),
);

/** The URI with the scheme of files of this machine as the editor writes it: a scheme may be in any case of letters. */
export function plainScheme(given: vscode.Uri): vscode.Uri {
	return /^file$/i.test(given.scheme) ? given.with({ scheme: 'file' }) : given;
}

/** What was clicked, else the file of the active tab. */
export function clickedUri(clicked: unknown): vscode.Uri | undefined {
	return readAs(uri, clicked) ?? activeTabUri();
}

/** Asks for files where nothing is selected and no tab is open. Empty where the person gives up. */
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
		title: vscode.l10n.t('Choose the File That Is the New Version'),
		openLabel: vscode.l10n.t('Attach'),
	});
	return chosen?.[0];
}

/** The file of the active tab. The tab and not the active text editor, which is missing for pictures and very large files. */
export function activeTabUri(): vscode.Uri | undefined {
	const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
	if (
		input instanceof vscode.TabInputText ||
		input instanceof vscode.TabInputCustom ||
		input instanceof vscode.TabInputNotebook
	) {
		return input.uri;
	}
	return input instanceof vscode.TabInputTextDiff || input instanceof vscode.TabInputNotebookDiff
		? input.modified
		: undefined;
}
