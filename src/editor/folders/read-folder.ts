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

const answerMs = 30_000; // thousands of entries come slowly from a network drive

/** What is in a folder. Rejects where it cannot be listed, or its file system does not answer within so many milliseconds. */
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
	// The editor takes milliseconds for each, and does not find one where a name on its path is not UTF-8.
	const entries = await listExactly(folder.fsPath);
	return entries.map(({ name, kind }) => [name, types[kind]]);
}
