import * as vscode from 'vscode';
import { withoutEndSlashes } from '../../attach/text/end-slashes.js';
import { inTime } from '../../machine/in-time.js';
import type { BoundedWorker } from '../../machine/worker/bounded-worker.js';
import type { IgnoreRules } from '../../machine/worker/ignored.js';
import { excludeSetting } from '../settings/settings.js';

/** Rules that can't be applied because they are too long or take too long. */
export class UnusableRules extends Error {
	override readonly name = 'UnusableRules';
}

// Real rules are much shorter.
const maxBytes = 512 * 1024;
const mostTogether = 2 * maxBytes;

const answerMs = 10_000;

/**
 * The rules of the repository around a folder, outermost first, without the folder's own. `undefined` outside a
 * repository.
 * @throws UnusableRules
 */
export async function rulesAbove(folder: vscode.Uri): Promise<readonly IgnoreRules[] | undefined> {
	const rules: IgnoreRules[] = [];
	for (let current = folder; ; ) {
		if (current !== folder) {
			rules.unshift(...(await readRules(current, '.gitignore')));
		}
		if (await found(vscode.workspace.fs.stat(vscode.Uri.joinPath(current, '.git')), answerMs)) {
			return [...(await readRules(current, '.git/info/exclude')), ...rules];
		}
		const parent = vscode.Uri.joinPath(current, '..');
		if (parent.path === current.path) {
			return undefined;
		}
		current = parent;
	}
}

/**
 * The rules in one file. Empty if it isn't a regular file: Git doesn't follow links either, and a device may be
 * endless.
 * @throws UnusableRules
 */
export async function readRules(folder: vscode.Uri, file: string, limitMs = answerMs): Promise<IgnoreRules[]> {
	const uri = vscode.Uri.joinPath(folder, file);
	const stat = await found(vscode.workspace.fs.stat(uri), limitMs);
	if (stat?.type !== vscode.FileType.File) {
		return [];
	}
	if (stat.size > maxBytes) {
		throw new UnusableRules(`${file} has ${stat.size} bytes`);
	}
	const bytes = await found(vscode.workspace.fs.readFile(uri), limitMs);
	const base = asBase(folder);
	return bytes ? [{ base, source: new Uint8Array(bytes) }] : [];
}

/** The file system's result; `undefined` if it fails. A missing answer is an error, because there may be rules. */
async function found<T>(work: Thenable<T>, limitMs: number): Promise<T | undefined> {
	const answer = await inTime(
		Promise.resolve(
			work.then(
				value => ({ value }),
				() => ({ value: undefined }),
			),
		),
		limitMs,
	);
	if (!answer) {
		throw new UnusableRules(`the file system did not answer within ${limitMs} ms`);
	}
	return answer.value;
}

/** The exclusions in the settings, relative to the workspace folder, or to the folder itself outside the workspace. */
export function excludeRules(folder: vscode.Uri): readonly IgnoreRules[] {
	const from = vscode.workspace.getWorkspaceFolder(folder)?.uri ?? folder;
	const base = asBase(from);
	return excludeSetting(folder).map(patterns => ({ base, source: patterns }));
}

function asBase(folder: vscode.Uri): string {
	return `${withoutEndSlashes(folder.path)}/`;
}

/**
 * Finds ignored entries, using the worker. `ms` is the time for all questions together, because rules may take hours
 * for one name.
 */
export class IgnoredFinder {
	readonly #worker: BoundedWorker;
	readonly #signal: AbortSignal | undefined;
	#leftMs: number;

	constructor(worker: BoundedWorker, ms: number, signal?: AbortSignal) {
		this.#worker = worker;
		this.#leftMs = ms;
		this.#signal = signal;
	}

	/**
	 * For each set of rules, whether each entry is ignored.
	 * @throws UnusableRules if the time is used up or the rules of a set are too long
	 */
	async find(
		entries: readonly { readonly uri: vscode.Uri; readonly isFolder: boolean }[],
		ruleSets: readonly (readonly IgnoreRules[])[],
	): Promise<readonly (readonly boolean[])[]> {
		if (ruleSets.every(rules => rules.length === 0)) {
			return ruleSets.map(() => entries.map(() => false));
		}
		if (ruleSets.some(rules => lengthOf(rules) > mostTogether)) {
			throw new UnusableRules('the rules are too long together');
		}
		const question = { ruleSets, entries: entries.map(({ uri, isFolder }) => ({ path: uri.path, isFolder })) };
		const answer =
			this.#leftMs < 1 ? undefined : await this.#worker.run('ignored', question, this.#leftMs, this.#signal);
		this.#leftMs -= answer?.spentMs ?? this.#leftMs;
		if (!answer) {
			throw new UnusableRules('the rules take too long');
		}
		return answer.ignored;
	}
}

function lengthOf(rules: readonly IgnoreRules[]): number {
	return rules
		.flatMap(({ source }): readonly { readonly length: number }[] => (source instanceof Uint8Array ? [source] : source))
		.reduce((sum, { length }) => sum + length, 0);
}
