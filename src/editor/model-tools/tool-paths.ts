import * as vscode from 'vscode';
import { toCorError } from '../../attach/errors.js';
import { isWithin } from '../../machine/real-places.js';
import { statFile } from '../files/files.js';
import { placeOutside } from '../files/outside.js';
import { ToolError } from './tool-error.js';

type Folders = readonly vscode.WorkspaceFolder[];

/**
 * The files that a model named, each once: by absolute path, by path in the only workspace folder, or by path that
 * starts with the name of one of several. All of them are inside the workspace, also after following links.
 * @throws ToolError that names the first invalid path, and why
 */
export async function findToolFiles(paths: readonly string[]): Promise<readonly vscode.Uri[]> {
	const folders = vscode.workspace.workspaceFolders ?? [];
	const found = new Map<string, vscode.Uri>();
	for (const path of paths) {
		const uri = placesOf(path, folders).find(place => folders.some(folder => isBelow(place, folder.uri)));
		if (!uri || (await placeOutside(uri)) !== undefined) {
			throw refuse(
				path,
				'is outside the workspace, or links to a place outside it. Only files in the workspace can be attached',
			);
		}
		await requireFile(path, uri);
		found.set(uri.toString(), uri);
	}
	return [...found.values()];
}

/** The possible URIs of a path. `Uri` has already resolved every `..`. */
function placesOf(path: string, folders: Folders): readonly vscode.Uri[] {
	if (/^([\\/]|[a-z]:[\\/])/i.test(path)) {
		const file = vscode.Uri.joinPath(vscode.Uri.file(path), '.');
		return folders.map(({ uri }) => (uri.scheme === 'file' ? file : uri.with({ path: file.path })));
	}
	const [only, ...others] = folders;
	if (only && others.length === 0) {
		return [vscode.Uri.joinPath(only.uri, path)];
	}
	const [name = '', ...rest] = path.split(/[\\/]/);
	const folder = folders.find(each => each.name === name);
	if (!folder) {
		const names = folders.map(each => JSON.stringify(each.name)).join(', ');
		throw refuse(path, `does not begin with the name of a workspace folder (${names}). Give an absolute path`);
	}
	return [vscode.Uri.joinPath(folder.uri, ...rest)];
}

function isBelow(uri: vscode.Uri, folder: vscode.Uri): boolean {
	if (uri.scheme !== folder.scheme || uri.authority !== folder.authority) {
		return false;
	}
	return uri.scheme === 'file'
		? isWithin(uri.fsPath, folder.fsPath)
		: uri.path.startsWith(`${folder.path.replace(/\/$/, '')}/`);
}

async function requireFile(path: string, uri: vscode.Uri): Promise<void> {
	let found: Awaited<ReturnType<typeof statFile>>;
	try {
		found = await statFile(uri);
	} catch (error) {
		const isMissing = toCorError(error).kind === 'file-missing';
		throw refuse(path, isMissing ? 'does not exist' : 'cannot be read');
	}
	if (found === 'folder') {
		throw refuse(path, 'is a folder. Name each file in it that the user wants');
	}
}

function refuse(path: string, why: string): ToolError {
	return new ToolError(`Nothing was sent: ${JSON.stringify(path)} ${why}.`);
}
