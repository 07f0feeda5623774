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
