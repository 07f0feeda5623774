import ignore, { type Ignore } from 'ignore';
import * as vscode from 'vscode';
import type { TimeBudget } from '../../machine/timed-code.js';
import { excludeSetting } from '../settings/settings.js';
import { exists } from './files.js';

/** The rules of one file of Git's, or of the settings at one place. */
export interface IgnoreRules {
	/** Path of the folder that the rules are for, with a `/` at its end. */
	readonly base: string;
	readonly matcher: Ignore;
}

/** Rules of which it cannot be told what they say: the file is too long. */
export class UnusableRules extends Error {
	override readonly name = 'UnusableRules';
}

const maxBytes = 512 * 1024; // nobody writes rules of this length

/** The rules of the repository around a folder, outermost first and without the folder's own; none outside a repository. */
export async function rulesAbove(folder: vscode.Uri): Promise<readonly IgnoreRules[]> {
	const rules: IgnoreRules[] = [];
	for (let current = folder; ; ) {
		if (current !== folder) {
			rules.unshift(...(await readRules(current, '.gitignore')));
		}
		if (await exists(vscode.Uri.joinPath(current, '.git'))) {
			return [...(await readRules(current, '.git/info/exclude')), ...rules];
		}
		const parent = vscode.Uri.joinPath(current, '..');
		if (parent.path === current.path) {
			return [];
		}
		current = parent;
	}
}

/**
 * The rules of one file, if it is one: a link is not followed, as Git follows none, and a device has no end.
 * @throws UnusableRules
 */
export async function readRules(folder: vscode.Uri, file: string): Promise<IgnoreRules[]> {
	const uri = vscode.Uri.joinPath(folder, file);
	const stat = await vscode.workspace.fs.stat(uri).then(undefined, () => undefined);
	if (stat?.type !== vscode.FileType.File) {
		return [];
	}
	if (stat.size > maxBytes) {
		throw new UnusableRules(`${file} has ${stat.size} bytes`);
	}
	const bytes = await vscode.workspace.fs.readFile(uri).then(undefined, () => undefined);
	const base = folder.path.replace(/\/*$/, '/');
	return bytes ? [{ base, matcher: ignore().add(new TextDecoder().decode(bytes)) }] : [];
}

/** What the settings leave out of a folder, from its workspace folder on; from itself on where it is in none. */
export function excludeRules(folder: vscode.Uri): readonly IgnoreRules[] {
	const from = vscode.workspace.getWorkspaceFolder(folder)?.uri ?? folder;
	const base = from.path.replace(/\/*$/, '/');
	return excludeSetting(folder).map(patterns => ({ base, matcher: ignore().add(patterns) }));
}

/**
 * Whether each of these entries is ignored. Rules may be made such that one takes hours for one name.
 * @throws UnusableRules where the time is over
 */
export function findIgnored(
	entries: readonly { readonly uri: vscode.Uri; readonly isFolder: boolean }[],
	rules: readonly IgnoreRules[],
	time: TimeBudget,
): readonly boolean[] {
	if (rules.length === 0) {
		return entries.map(() => false);
	}
	const nearestFirst = rules.toReversed();
	const ignored = time.spend(() => entries.map(({ uri, isFolder }) => isIgnored(nearestFirst, uri.path, isFolder)));
	if (!ignored) {
		throw new UnusableRules('the rules take too long');
	}
	return ignored;
}

// Git: the rules nearest to the file decide, and of one set the last that matches.
function isIgnored(nearestFirst: readonly IgnoreRules[], fullPath: string, isFolder: boolean): boolean {
	for (const { base, matcher } of nearestFirst) {
		const path = fullPath.slice(base.length);
		const verdict = path === '' ? { ignored: false, unignored: false } : matcher.test(isFolder ? `${path}/` : path);
		if (verdict.ignored || verdict.unignored) {
			return verdict.ignored;
		}
	}
	return false;
}
