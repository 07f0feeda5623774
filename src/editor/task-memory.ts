import type * as vscode from 'vscode';
import type { Task } from '../cor/answers.js';

/** What is remembered of a task: enough to show it before COR has answered. */
export type KnownTask = Pick<Task, 'id' | 'title' | 'project' | 'client'>;

const recentKey = 'corAttachments.recentTasks';
const pinnedKey = 'corAttachments.pinnedTasks';
const pagesKey = 'corAttachments.taskPages';
const maxRecent = 10;
const maxPinned = 20;

/** The tasks pinned for and last used in this workspace, and where COR shows tasks. */
export class TaskMemory {
	readonly #ofWorkspace: vscode.Memento;
	readonly #ofUser: vscode.Memento;

	constructor(ofWorkspace: vscode.Memento, ofUser: vscode.Memento) {
		this.#ofWorkspace = ofWorkspace;
		this.#ofUser = ofUser;
	}

	/** Latest first. */
	recent(): readonly KnownTask[] {
		return this.#read(recentKey);
	}

	/** In the order in which they were pinned. */
	pinned(): readonly KnownTask[] {
		return this.#read(pinnedKey);
	}

	/** Takes a task that COR has told of for the latest one; one that is pinned is kept as COR tells it now. */
	async remember(task: KnownTask): Promise<void> {
		const others = this.recent().filter(({ id }) => id !== task.id);
		await this.#ofWorkspace.update(recentKey, [known(task), ...others].slice(0, maxRecent));
		if (this.pinned().some(({ id }) => id === task.id)) {
			const pinned = this.pinned().map(pin => (pin.id === task.id ? known(task) : pin));
			await this.#ofWorkspace.update(pinnedKey, pinned);
		}
	}

	async pin(task: KnownTask): Promise<void> {
		const others = this.pinned().filter(({ id }) => id !== task.id);
		await this.#ofWorkspace.update(pinnedKey, [...others, known(task)].slice(-maxPinned));
	}

	async unpin(taskId: number): Promise<void> {
		await this.#ofWorkspace.update(
			pinnedKey,
			this.pinned().filter(({ id }) => id !== taskId),
		);
	}

	/** Address of the task pages that a person pasted last, up to and without `/{id}`. */
	taskPages(): string | undefined {
		return this.#ofUser.get<string>(pagesKey);
	}

	async rememberTaskPages(pages: string): Promise<void> {
		await this.#ofUser.update(pagesKey, pages);
	}

	#read(key: string): readonly KnownTask[] {
		const stored = this.#ofWorkspace.get<unknown>(key);
		return Array.isArray(stored) ? stored.filter(isKnownTask) : [];
	}
}

function known({ id, title, project, client }: KnownTask): KnownTask {
	return { id, title, ...(project && { project }), ...(client && { client }) };
}

function isKnownTask(value: unknown): value is KnownTask {
	const task = value as Partial<KnownTask> | null;
	return typeof task === 'object' && Number.isSafeInteger(task?.id) && typeof task?.title === 'string';
}
