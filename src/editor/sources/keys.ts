import * as vscode from 'vscode';
import { baseName } from '../folders/folders.js';
import type { ExplorerSelection, Selected } from './explorer-selection.js';
import { askFiles } from './sources.js';
import { activeTabFiles, agreedFiles, type TabFiles } from './tabs.js';

type Unknown = Extract<Selected, { kind: 'unknown' }>;

/**
 * The files for a key pressed in the Explorer: its selection. Empty if nothing is selected, after saying so, or if the
 * person gives up.
 */
export async function selectedInExplorer(explorer: ExplorerSelection): Promise<readonly vscode.Uri[]> {
	const selected = await explorer.read();
	const known = selected.kind === 'unknown' ? await askWhich(explorer, selected) : selected;
	if (known.kind === 'none') {
		void vscode.window.showInformationMessage(vscode.l10n.t('Nothing to attach: nothing is selected in the Explorer.'));
		return [];
	}
	return known.uris;
}

/**
 * The files for a key pressed anywhere: the Explorer's selection if it has the focus, otherwise the active tab. If
 * neither is possible, asks the person. Empty if they give up.
 */
export async function meantByKey(explorer: ExplorerSelection): Promise<readonly vscode.Uri[]> {
	const selected = await explorer.read();
	const known = selected.kind === 'unknown' ? await askWhich(explorer, selected, activeTabFiles()) : selected;
	return known.kind === 'files' ? known.uris : activeTabOrAsked();
}

/** The files of the active tab. If there are none, asks the person. Empty if they give up. */
export async function activeTabOrAsked(): Promise<readonly vscode.Uri[]> {
	const active = activeTabFiles();
	return active.uris.length > 0 ? agreedFiles(active) : askFiles();
}

async function askWhich(
	explorer: ExplorerSelection,
	{ why }: Unknown,
	active: TabFiles = { uris: [] },
): Promise<Exclude<Selected, Unknown>> {
	const these = (uris: readonly vscode.Uri[]) => ({ kind: 'files', uris }) as const;
	const choose = {
		label: vscode.l10n.t('Choose Files…'),
		read: async () => these(await askFiles()),
	};
	const readAnyway = {
		label: vscode.l10n.t('Read the Explorer Selection'),
		detail: vscode.l10n.t("What's in the clipboard will be lost."),
		read: async () => {
			const selected = await explorer.read(true);
			return selected.kind === 'files' ? selected : these(await askFiles()); // the tab was one of the choices
		},
	};
	const rows = [
		choose,
		...(why === 'nothing-to-put-back' ? [readAnyway] : []),
		...(active.uris.length > 0
			? [
					{
						label: active.uris.map(baseName).join(', '),
						description: vscode.l10n.t('active tab'),
						read: async () => these(await agreedFiles(active)),
					},
				]
			: []),
	];
	const choice = await vscode.window.showQuickPick(rows, {
		title: vscode.l10n.t('Which files do you want to attach?'),
		placeHolder: explain(why),
	});
	return (await choice?.read()) ?? these([]);
}

function explain(why: Unknown['why']): string {
	switch (why) {
		case 'nothing-to-put-back':
			return vscode.l10n.t('The Explorer selection can only be read through the clipboard.');
		case 'clipboard':
			return vscode.l10n.t("Can't read the selection: the clipboard isn't available.");
		case 'paths':
			return vscode.l10n.t("Couldn't read the Explorer selection reliably.");
	}
}
