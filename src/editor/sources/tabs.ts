import * as v from 'valibot';
import * as vscode from 'vscode';
import { amount, readAs } from '../../attach/schemas.js';
import { uri } from './uri.js';

/** The files that a tab shows. */
export interface TabFiles {
	readonly uris: readonly vscode.Uri[];
	/** How many files the tab shows, if VS Code names fewer. */
	readonly shows?: number;
}

const noFiles: TabFiles = { uris: [] };

// Recognized by their properties, because VS Code has no public classes for these tabs yet.
const merge = v.object({ base: uri, input1: uri, input2: uri, result: uri });
const multiDiff = v.object({ textDiffs: v.array(v.object({ modified: uri })) });

/** The second argument of a tab's menu: its place in the group. */
const place = v.object({ editorIndex: amount });

/**
 * The files of the active tab; none if it shows no file. Uses the tab, because pictures and very large files have no
 * text editor.
 */
export function activeTabFiles(): TabFiles {
	const { activeTab } = vscode.window.tabGroups.activeTabGroup;
	return activeTab ? filesOf(activeTab) : noFiles;
}

/**
 * The files of the tab whose menu was opened. If the tab shows changes of several files, the menu's URI isn't a file.
 * @param where the menu's second argument
 */
export function clickedTabFiles(clicked: vscode.Uri, where: unknown): TabFiles {
	const editorIndex = readAs(place, where)?.editorIndex;
	if (editorIndex === undefined || isFileName(clicked)) {
		return { uris: [clicked] };
	}
	// The menu doesn't say which group the tab is in.
	const here = vscode.window.tabGroups.all.map(({ tabs }) => tabs[editorIndex]);
	// A text has its own URI in one of the groups; a comparison of several files never does.
	if (here.some(tab => tab && !readAs(multiDiff, tab.input) && isAbout(tab, clicked))) {
		return { uris: [clicked] };
	}
	const [only, ...others] = here.filter(tab => readAs(multiDiff, tab?.input));
	return only && others.length === 0 ? filesOf(only) : { uris: [clicked] };
}

/** The files. If the tab shows more than VS Code names, none unless the person agrees to these. */
export async function agreedFiles({ uris, shows }: TabFiles): Promise<readonly vscode.Uri[]> {
	if (shows === undefined) {
		return uris;
	}
	const attach = vscode.l10n.t('Attach');
	const question = vscode.l10n.t('Attach {0} of the {1} files in this tab?', uris.length, shows);
	const choice = await vscode.window.showWarningMessage(question, { modal: true, detail: unnamedFiles() }, attach);
	return choice === attach ? uris : [];
}

/** Says that a tab shows files without naming them. */
export function unnamedFiles(): string {
	return vscode.l10n.t(
		"Added and deleted files are missing: the editor doesn't share them with extensions. You can attach added files from the Explorer.",
	);
}

function filesOf({ input, label }: vscode.Tab): TabFiles {
	if (
		input instanceof vscode.TabInputText ||
		input instanceof vscode.TabInputCustom ||
		input instanceof vscode.TabInputNotebook
	) {
		return { uris: [input.uri] };
	}
	if (input instanceof vscode.TabInputTextDiff || input instanceof vscode.TabInputNotebookDiff) {
		return { uris: [input.modified] };
	}
	const diffs = readAs(multiDiff, input)?.textDiffs;
	if (diffs) {
		const uris = [...new Map(diffs.map(({ modified }) => [modified.toString(), modified])).values()];
		const shows = countIn(label);
		return shows !== undefined && shows > diffs.length ? { uris, shows } : { uris };
	}
	const result = readAs(merge, input)?.result;
	return result ? { uris: [result] } : noFiles;
}

/** The number of files at the end of a label, in any language: `Changes (3 files)`. */
function countIn(label: string): number | undefined {
	const count = /[(（](\d{1,6})[^()（）\d]*[)）]$/.exec(label)?.[1];
	return count === undefined ? undefined : Number(count);
}

function isAbout(tab: vscode.Tab, uri: vscode.Uri): boolean {
	return filesOf(tab).uris.some(each => each.toString() === uri.toString());
}

function isFileName({ scheme }: vscode.Uri): boolean {
	return scheme === 'untitled' || vscode.workspace.fs.isWritableFileSystem(scheme) !== undefined;
}
