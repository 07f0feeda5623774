import * as vscode from 'vscode';
import { listExactly, mayBeInexact } from '../../machine/exact-path.js';

const types = { file: vscode.FileType.File, folder: vscode.FileType.Directory, other: vscode.FileType.Unknown };

/** What is in a folder. Rejects where it cannot be listed. */
export async function readFolder(folder: vscode.Uri): Promise<[name: string, type: vscode.FileType][]> {
	if (folder.scheme !== 'file' || !mayBeInexact(folder.path)) {
		return vscode.workspace.fs.readDirectory(folder);
	}
	// The editor does not find it where a name on its path is not UTF-8.
	const entries = await listExactly(folder.fsPath);
	return entries.map(({ name, kind }) => [name, types[kind]]);
}
