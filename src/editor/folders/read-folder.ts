import * as vscode from 'vscode';
import { CorError } from '../../attach/errors.js';
import { listExactly } from '../../machine/exact-path.js';
import { inTime } from '../../machine/in-time.js';

const types = {
	file: vscode.FileType.File,
	folder: vscode.FileType.Directory,
	link: vscode.FileType.SymbolicLink,
	other: vscode.FileType.Unknown,
};

const answerMs = 30_000; // a network drive needs time for thousands of entries

/**
 * The entries of a folder. Rejects if it can't be listed, or if the file system doesn't answer within `limitMs`
 * milliseconds.
 */
export async function readFolder(
	folder: vscode.Uri,
	limitMs = answerMs,
): Promise<[name: string, type: vscode.FileType][]> {
	const found = await inTime(list(folder), limitMs);
	if (!found) {
		throw new CorError('folder-unreadable', `the file system did not answer within ${limitMs} ms`);
	}
	return found;
}

async function list(folder: vscode.Uri): Promise<[name: string, type: vscode.FileType][]> {
	if (folder.scheme !== 'file') {
		return vscode.workspace.fs.readDirectory(folder);
	}
	// VS Code's API takes milliseconds per folder, and can't open paths that aren't UTF-8.
	const entries = await listExactly(folder.fsPath);
	return entries.map(({ name, kind }) => [name, types[kind]]);
}
