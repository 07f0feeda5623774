import * as vscode from 'vscode';
import { plainText } from '../../attach/text/plain-text.js';
import type { TaskMemory } from '../../machine/memory/task-memory.js';
import type { BoundedWorker } from '../../machine/worker/bounded-worker.js';
import { followBranches, type Git, runningGit } from '../git/git.js';
import { taskLabel } from '../messages/names.js';
import { showBranchTaskSetting } from '../settings/settings.js';
import { type BranchHint, readHintOf } from './branch-hint.js';

/** A task for the status bar: a short text, and a sentence for the tooltip. */
interface ShownTask {
	readonly text: string;
	readonly sentence: string;
}

interface WatchParts {
	readonly memory: TaskMemory;
	readonly worker: BoundedWorker;
	/** Shows the task while there is nothing more important. */
	readonly status: { branchTask: ShownTask | undefined };
}

const mostOfText = 32;

/**
 * Shows the branch's task in the status bar, from the first call of `look` on. Uses VS Code's Git extension if it runs;
 * doesn't start it, and doesn't ask COR.
 */
export class BranchWatch implements vscode.Disposable {
	readonly #parts: WatchParts;
	readonly #subscriptions: vscode.Disposable[] = [];
	#git: Git | undefined;
	#reading = new AbortController();

	constructor(parts: WatchParts) {
		this.#parts = parts;
		this.#subscriptions.push(
			vscode.workspace.onDidChangeConfiguration(change => change.affectsConfiguration('corAttachments') && this.look()),
			vscode.window.onDidChangeActiveTextEditor(() => this.#git && this.#git.repositories.length > 1 && this.look()),
		);
	}

	dispose(): void {
		this.#reading.abort();
		vscode.Disposable.from(...this.#subscriptions).dispose();
	}

	/** Reads the branch again, because something changed: Git may be running now, or the task's title may be known. */
	look(): void {
		this.#reading.abort();
		this.#reading = new AbortController();
		this.#git ??= this.#listenToGit();
		if (this.#git && showBranchTaskSetting()) {
			void this.#read(this.#git, this.#reading.signal);
		} else {
			this.#parts.status.branchTask = undefined;
		}
	}

	async #read(git: Git, signal: AbortSignal): Promise<void> {
		const file = vscode.window.activeTextEditor?.document.uri;
		const hint = await readHintOf(git, this.#parts.worker, file ? [file] : [], signal);
		if (!signal.aborted) {
			this.#parts.status.branchTask = this.#toShown(hint);
		}
	}

	#toShown(hint: BranchHint | undefined): ShownTask | undefined {
		const id = hint?.taskId;
		if (hint === undefined || id === undefined) {
			return undefined;
		}
		const { memory } = this.#parts;
		const { title = '' } = [...memory.recent(), ...memory.pinned()].find(task => task.id === id) ?? {};
		const label = taskLabel({ id, title });
		return {
			text: plainText(label, mostOfText),
			sentence: vscode.l10n.t(
				'COR task for branch {0}: {1}. Click to attach the open file or choose files.',
				plainText(hint.branch, 60),
				plainText(label, 120),
			),
		};
	}

	#listenToGit(): Git | undefined {
		const git = runningGit();
		if (git) {
			this.#subscriptions.push(followBranches(git, () => this.look()));
		}
		return git;
	}
}
