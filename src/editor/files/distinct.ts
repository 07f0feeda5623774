import * as vscode from 'vscode';
import { withoutEndSlashes } from '../../attach/text/end-slashes.js';
import { sameName } from '../../attach/text/same-name.js';
import { identityOf } from '../../machine/identity.js';
import { inTurns } from '../../machine/in-turns.js';

/** Removes repeated files, even if they are named differently. Keeps the first name, normalized. */
export async function distinct(
	uris: readonly vscode.Uri[],
	identify: typeof identityOf = identityOf,
): Promise<readonly vscode.Uri[]> {
	const plain = [...new Map(uris.map(plainlyNamed).map(uri => [uri.toString(), uri])).values()];
	const keys = plain.map(uri => sameName(uri.toString(true)));
	const counts = new Map<string, number>();
	for (const key of keys) {
		counts.set(key, (counts.get(key) ?? 0) + 1);
	}
	const once = new Map<string, vscode.Uri>();
	for await (const some of inTurns([...plain.entries()])) {
		const found = await Promise.all(
			some.map(async ([index, uri]) => {
				const key = keys[index] ?? '';
				// Only names that a disk may treat as equal need a look at the disk.
				const isAlone = uri.scheme !== 'file' || counts.get(key) === 1;
				const identity = isAlone ? undefined : await identify(uri.fsPath);
				return [identity === undefined ? uri.toString() : `${key} ${identity}`, uri] as const;
			}),
		);
		for (const [id, uri] of found) {
			once.set(id, once.get(id) ?? uri);
		}
	}
	return [...once.values()];
}

/**
 * Normalizes a URI: resolves `.` and `..`, removes repeated and trailing slashes, lowers a drive letter, and drops the
 * fragment, which isn't part of a file name.
 */
function plainlyNamed(uri: vscode.Uri): vscode.Uri {
	if (!uri.path.startsWith('/')) {
		return uri;
	}
	const hasFiles = vscode.workspace.fs.isWritableFileSystem(uri.scheme) !== undefined;
	const named = uri.with({
		...(hasFiles ? { fragment: '' } : {}),
		...(uri.scheme === 'file' ? { query: '' } : {}), // another extension's file system may use it
	});
	const path = withoutEndSlashes(vscode.Uri.joinPath(named, '.').path);
	const isRoot = path === '' || /^\/[a-z]:$/i.test(path);
	const withDrive = process.platform === 'win32' ? path.replace(/^\/[A-Z]:/, drive => drive.toLowerCase()) : path;
	return named.with({ path: isRoot ? `${withDrive}/` : withDrive });
}
