import assert from 'node:assert/strict';
import * as vscode from 'vscode';

/** The folder that the editor of the suites has open. */
export function workspaceFolder(): vscode.Uri {
	const [folder] = vscode.workspace.workspaceFolders ?? [];
	assert.ok(folder);
	return folder.uri;
}

/** For the suite around it: after each test no editor is open, and what was typed into the active one is thrown away. */
export function useClosedEditors(): void {
	afterEach(async () => {
		await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
		await vscode.commands.executeCommand('workbench.action.closeAllEditors');
	});
}

/** Saves a document. VS Code gives a save up if the extension host, which it asks first, is busy for 1.75 s. */
export async function save(document: vscode.TextDocument): Promise<void> {
	while (!(await document.save())) {}
}

/** What is found once it is there, looked for after each of these events. */
export async function onceFound<Found>(
	events: readonly vscode.Event<unknown>[],
	find: () => Found | undefined,
): Promise<Found> {
	for (;;) {
		let listeners: readonly vscode.Disposable[] = [];
		const changed = new Promise(resolve => {
			listeners = events.map(event => event(resolve));
		});
		const found = find();
		if (found === undefined) {
			await changed;
		}
		vscode.Disposable.from(...listeners).dispose();
		if (found !== undefined) {
			return found;
		}
	}
}

/** Gives the explorer the focus and selects these of its first rows: as many as are wanted, or none. */
export async function selectFirstInExplorer(count: number): Promise<void> {
	await vscode.commands.executeCommand('workbench.files.action.focusFilesExplorer');
	await vscode.commands.executeCommand('workbench.files.action.refreshFilesExplorer');
	await vscode.commands.executeCommand('list.clear');
	if (count > 0) {
		await vscode.commands.executeCommand('list.focusFirst');
		await vscode.commands.executeCommand('list.toggleSelection');
	}
	for (let more = 1; more < count; more++) {
		await vscode.commands.executeCommand('list.expandSelectionDown');
	}
}

/** Empties the folder that the editor has open, and writes these files into it. */
export async function fillWorkspace(names: readonly string[]): Promise<readonly vscode.Uri[]> {
	const folder = workspaceFolder();
	for (const [name] of await vscode.workspace.fs.readDirectory(folder)) {
		await vscode.workspace.fs.delete(vscode.Uri.joinPath(folder, name), { recursive: true });
	}
	const uris = names.map(name => vscode.Uri.joinPath(folder, name));
	for (const uri of uris) {
		await vscode.workspace.fs.writeFile(uri, Buffer.from(`de ${uri.path}`));
	}
	return uris;
}
