import type * as vscode from 'vscode';
import { reasonOf, toCorError } from '../../../attach/errors.js';
import { logLine } from '../../../attach/text/log-line.js';
import type { Task } from '../../../cor/answers/answers.js';
import { connect } from '../../accounts/connect.js';
import type { EarlyParts } from '../../flow/parts.js';
import { type BranchHint, followBranchHint } from '../../task/branch-hint.js';
import { Reading } from './reading.js';

/** The task in the branch name of the open folders. */
export class BranchTask implements vscode.Disposable {
	readonly #parts: Pick<EarlyParts, 'accounts' | 'log' | 'worker'>;
	readonly #changed: () => void;
	readonly #reading: Reading;
	readonly #lifetime = new AbortController();
	#isFollowing = false;
	#hint: BranchHint | undefined;
	/** COR's answer. `gone`: no such task, so the number belongs to another tracker. */
	#told: Task | 'gone' | 'untold' | undefined;
	#isStale = false;

	/** @param changed called when the branch or the knowledge about its task has changed */
	constructor(parts: Pick<EarlyParts, 'accounts' | 'log' | 'worker'>, viewId: string, changed: () => void) {
		this.#parts = parts;
		this.#changed = changed;
		this.#reading = new Reading(viewId, changed);
	}

	dispose(): void {
		this.#lifetime.abort();
		this.#reading.end();
	}

	/** Starts following the branch. Doesn't ask COR. */
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

	/** Name of the branch. */
	get branch(): string | undefined {
		return this.#hint?.branch;
	}

	/** Id in the branch name. `undefined` if there is none, or COR has no such task. */
	get taskId(): number | undefined {
		return this.#told === 'gone' ? undefined : this.#hint?.taskId;
	}

	/** The task as COR describes it. */
	get told(): Task | undefined {
		return typeof this.#told === 'object' ? this.#told : undefined;
	}

	/** Asks COR for the task once, and waits a moment for the answer. */
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

	/** Marks the task to be read again when it is next shown. What is known stays until then. */
	expire(): void {
		this.#isStale = true;
		this.#told = this.#told === 'gone' ? undefined : this.#told;
	}

	/** Forgets COR's answer. */
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
			// If COR can't be reached, or the task has vanished since, the list of its attachments says so.
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
