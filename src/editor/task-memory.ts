import type * as vscode from 'vscode';
import type { Task } from '../cor/answers.js';

/** What is remembered of a task: enough to show it before COR has answered. */
export type KnownTask = Pick<Task, 'id' | 'title' | 'project' | 'client'>;

const recentKey = 'corAttachments.recentTasks';
const pagesKey = 'corAttachments.taskPages';
const maxRecent = 10;

/** The tasks last used in this workspace, and where COR shows tasks. */
export class TaskMemory {
	readonly #ofWorkspace: vscode.Memento;
	readonly #ofUser: vscode.Memento;

	constructor(ofWorkspace: vscode.Memento, ofUser: vscode.Memento) {
		this.#ofWorkspace = ofWorkspace;
		this.#ofUser = ofUser;
	}

	/** Latest first. */
	recent(): readonly KnownTask[] {
		const stored = this.#ofWorkspace.get<unknown>(recentKey);
		return Array.isArray(stored) ? stored.filter(isKnownTask) : [];
	}

	async remember({ id, title, project, client }: Task): Promise<void> {
		const task = { id, title, ...(project && { project }), ...(client && { client }) };
		const others = this.recent().filter(known => known.id !== id);
		await this.#ofWorkspace.update(recentKey, [task, ...others].slice(0, maxRecent));
	}

	/** Address of the task pages that a person pasted last, up to and without `/{id}`. */
	taskPages(): string | undefined {
		return this.#ofUser.get<string>(pagesKey);
	}

	async rememberTaskPages(pages: string): Promise<void> {
		await this.#ofUser.update(pagesKey, pages);
	}
}

function isKnownTask(value: unknown): value is KnownTask {
	const task = value as Partial<KnownTask> | null;
	return typeof task === 'object' && Number.isSafeInteger(task?.id) && typeof task?.title === 'string';
}
