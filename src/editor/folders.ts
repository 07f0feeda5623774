import ignore, { type Ignore } from 'ignore';
import * as vscode from 'vscode';

/** A file found in a folder. */
export interface FoundFile {
	readonly uri: vscode.Uri;
	/** Below the folder's parent, so that it begins with the folder's own name; `/` between the parts. */
	readonly relativePath: string;
}

export interface FolderListing {
	readonly files: readonly FoundFile[];
	/** Folders that would not be listed, perhaps the chosen one itself. */
	readonly unreadable: readonly FoundFile[];
	/** Files, links and folders (each once, with all that is in it) that were left out. */
	readonly leftOut: number;
	/** Whether there are more files than `maxFiles`, which are listed. */
	readonly isCut: boolean;
}

/** More files than this in one folder is a mistake, and listing them all would take the memory. */
const maxFiles = 10_000;
const neverSent = new Set(['.git', 'node_modules']);

/**
 * The files of a folder and of the folders in it, by name. Links are not followed; `.git` and `node_modules` are left
 * out, and what Git ignores too, unless the chosen folder is itself ignored: people attach build output.
 */
export async function listFolder(folder: vscode.Uri): Promise<FolderListing> {
	const rules = await rulesAbove(folder);
	const isIgnoredItself = isIgnored(rules, folder, true);
	const files: FoundFile[] = [];
	const unreadable: FoundFile[] = [];
	let leftOut = 0;
	let isCut = false;

	const walk = async (directory: vscode.Uri, relativePath: string, above: readonly Rules[]): Promise<void> => {
		const own = isIgnoredItself ? undefined : await readRules(directory, '.gitignore');
		const inForce = own ? [...above, own] : above;
		const entries = await readFolder(directory);
		if (!entries) {
			unreadable.push({ uri: directory, relativePath });
			return;
		}
		for (const [name, type] of entries.sort(([a], [b]) => (a < b ? -1 : 1))) {
			const uri = vscode.Uri.joinPath(directory, name);
			const isFolder = type === vscode.FileType.Directory;
			const isWanted = isFolder || type === vscode.FileType.File;
			if (!isWanted || neverSent.has(name) || (!isIgnoredItself && isIgnored(inForce, uri, isFolder))) {
				leftOut += 1;
			} else if (isCut || (!isFolder && files.length >= maxFiles)) {
				isCut = true;
				return;
			} else if (isFolder) {
				await walk(uri, `${relativePath}/${name}`, inForce);
			} else {
				files.push({ uri, relativePath: `${relativePath}/${name}` });
			}
		}
	};

	await walk(folder, baseName(folder), rules);
	return { files, unreadable, leftOut, isCut };
}

/** The last part of a URI's path. */
export function baseName(uri: vscode.Uri): string {
	const path = uri.path.replace(/\/+$/, '');
	return path.slice(path.lastIndexOf('/') + 1);
}

interface Rules {
	/** Path of the folder that holds the rules, with a `/` at its end. */
	readonly base: string;
	readonly matcher: Ignore;
}

/** The rules of the repository around a folder, outermost first and without the folder's own; none outside a repository. */
async function rulesAbove(folder: vscode.Uri): Promise<readonly Rules[]> {
	const rules: Rules[] = [];
	for (let current = folder; ; ) {
		if (current !== folder) {
			rules.unshift(...list(await readRules(current, '.gitignore')));
		}
		if (await exists(vscode.Uri.joinPath(current, '.git'))) {
			return [...list(await readRules(current, '.git/info/exclude')), ...rules];
		}
		const parent = vscode.Uri.joinPath(current, '..');
		if (parent.path === current.path) {
			return [];
		}
		current = parent;
	}
}

// Git: the rules nearest to the file decide, and of one set the last that matches.
function isIgnored(rules: readonly Rules[], uri: vscode.Uri, isFolder: boolean): boolean {
	for (const { base, matcher } of rules.toReversed()) {
		const path = uri.path.slice(base.length);
		const verdict = path === '' ? { ignored: false, unignored: false } : matcher.test(isFolder ? `${path}/` : path);
		if (verdict.ignored || verdict.unignored) {
			return verdict.ignored;
		}
	}
	return false;
}

async function readFolder(folder: vscode.Uri): Promise<[string, vscode.FileType][] | undefined> {
	return vscode.workspace.fs.readDirectory(folder).then(undefined, () => undefined);
}

async function readRules(folder: vscode.Uri, file: string): Promise<Rules | undefined> {
	try {
		const bytes = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(folder, file));
		const base = folder.path.replace(/\/*$/, '/');
		return { base, matcher: ignore().add(new TextDecoder().decode(bytes)) };
	} catch {
		return undefined; // no such file: no rules
	}
}

async function exists(uri: vscode.Uri): Promise<boolean> {
	return vscode.workspace.fs.stat(uri).then(
		() => true,
		() => false,
	);
}

function list<T>(value: T | undefined): T[] {
	return value === undefined ? [] : [value];
}
