import { realpath } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';

/**
 * Where a file or folder of the workspace really lies, if that is outside of all its folders: whoever wrote the
 * repository may have put a link there, under a harmless name, to what is only this person's. `undefined` for what is
 * inside, for what was chosen from elsewhere, and for what is on no disk.
 */
export async function placeOutside(uri: vscode.Uri): Promise<string | undefined> {
	const folders = (vscode.workspace.workspaceFolders ?? []).filter(({ uri: { scheme } }) => scheme === 'file');
	if (uri.scheme !== 'file' || !folders.some(folder => isWithin(uri.fsPath, folder.uri.fsPath))) {
		return undefined;
	}
	try {
		const place = await realpath(uri.fsPath);
		const roots = await Promise.all(folders.map(folder => realpath(folder.uri.fsPath)));
		return roots.some(root => isWithin(place, root)) ? undefined : place;
	} catch {
		return undefined; // it leads nowhere: reading it will fail, and say why
	}
}

/** Whether a path is that of a folder, or of something below it, as far as the paths tell. */
export function isWithin(file: string, folder: string): boolean {
	const relative = path.relative(folder, file);
	return !path.isAbsolute(relative) && relative.split(path.sep)[0] !== '..';
}
