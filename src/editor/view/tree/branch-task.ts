import type * as vscode from 'vscode';
import { reasonOf, toCorError } from '../../../attach/errors.js';
import { logLine } from '../../../attach/text/log-line.js';
import type { Task } from '../../../cor/answers/answers.js';
import { connect } from '../../accounts/connect.js';
import type { EarlyParts } from '../../flow/parts.js';
import { type BranchHint, followBranchHint } from '../../task/branch-hint.js';
import { Reading } from './reading.js';

/** The task that the branch of the open folders names. */
export class BranchTask implements vscode.Disposable {
	readonly #parts: Pick<EarlyParts, 'accounts' | 'log' | 'worker'>;
	readonly #changed: () => void;
	readonly #reading: Reading;
	readonly #lifetime = new AbortController();
	#isFollowing = false;
	#hint: BranchHint | undefined;
	/** What COR has told of the task: `gone` if it has no such task, since others number branches, too. */
	#told: Task | 'gone' | 'untold' | undefined;
	#isStale = false;

	/** @param changed called when the branch, or what is known of its task, is another */
	constructor(parts: Pick<EarlyParts, 'accounts' | 'log' | 'worker'>, viewId: string, changed: () => void) {
		this.#parts = parts;
		this.#changed = changed;
		this.#reading = new Reading(viewId, changed);
	}

	dispose(): void {
		this.#lifetime.abort();
		this.#reading.end();
	}

	/** Reads the branch, from the first call on. Asks COR nothing. */
	follow(): void {
		if (!this.#isFollowing) {
			this.#isFollowing = true;
			void followBranchHint(
				this.#parts.worker,
				hint => {
					const { branch, taskId } = this.#hint ?? {};
					this.#hint = hint;
					if (hint?.taskId !== taskId) {
						this.clear();
					}
					if (hint?.taskId !== taskId || (taskId !== undefined && hint?.branch !== branch)) {
						this.#changed();
					}
				},
				this.#lifetime.signal,
			);
		}
	}

	/** The name of the branch. */
	get branch(): string | undefined {
		return this.#hint?.branch;
	}

	/** The number of the task that it names; `undefined` where it names none, or one that COR does not have. */
	get taskId(): number | undefined {
		return this.#told === 'gone' ? undefined : this.#hint?.taskId;
	}

	/** The task as COR has told of it. */
	get told(): Task | undefined {
		return typeof this.#told === 'object' ? this.#told : undefined;
	}

	/** Asks COR for the task once, and waits a moment for it. */
	async ask(): Promise<void> {
		const id = this.taskId;
		if (id !== undefined && (this.#told === undefined || this.#isStale) && !this.#reading.isUnderWay) {
			this.#isStale = false;
			this.#reading.begin(signal => this.#read(id, signal));
		}
		if (this.#reading.isUnderWay) {
			await this.#reading.soon();
		}
	}

	/** Has COR asked once more when the task is next shown; what is known stays until then. */
	expire(): void {
		this.#isStale = true;
		this.#told = this.#told === 'gone' ? undefined : this.#told;
	}

	/** Forgets what COR has told. */
	clear(): void {
		this.#reading.end();
		this.#told = undefined;
	}

	async #read(id: number, signal: AbortSignal): Promise<void> {
		let told: Task | 'gone' | 'untold';
		try {
			const { client } = await connect(this.#parts);
			told = await client.readTask(id, signal);
		} catch (cause) {
			const error = toCorError(cause);
			// That COR can't be asked, or has a task no longer that it had, its attachments say.
			told = this.told ?? (error.kind === 'task-not-found' ? 'gone' : 'untold');
			if (!signal.aborted) {
				this.#parts.log.info(logLine(id, 'the task of the branch was not read', reasonOf(error)));
			}
		}
		if (!signal.aborted) {
			this.#told = told;
		}
	}
}
