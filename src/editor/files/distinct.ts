import * as vscode from 'vscode';
import { withoutEndSlashes } from '../../attach/text/end-slashes.js';
import { sameName } from '../../attach/text/same-name.js';
import { isOneFile } from '../../machine/one-file.js';

/** Each thing once, whichever of its names was given: the first of them counts, in its plain form. */
export async function distinct(uris: readonly vscode.Uri[]): Promise<readonly vscode.Uri[]> {
	const plain = new Map(uris.map(plainlyNamed).map(uri => [uri.toString(), uri]));
	const alike = new Map<string, vscode.Uri[]>();
	for (const uri of plain.values()) {
		const key = sameName(uri.toString(true));
		const found = alike.get(key) ?? [];
		if (!(await isAmong(uri, found))) {
			found.push(uri);
		}
		alike.set(key, found);
	}
	const kept = new Set([...alike.values()].flat());
	return [...plain.values()].filter(uri => kept.has(uri));
}

/**
 * The URI without what makes another text of the same name: `.` and `..`, slashes twice or at the end, the case of a
 * drive's letter, and the fragment, which is no part of a file's name.
 */
export function plainlyNamed(uri: vscode.Uri): vscode.Uri {
	if (!uri.path.startsWith('/')) {
		return uri;
	}
	const hasFiles = vscode.workspace.fs.isWritableFileSystem(uri.scheme) !== undefined;
	const named = uri.with({
		...(hasFiles ? { fragment: '' } : {}),
		...(uri.scheme === 'file' ? { query: '' } : {}), // it may mean something to the file system of another extension
	});
	const path = withoutEndSlashes(vscode.Uri.joinPath(named, '.').path);
	const isRoot = path === '' || /^\/[a-z]:$/i.test(path);
	const withDrive = process.platform === 'win32' ? path.replace(/^\/[A-Z]:/, drive => drive.toLowerCase()) : path;
	return named.with({ path: isRoot ? `${withDrive}/` : withDrive });
}

async function isAmong(uri: vscode.Uri, others: readonly vscode.Uri[]): Promise<boolean> {
	for (const other of others) {
		if (uri.scheme === 'file' && (await isOneFile(uri.fsPath, other.fsPath))) {
			return true;
		}
	}
	return false;
}
