import * as vscode from 'vscode';
import { isInside, isWithin, RealFolders, realPlace } from '../../machine/real-places.js';

export { isWithin };

/**
 * Where a file or folder of the workspace really lies, if that is outside of all its folders: whoever wrote the
 * repository may have put a link there, under a harmless name, to what is only this person's. Where nobody can tell, it is
 * outside, and its own path is given. `undefined` for what is inside, for what was chosen from elsewhere, and for what is on no disk.
 * @param place where it really lies, where that is known already
 */
export async function placeOutside(
	uri: vscode.Uri,
	folders: RealFolders = new RealFolders(),
	place?: string,
): Promise<string | undefined> {
	const roots = (vscode.workspace.workspaceFolders ?? [])
		.filter(({ uri: { scheme } }) => scheme === 'file')
		.map(folder => folder.uri.fsPath);
	if (uri.scheme !== 'file' || !roots.some(root => isWithin(uri.fsPath, root))) {
		return undefined;
	}
	const real = place ?? (await realPlace(uri.fsPath));
	return real !== undefined && isInside(real, await folders.of(roots)) ? undefined : (real ?? uri.fsPath);
}
