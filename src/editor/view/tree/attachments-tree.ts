import type * as vscode from 'vscode';
import { toCorError } from '../../../attach/errors.js';
import type { HistoryEntry } from '../../../attach/plan/history.js';
import type { Task } from '../../../cor/answers/answers.js';
import { connect } from '../../accounts/connect.js';
import type { EarlyParts } from '../../flow/parts.js';
import { offerSignIn } from '../../messages/context-keys.js';
import { apiUrlSetting } from '../../settings/settings.js';
import { attachmentRows, type ReadList, rowsFromHere } from './attachment-rows.js';
import { BranchTask } from './branch-task.js';
import { MyOpenTasks } from './my-open-tasks.js';
import { OpenedTasks } from './opened-tasks.js';
import { toTreeItem } from './row-items.js';
import { divideIntoSections, type SectionId, sectionIds } from './sections.js';
import { TaskLists } from './task-lists.js';
import type { Note, Paged, Row, ViewNode } from './view-nodes.js';

const tasksAtOnce = 50;

/**
 * The rows of the view: tasks in sections, each with its attachments. Asks COR only for what is open, since VS Code
 * asks for no other rows, and for none while the view is hidden.
 */
export class AttachmentsTree implements vscode.Disposable {
	readonly #parts: EarlyParts;
	readonly #changed: () => void;
	readonly #lists: TaskLists;
	readonly #mine: MyOpenTasks;
	readonly #branch: BranchTask;
	readonly #shown = new Map<SectionId, number>();
	readonly #opened = new OpenedTasks();
	#history: readonly HistoryEntry[] | undefined;
	#wasMineAlone = false;
	#knownHistory: ReadonlyMap<number, string> = new Map();
	#isFromHere = false;

	/** @param changed called when the rows have changed */
	constructor(parts: EarlyParts, viewId: string, changed: () => void) {
		this.#parts = parts;
		this.#changed = changed;
		this.#lists = new TaskLists(parts, viewId, changed);
		this.#mine = new MyOpenTasks(parts, viewId, changed);
		this.#branch = new BranchTask(parts, viewId, changed);
		this.#knownHistory = historyByTask(this.#entries());
	}

	dispose(): void {
		this.#branch.dispose();
		this.clear();
	}

	/** Whether only attachments from this workspace are shown. */
	get isFromHere(): boolean {
		return this.#isFromHere;
	}

	set isFromHere(value: boolean) {
		this.#isFromHere = value;
		this.#changed();
	}

	/** Marks this, or everything that is open, to be read from COR again. */
	refresh(of?: Paged): void {
		if (typeof of === 'number') {
			this.#lists.expire([of]);
		} else {
			this.#mine.expire();
		}
		if (of === undefined) {
			this.#lists.expire();
			this.#branch.expire();
		}
		this.#changed();
	}

	/** Forgets COR's answers, because another person may be signed in now. */
	clear(): void {
		this.#lists.clear();
		this.#mine.clear();
		this.#branch.clear();
		this.#history = undefined;
		this.#changed();
	}

	/** Marks the tasks whose history has changed to be read from COR again. */
	followHistory(): void {
		const before = this.#knownHistory;
		this.#history = undefined;
		const now = historyByTask(this.#entries());
		this.#knownHistory = now;
		this.#lists.expire([...before.keys(), ...now.keys()].filter(id => before.get(id) !== now.get(id)));
		this.#changed();
	}

	async showMore({ of }: Row<'more'>): Promise<void> {
		if (typeof of === 'number') {
			const rows = this.#rowsOf({ id: of, title: '' }, await this.#lists.ask(of));
			this.#lists.showMore(of, rows.length);
			return;
		}
		const shown = this.#shownOf(of) + tasksAtOnce;
		this.#shown.set(of, shown);
		if (of === 'mine' && this.#tasks().mine.length < shown) {
			this.#mine.readMore();
		}
		this.#changed();
	}

	async childrenOf(node: ViewNode | undefined): Promise<readonly ViewNode[]> {
		switch (node?.kind) {
			case undefined:
				return this.#roots();
			case 'section':
				return this.#tasksOf(node.section);
			case 'task':
				return this.#attachmentsOf(node.task);
			case 'attachment': {
				const { currentVersion, ...version } = node.listed;
				return currentVersion ? [{ ...node, kind: 'version', version }] : [];
			}
			default:
				return [];
		}
	}

	itemOf(node: ViewNode): vscode.TreeItem {
		return toTreeItem(node);
	}

	parentOf(node: ViewNode): ViewNode | undefined {
		return node.kind === 'task' ? this.#sectionNodes().find(({ section }) => section === node.section) : undefined;
	}

	/** The row of a task, if there is one. */
	find(taskId: number): Row<'task'> | undefined {
		const tasks = this.#tasks();
		for (const section of sectionIds) {
			const task = tasks[section].find(({ id }) => id === taskId);
			if (task) {
				return this.#taskNode(section)(task);
			}
		}
		return undefined;
	}

	async #roots(): Promise<readonly ViewNode[]> {
		this.#branch.follow();
		const sections = this.#sectionNodes();
		if (this.#isFromHere) {
			return sections.length > 0 ? sections : [note('view', 'nothing-from-here')];
		}
		const isAnythingKnown = sections.some(({ section }) => section !== 'mine');
		return isAnythingKnown || (await this.#isAnybodySignedIn()) ? sections : [];
	}

	/** Decides whether the empty view offers to sign in. */
	async #isAnybodySignedIn(): Promise<boolean> {
		try {
			await connect(this.#parts);
			return true;
		} catch (cause) {
			const { kind, message } = toCorError(cause);
			this.#parts.log.info(`nobody can be shown a task: ${kind}: ${message}`);
			await offerSignIn();
			return false;
		}
	}

	#sectionNodes(): readonly Row<'section'>[] {
		const tasks = this.#tasks();
		const filled = sectionIds.filter(id => id !== 'mine' && tasks[id].length > 0);
		this.#wasMineAlone ||= filled.length === 0 && !this.#isFromHere;
		const { branch } = this.#branch;
		return [...filled, ...(this.#isFromHere ? [] : (['mine'] as const))].map(section => ({
			kind: 'section',
			section,
			isOpen: section !== 'mine' || this.#wasMineAlone,
			...(section === 'branch' && branch !== undefined && { branch }),
		}));
	}

	async #tasksOf(section: SectionId): Promise<readonly ViewNode[]> {
		if (section === 'branch' && !this.#titleOf(this.#branch.taskId)) {
			await this.#branch.ask();
		}
		if (section === 'mine') {
			await this.#mine.ask();
		}
		const tasks = this.#tasks()[section];
		const shown = this.#shownOf(section);
		const rows = tasks.slice(0, shown).map(this.#taskNode(section));
		if (section !== 'mine') {
			return [...rows, ...(shown < tasks.length ? [more(section)] : [])];
		}
		const { error, isReading, isWhole } = this.#mine;
		const isAll = shown >= tasks.length;
		return [
			...rows,
			...(!isAll || (!isWhole && !isReading && !error) ? [more('mine')] : []),
			...(isAll && isReading && !isWhole ? [note('mine', 'loading')] : []),
			...(isAll && error ? [{ kind: 'failure', of: 'mine', error } as const] : []),
			...(isWhole && tasks.length === 0
				? [note('mine', this.#mine.known.length === 0 ? 'no-tasks' : 'no-other-tasks')]
				: []),
		];
	}

	async #attachmentsOf(task: Task): Promise<readonly ViewNode[]> {
		const list = await this.#lists.ask(task.id);
		const rows = this.#rowsOf(task, list);
		const isAll = list.shown >= rows.length;
		const isMissing = !this.#isFromHere || rows.some(({ kind }) => kind === 'past');
		const canReadOn = list.readAt !== undefined && !list.isWhole && !list.isReading && !list.error && isMissing;
		const isUnread = list.readAt === undefined && list.error === undefined;
		return [
			...rows.slice(0, list.shown),
			...(!isAll || canReadOn ? [more(task.id)] : []),
			...(isAll && list.isReading && (isUnread || !list.isWhole) ? [note(task.id, 'loading')] : []),
			...(isAll && list.error ? [{ kind: 'failure', of: task.id, error: list.error } as const] : []),
			...(list.isWhole && rows.length === 0 ? [note(task.id, 'no-attachments')] : []),
		];
	}

	#rowsOf(task: Task, list: ReadList): readonly ViewNode[] {
		const entries = this.#entries().filter(({ taskId }) => taskId === task.id);
		return (this.#isFromHere ? rowsFromHere : attachmentRows)(task, list, entries);
	}

	#tasks(): Readonly<Record<SectionId, readonly Task[]>> {
		const { memory } = this.#parts;
		const { taskId } = this.#branch;
		const history = this.#entries();
		const attachedTo = new Set(history.map(entry => entry.taskId));
		const recent = memory.recent();
		this.#opened.follow(taskId, recent[0]?.id);
		return divideIntoSections(
			{
				branch:
					taskId === undefined ? undefined : (this.#titleOf(taskId) ?? this.#branch.told ?? { id: taskId, title: '' }),
				pinned: memory.pinned(),
				recent,
				history,
				mine: this.#mine.known,
			},
			id => !this.#isFromHere || attachedTo.has(id),
		);
	}

	/** A task as far as it is known without asking COR. */
	#titleOf(taskId: number | undefined): Task | undefined {
		const { memory } = this.#parts;
		return [...memory.pinned(), ...memory.recent(), ...this.#mine.known].find(({ id }) => id === taskId);
	}

	#taskNode(section: SectionId): (task: Task) => Row<'task'> {
		const pinned = new Set(this.#parts.memory.pinned().map(({ id }) => id));
		return task => ({
			kind: 'task',
			task,
			section,
			isPinned: pinned.has(task.id),
			opened: this.#opened.of(task.id),
		});
	}

	#shownOf(section: SectionId): number {
		return this.#shown.get(section) ?? tasksAtOnce;
	}

	/** History entries of the configured API address, since task ids are only valid there. */
	#entries(): readonly HistoryEntry[] {
		if (!this.#history) {
			const reading = apiUrlSetting();
			const href = reading.status === 'ok' ? reading.apiUrl.href : undefined;
			this.#history = this.#parts.history.entries().filter(({ apiUrl }) => apiUrl === href);
		}
		return this.#history;
	}
}

function historyByTask(entries: readonly HistoryEntry[]): ReadonlyMap<number, string> {
	const ids = new Map<number, string>();
	for (const { taskId, attachmentId } of entries) {
		ids.set(taskId, `${ids.get(taskId) ?? ''} ${attachmentId}`);
	}
	return ids;
}

function more(of: Paged): Row<'more'> {
	return { kind: 'more', of };
}

function note(of: Paged | 'view', which: Note): Row<'note'> {
	return { kind: 'note', of, note: which };
}
