import * as vscode from 'vscode';
import { withoutEndSlashes } from '../../attach/text/end-slashes.js';
import type { BoundedWorker } from '../../machine/worker/bounded-worker.js';
import { filesExcludeSetting } from '../settings/settings.js';
import { UnusableRules } from './ignore-rules.js';

// People write shorter patterns, but a program may write thousands.
const maxCharacters = 128 * 1024;

/**
 * Finds what the Explorer hides in a chosen folder, using the worker. `ms` is the time for all questions together,
 * because an untrusted pattern may take hours for one name.
 */
export class HiddenFinder {
	readonly #worker: BoundedWorker;
	readonly #chosen: vscode.Uri;
	readonly #exclude: string;
	readonly #base: string;
	readonly #signal: AbortSignal | undefined;
	#leftMs: number;

	constructor(worker: BoundedWorker, chosen: vscode.Uri, ms: number, signal?: AbortSignal) {
		this.#worker = worker;
		this.#chosen = chosen;
		this.#exclude = JSON.stringify(filesExcludeSetting(chosen));
		this.#base = withoutEndSlashes((vscode.workspace.getWorkspaceFolder(chosen)?.uri ?? chosen).path);
		this.#leftMs = ms;
		this.#signal = signal;
	}

	/**
	 * The names that the Explorer hides.
	 * @param names all names in the folder
	 * @throws UnusableRules if the time is used up or the patterns are too long
	 */
	async find(folder: vscode.Uri, names: readonly string[]): Promise<ReadonlySet<string>> {
		if (this.#exclude === '{}') {
			return new Set();
		}
		if (this.#exclude.length > maxCharacters) {
			throw new UnusableRules('files.exclude is too long');
		}
		const [chosen, below] = [this.#fromBase(this.#chosen), this.#fromBase(folder)];
		const question = { exclude: this.#exclude, chosen, folder: below, names };
		const answer =
			this.#leftMs < 1 ? undefined : await this.#worker.run('hidden', question, this.#leftMs, this.#signal);
		this.#leftMs -= answer?.spentMs ?? this.#leftMs;
		if (!answer) {
			throw new UnusableRules('files.exclude takes too long');
		}
		return new Set(names.filter((_, index) => answer.hidden[index]));
	}

	#fromBase(folder: vscode.Uri): string {
		return withoutEndSlashes(folder.path).slice(this.#base.length + 1);
	}
}
