import * as vscode from 'vscode';
import { type CorError, toCorError } from '../attach/errors.js';
import { readTaskRef, type TaskRef } from '../attach/task-ref.js';
import type { Task } from '../cor/answers.js';
import { explain, explainNotATask } from './explain.js';
import { formatDate } from './format.js';
import { plainText } from './plain-text.js';
import type { KnownTask } from './task-memory.js';

export interface TaskPickerOptions {
	/** What is to be sent, as the title of the pick. */
	readonly title: string;
	/** What stands in the pick at first: a task that is known already, or nothing. */
	readonly value: string;
	readonly recent: readonly KnownTask[];
	readonly isCorWeb: (url: URL) => boolean;
	readTask(id: number, signal: AbortSignal): Promise<Task>;
}

export interface PickedTask {
	readonly task: Task;
	/** Where the task's address was pasted from, up to and without `/{id}`. */
	readonly pages?: string;
}

interface TaskItem extends vscode.QuickPickItem {
	readonly choice?: Choice;
}

interface Choice {
	readonly task: KnownTask & Partial<Task>;
	readonly pages?: string;
	/** Whether COR has told of the task since the pick was opened. */
	readonly isConfirmed: boolean;
}

const typingPauseMs = 250;

/**
 * Asks for the task: one of the recent ones, a number, `#number` or an address. A typed task can be accepted once COR has
 * told its title, so that nothing leaves for a task nobody has seen. `undefined` where the person gives up.
 */
export async function pickTask(options: TaskPickerOptions): Promise<PickedTask | undefined> {
	const pick = vscode.window.createQuickPick<TaskItem>();
	const lookUp = new LookUp(options, item => show(pick, options, item));
	pick.title = options.title;
	pick.placeholder = vscode.l10n.t('Task number or address, for example 4101');
	pick.matchOnDescription = true;
	pick.ignoreFocusOut = true;
	show(pick, options, undefined);

	try {
		return await new Promise<PickedTask | undefined>(resolve => {
			pick.onDidChangeValue(text => {
				pick.busy = lookUp.follow(text);
			});
			pick.onDidAccept(() => {
				const choice = lookUp.chosen(pick.selectedItems[0]?.choice);
				if (choice) {
					pick.busy = true;
					void lookUp.confirm(choice).then(picked => picked && resolve(picked));
				}
			});
			pick.onDidHide(() => resolve(undefined));
			pick.value = options.value; // before it is shown: later it would overwrite what is being typed
			pick.show();
			pick.busy = lookUp.follow(options.value);
		});
	} finally {
		lookUp.dispose();
		pick.dispose();
	}
}

function show(pick: vscode.QuickPick<TaskItem>, { recent }: TaskPickerOptions, typed: TaskItem | undefined): void {
	pick.busy = false;
	const known = recent.filter(task => task.id !== typed?.choice?.task.id);
	pick.items = [
		...(typed ? [typed] : []),
		...(known.length > 0 ? [{ label: vscode.l10n.t('recent'), kind: vscode.QuickPickItemKind.Separator }] : []),
		...known.map(task => taskItem({ task, isConfirmed: false })),
	];
	const first = typed ?? pick.items.find(item => item.choice);
	pick.activeItems = first ? [first] : [];
}

/** Follows what is typed: says at once what is wrong with it, and asks COR for the task when typing pauses. */
class LookUp implements vscode.Disposable {
	readonly #options: TaskPickerOptions;
	readonly #show: (item: TaskItem | undefined) => void;
	#request = new AbortController();
	#timer: NodeJS.Timeout | undefined;
	#known: Choice | undefined;
	#typedId: number | undefined;

	constructor(options: TaskPickerOptions, show: (item: TaskItem | undefined) => void) {
		this.#options = options;
		this.#show = show;
	}

	/**
	 * What Enter means. The editor names the selected row by its place, and Enter may overtake the list that belongs to
	 * what was typed: a row that does not hold the typed number is another row than the one the person saw.
	 */
	chosen(selected: Choice | undefined): Choice | undefined {
		if (!selected || this.#typedId === undefined) {
			return selected ?? this.#known;
		}
		const { id, title, project = '', client = '' } = selected.task;
		const isSeen = [id, title, project, client].join(' ').includes(String(this.#typedId));
		return isSeen ? selected : this.#known;
	}

	/** Whether an answer is to come. */
	follow(text: string): boolean {
		this.#known = undefined;
		this.#typedId = undefined;
		this.dispose();
		this.#request = new AbortController();
		const reading = readTaskRef(text, this.#options.isCorWeb);
		if (reading.status === 'not-a-task') {
			this.#show(reading.why === 'empty' ? undefined : sentenceItem(explainNotATask(reading.why)));
			return false;
		}
		this.#typedId = reading.ref.id;
		this.#show(this.#whileAsking(reading.ref));
		const { signal } = this.#request;
		this.#timer = setTimeout(() => void this.#ask(reading.ref, signal), typingPauseMs);
		return true;
	}

	/** The chosen task as COR knows it now; `undefined` where COR does not, which the pick then says. */
	async confirm({ task, pages, isConfirmed }: Choice): Promise<PickedTask | undefined> {
		if (isConfirmed) {
			return { task, ...(pages && { pages }) };
		}
		this.dispose();
		this.#request = new AbortController();
		const { signal } = this.#request;
		try {
			return { task: await this.#options.readTask(task.id, signal), ...(pages && { pages }) };
		} catch (error) {
			if (!signal.aborted) {
				this.#show(sentenceItem(explainForTask(toCorError(error), task.id)));
			}
			return undefined;
		}
	}

	// A task that was used here before can be taken at once: COR is asked again before it counts.
	#whileAsking({ id, pages }: TaskRef): TaskItem {
		const task = this.#options.recent.find(known => known.id === id);
		if (!task) {
			return { label: vscode.l10n.t('Asking COR for task {0}…', id), alwaysShow: true };
		}
		this.#known = { task, ...(pages && { pages }), isConfirmed: false };
		return { ...taskItem(this.#known), alwaysShow: true };
	}

	dispose(): void {
		clearTimeout(this.#timer);
		this.#request.abort();
	}

	async #ask({ id, pages }: TaskRef, signal: AbortSignal): Promise<void> {
		const item = await this.#options.readTask(id, signal).then(
			task => ({ ...taskItem({ task, ...(pages && { pages }), isConfirmed: true }), alwaysShow: true }),
			(error: unknown) => sentenceItem(explainForTask(toCorError(error), id)),
		);
		if (!signal.aborted) {
			this.#show(item);
		}
	}
}

function explainForTask(error: CorError, id: number): string {
	return error.kind === 'task-not-found'
		? vscode.l10n.t('COR knows no task {0}, or you have no access to it. Nothing was sent.', id)
		: explain(error);
}

function taskItem(choice: Choice): TaskItem {
	const { id, title, project, client, status, deadline } = choice.task;
	const about = [`#${id}`, project, client].filter(part => part !== undefined);
	const state = [status, deadline && vscode.l10n.t('due {0}', formatDate(deadline))].filter(part => part !== undefined);
	return {
		label: plainText(title || `#${id}`),
		description: plainText(about.join(' · ')),
		...(state.length > 0 && { detail: plainText(state.join(' · ')) }),
		choice,
	};
}

// A row shows one line and cuts off what is longer: what to do goes below what happened.
function sentenceItem(text: string): TaskItem {
	const [, happened = text, toDo] = /^(.+?\.)\s+(.+)$/.exec(text) ?? [];
	return { label: `$(info) ${happened}`, ...(toDo && { detail: toDo }), alwaysShow: true };
}
