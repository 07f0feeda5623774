import path from 'node:path';
import * as vscode from 'vscode';
import { inTurns } from '../../machine/in-turns.js';

/**
 * The workspace files and folders in text from VS Code's Copy Path, one per line. `undefined` unless each line is
 * exactly one existing path: names may contain line breaks, and a setting changes the separator.
 */
export async function readCopiedPaths(text: string): Promise<readonly vscode.Uri[] | undefined> {
	const lines = text.split('\n');
	const uris: vscode.Uri[] = [];
	for await (const some of inTurns(lines.map((line, index) => ({ line, isLast: index === lines.length - 1 })))) {
		const found = await Promise.all(some.map(({ line, isLast }) => readLine(line, isLast)));
		if (found.includes(undefined)) {
			return undefined;
		}
		uris.push(...found.filter(uri => uri !== undefined));
	}
	return uris;
}

/** Whether a text looks like VS Code's Copy Path, with any separator. */
export function seemCopied(text: string): boolean {
	const plain = text.replaceAll('\\', '/').toLowerCase();
	const folders = vscode.workspace.workspaceFolders ?? [];
	return folders.some(({ uri }) =>
		[uri.path, uri.fsPath].some(path => plain.startsWith(path.replaceAll('\\', '/').toLowerCase())),
	);
}

async function readLine(line: string, isLast: boolean): Promise<vscode.Uri | undefined> {
	// Windows ends lines with CR LF; elsewhere either may be part of a name.
	const withoutCr = !isLast && line.endsWith('\r') ? [line.slice(0, -1)] : [];
	const names = [...withoutCr, line].flatMap(placesOf);
	const splitNames = isLast ? [] : placesOf(`${line}\n`);
	const found = (await Promise.all([...names, ...splitNames].map(existing))).filter(uri => uri !== undefined);
	const [only, ...others] = new Map(found.map(uri => [uri.toString(), uri])).values();
	return others.length === 0 && only && !splitNames.some(uri => uri.toString() === only.toString()) ? only : undefined;
}

/** The workspace URIs for a path. Workspace folders may be on several file systems. */
function placesOf(line: string): readonly vscode.Uri[] {
	const folders = vscode.workspace.workspaceFolders ?? [];
	const places = folders.flatMap(({ uri }) => {
		const isWhole = uri.scheme === 'file' ? path.isAbsolute(line) : line.startsWith('/');
		if (!isWhole) {
			return [];
		}
		const place = uri.scheme === 'file' ? vscode.Uri.file(line) : uri.with({ path: line });
		// getWorkspaceFolder compares texts: before `..` is resolved, a path that leads out of a folder seems inside.
		return [vscode.Uri.joinPath(place, '.')];
	});
	return places.filter(uri => vscode.workspace.getWorkspaceFolder(uri) !== undefined);
}

function existing(uri: vscode.Uri): Thenable<vscode.Uri | undefined> {
	return vscode.workspace.fs.stat(uri).then(
		() => uri,
		() => undefined,
	);
}
