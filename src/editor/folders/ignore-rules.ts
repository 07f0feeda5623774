import * as vscode from 'vscode';
import { withoutEndSlashes } from '../../attach/text/end-slashes.js';
import { inTime } from '../../machine/in-time.js';
import type { BoundedWorker } from '../../machine/worker/bounded-worker.js';
import type { IgnoreRules } from '../../machine/worker/ignored.js';
import { excludeSetting } from '../settings/settings.js';

/** Rules of which it cannot be told what they say: they are too long, or take too long. */
export class UnusableRules extends Error {
	override readonly name = 'UnusableRules';
}

// Nobody writes rules of this length.
const maxBytes = 512 * 1024;
const mostTogether = 2 * maxBytes;

const answerMs = 10_000;

/**
 * The rules of the repository around a folder, outermost first and without the folder's own; `undefined` outside a repository.
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
 * The rules of one file, if it is one: a link is not followed, as Git follows none, and a device has no end.
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

/** What a file system gives; `undefined` where it gives none. It has to say so: nobody knows what rules it may have. */
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

/** What the settings leave out of a folder, from its workspace folder on; from itself on where it is in none. */
export function excludeRules(folder: vscode.Uri): readonly IgnoreRules[] {
	const from = vscode.workspace.getWorkspaceFolder(folder)?.uri ?? folder;
	const base = asBase(from);
	return excludeSetting(folder).map(patterns => ({ base, source: patterns }));
}

function asBase(folder: vscode.Uri): string {
	return `${withoutEndSlashes(folder.path)}/`;
}

/**
 * Has the worker find what is ignored, in so many milliseconds for all questions together: rules may be made such that one
 * takes hours for one name.
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
	 * For each set of rules, whether each of these entries is ignored.
	 * @throws UnusableRules where the time is over, or the rules of a set are too long together
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
