import * as vscode from 'vscode';
import { workspaceFolder } from './workspace.js';

const run = (command: string, ...args: readonly unknown[]) => vscode.commands.executeCommand(command, ...args);

/** Gives the explorer the focus and selects these of its first rows: as many as are wanted, or none. */
export async function selectFirstInExplorer(count: number): Promise<void> {
	await run('workbench.files.action.focusFilesExplorer');
	await run('workbench.files.action.refreshFilesExplorer');
	await run('list.clear');
	if (count > 0) {
		await run('list.focusFirst');
		await run('list.toggleSelection');
	}
	for (let more = 1; more < count; more++) {
		await run('list.expandSelectionDown');
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
