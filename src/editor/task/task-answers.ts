import { type CorError, toCorError } from '../../attach/errors.js';
import { type NotATask, readTaskRef } from '../../attach/task/task-ref.js';
import type { Task } from '../../cor/answers/answers.js';
import { readMyTasks } from '../../cor/my-tasks.js';
import type { TaskMemory } from '../../machine/memory/task-memory.js';
import type { Connection } from '../../machine/sessions/connection.js';
import { explain } from '../messages/explain-failure.js';
import {
	explainMissingTask,
	explainNotATask,
	explainSignedOut,
	explainTaskChanged,
} from '../messages/explain-tasks.js';
import type { BranchHint } from './branch-hint.js';
import { isAsShown, type SeenTask } from './seen-task.js';
import type { TaskPickState } from './task-rows.js';

export interface TaskSources {
	readonly memory: TaskMemory;
	/** The connection to ask with; `undefined` if nobody is signed in. */
	readonly connection: Promise<Connection | undefined>;
	/** What the branch says, if that is already known. */
	readonly hintNow: BranchHint | undefined;
	readonly hint: Promise<BranchHint | undefined>;
	readonly isCorWeb: (url: URL) => boolean;
}

/** Why rows change: through the person's own action, or through an answer that arrives. */
export type Change = 'own' | 'arrival';

const typingPauseMs = 250;
const minTitleLength = 3;
const maxFound = 30;

/**
 * What is known while the person chooses a task. Requests end with the pick; those about a text end when the text
 * changes.
 */
export class TaskAnswers {
	readonly #sources: TaskSources;
	readonly #onChange: (change: Change) => void;
	readonly #lifetime = new AbortController();
	#aboutText = new AbortController();
	#confirming = new AbortController();
	#state: TaskPickState;

	constructor(sources: TaskSources, onChange: (change: Change) => void) {
		this.#sources = sources;
		this.#onChange = onChange;
		const { memory, hintNow } = sources;
		this.#state = {
			pinned: memory.pinned(),
			recent: memory.recent(),
			mine: [],
			told: new Map(),
			gone: new Set(),
			...(hintNow && { hint: hintNow }),
		};
	}

	get state(): TaskPickState {
		return this.#state;
	}

	dispose(): void {
		this.#lifetime.abort();
		this.#aboutText.abort();
		this.#confirming.abort();
	}

	/** Reads the pinned tasks again. */
	readPins(): void {
		this.#change({ pinned: this.#sources.memory.pinned() }, 'arrival');
	}

	/** Handles typed text: shows at once what is wrong with it, and asks COR when typing pauses. */
	async follow(text: string): Promise<void> {
		this.#confirming.abort();
		this.#aboutText.abort();
		this.#aboutText = new AbortController();
		const { signal } = this.#aboutText;
		const { typed: _typed, words: _words, found, notice: _notice, ...rest } = this.#state;
		// Earlier results stay, filtered by the text, until the next answer.
		this.#state = { ...rest, ...(found && text !== '' && { found: { tasks: found.tasks, isLatest: false } }) };

		const reading = readTaskRef(text, this.#sources.isCorWeb);
		if (reading.status === 'task') {
			this.#change({ typed: reading.ref }, 'own');
			await this.#afterPause(signal, client => this.#lookUp(client, reading.ref.id, signal));
			return;
		}
		if (!isTitle(text, reading.why)) {
			this.#change(reading.why === 'empty' ? {} : { notice: explainNotATask(reading.why) }, 'own');
			return;
		}
		const title = text.trim();
		this.#change({ words: title }, 'own');
		if (title.length >= minTitleLength) {
			await this.#afterPause(signal, client => this.#search(client, title, signal));
		}
	}

	/** Reads the branch and the title of its task. */
	async readBranch(): Promise<void> {
		const { signal } = this.#lifetime;
		if (!this.#state.hint) {
			const hint = await this.#sources.hint;
			if (!hint || signal.aborted) {
				return;
			}
			this.#state = { ...this.#state, hint };
			this.#onChange('arrival');
		}
		const id = this.#state.hint?.taskId;
		const connection = id === undefined ? undefined : await this.#sources.connection;
		if (id !== undefined && connection) {
			await this.#ask(
				signal,
				() => connection.client.readTask(id, signal),
				task => this.#change(this.#toldOf(task), 'arrival'),
				// A branch number may not be a COR task. If COR can't be reached, the list of tasks says so.
				error => error.kind === 'task-not-found' && this.#change(this.#withoutTask(id), 'arrival'),
			);
		}
	}

	async readMine(): Promise<void> {
		const { signal } = this.#lifetime;
		const connection = await this.#sources.connection;
		if (!connection) {
			this.#change({ trouble: { sentence: explainSignedOut(), isSignInNeeded: true } }, 'arrival');
			return;
		}
		try {
			const { userId } = await connection.identify();
			for await (const { tasks: mine } of readMyTasks(connection.client, userId, signal)) {
				if (!signal.aborted) {
					this.#change({ mine }, 'arrival');
				}
			}
		} catch (cause) {
			if (!signal.aborted) {
				const error = toCorError(cause);
				const isSignInNeeded = error.kind === 'unauthorized';
				this.#change({ trouble: { sentence: explain(error), isSignInNeeded } }, 'arrival');
			}
		}
	}

	/** Reads a chosen task from COR. `undefined` if it has changed or doesn't exist; then the state says so. */
	async confirm({ client }: Connection, shown: SeenTask): Promise<Task | undefined> {
		this.#confirming.abort();
		this.#confirming = new AbortController();
		const { signal } = this.#confirming;
		let confirmed: Task | undefined;
		await this.#ask(
			signal,
			() => client.readTask(shown.id, signal),
			task => {
				confirmed = isAsShown(task, shown) ? task : undefined;
				const notice = shown.title === undefined ? {} : { notice: explainTaskChanged() };
				this.#change({ ...this.#toldOf(task), ...(!confirmed && notice) }, 'arrival');
			},
			error => {
				const isGone = error.kind === 'task-not-found';
				const notice = isGone ? explainMissingTask(shown.id) : explain(error);
				this.#change({ ...(isGone && this.#withoutTask(shown.id)), notice }, 'arrival');
			},
		);
		return confirmed;
	}

	async #lookUp({ client }: Connection, id: number, signal: AbortSignal): Promise<void> {
		await this.#ask(
			signal,
			() => client.readTask(id, signal),
			task => this.#change(this.#toldOf(task), 'arrival'),
			error => {
				const isGone = error.kind === 'task-not-found';
				const { typed: _, ...rest } = this.#state;
				this.#state = rest;
				const notice = isGone ? explainMissingTask(id) : explain(error);
				this.#change({ ...(isGone && this.#withoutTask(id)), notice }, 'arrival');
			},
		);
	}

	async #search({ client }: Connection, title: string, signal: AbortSignal): Promise<void> {
		await this.#ask(
			signal,
			() => client.searchTasks(title, signal),
			found => {
				this.#change({ found: { tasks: found.slice(0, maxFound), isLatest: true } }, 'arrival');
			},
			error => this.#change({ found: { tasks: [], isLatest: true, sentence: explain(error) } }, 'arrival'),
		);
	}

	async #ask<Answer>(
		signal: AbortSignal,
		question: () => Promise<Answer>,
		onAnswer: (answer: Answer) => void,
		onFailure: (error: CorError) => void,
	): Promise<void> {
		try {
			const answer = await question();
			if (!signal.aborted) {
				onAnswer(answer);
			}
		} catch (error) {
			if (!signal.aborted) {
				onFailure(toCorError(error));
			}
		}
	}

	async #afterPause(signal: AbortSignal, ask: (connection: Connection) => Promise<void>): Promise<void> {
		await new Promise<void>(resolve => {
			const timer = setTimeout(resolve, typingPauseMs);
			signal.addEventListener('abort', () => {
				clearTimeout(timer);
				resolve();
			});
		});
		const connection = signal.aborted ? undefined : await this.#sources.connection;
		if (connection && !signal.aborted) {
			await ask(connection);
		}
	}

	#toldOf(task: Task): Partial<TaskPickState> {
		return { told: new Map(this.#state.told).set(task.id, task) };
	}

	#withoutTask(id: number): Partial<TaskPickState> {
		return { gone: new Set(this.#state.gone).add(id) };
	}

	#change(change: Partial<TaskPickState>, by: Change): void {
		this.#state = { ...this.#state, ...change };
		this.#onChange(by);
	}
}

function isTitle(text: string, why: NotATask): boolean {
	const isAddress = why === 'other-host' ? text.includes('/') : why !== 'not-a-number';
	return !isAddress && /\p{L}/u.test(text);
}
