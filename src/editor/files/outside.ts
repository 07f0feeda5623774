import * as vscode from 'vscode';
import { isInside, isWithin, RealFolders, realPlace } from '../../machine/real-places.js';

/** The real paths of the workspace folders, as far as they can be found. */
export function realRoots(folders: RealFolders): Promise<readonly string[]> {
	return folders.of(roots());
}

/**
 * The real path of something in the workspace, if it is outside of all workspace folders: a repository may contain a
 * harmless-looking link to a private file. If the real path can't be found, it counts as outside and its own path is
 * returned. `undefined` for what is inside, was chosen outside the workspace, or isn't on disk.
 * @param place its real path, if known
 * @param real returns the real paths of the workspace folders
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

/** Whether a folder is inside a workspace folder or contains one, by real paths. Never rejects. */
export async function isOfWorkspace(root: string, folders: RealFolders): Promise<boolean> {
	const [place, roots] = await Promise.all([realPlace(root), realRoots(folders)]);
	return place !== undefined && (isInside(place, roots) || roots.some(folder => isInside(folder, [place])));
}

/**
 * Whether a URI is inside a workspace folder, judging only by the text; links aren't followed. VS Code's
 * `getWorkspaceFolder` doesn't resolve `..`.
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
