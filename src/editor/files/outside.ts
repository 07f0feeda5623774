import * as vscode from 'vscode';
import { isInside, isWithin, RealFolders, realPlace } from '../../machine/real-places.js';

/** Where the folders of the workspace really lie, as far as anybody can tell. */
export function realRoots(folders: RealFolders): Promise<readonly string[]> {
	return folders.of(roots());
}

/**
 * Where a file or folder of the workspace really lies, if that is outside of all its folders: whoever wrote the
 * repository may have put a link there, under a harmless name, to what is only this person's. Where nobody can tell, it is
 * outside, and its own path is given. `undefined` for what is inside, for what was chosen from elsewhere, and for what is on no disk.
 * @param place where it really lies, where that is known already
 * @param real where the folders of the workspace do
 */
export async function placeOutside(
	uri: vscode.Uri,
	place?: string,
	real: () => Promise<readonly string[]> = () => realRoots(new RealFolders()),
): Promise<string | undefined> {
	if (uri.scheme !== 'file' || !isInWorkspace(uri)) {
		return undefined;
	}
	const found = place ?? (await realPlace(uri.fsPath));
	return found !== undefined && isInside(found, await real()) ? undefined : (found ?? uri.fsPath);
}

/** Whether a folder really lies in a folder of the workspace, or around one, as far as anybody can tell in time. Never rejects. */
export async function isOfWorkspace(root: string, folders: RealFolders): Promise<boolean> {
	const [place, roots] = await Promise.all([realPlace(root), realRoots(folders)]);
	return place !== undefined && (isInside(place, roots) || roots.some(folder => isInside(folder, [place])));
}

/**
 * Whether an address is that of something in a folder of the workspace, as far as it tells: there may be a link on the way.
 * The editor's own `getWorkspaceFolder` does not take a `..` in it away.
 */
export function isInWorkspace(uri: vscode.Uri): boolean {
	return uri.scheme === 'file'
		? roots().some(root => isWithin(uri.fsPath, root))
		: vscode.workspace.getWorkspaceFolder(vscode.Uri.joinPath(uri, '.')) !== undefined;
}

function roots(): readonly string[] {
	return (vscode.workspace.workspaceFolders ?? [])
		.filter(({ uri: { scheme } }) => scheme === 'file')
		.map(folder => folder.uri.fsPath);
}
