import * as vscode from 'vscode';
import type { TaskRef } from '../../attach/task/task-ref.js';
import { isFoundIn } from '../../attach/text/found-in.js';
import { plainText } from '../../attach/text/plain-text.js';
import type { Task } from '../../cor/answers/answers.js';
import type { KnownTask } from '../../machine/memory/task-memory.js';
import { explainNothingFound, explainRefusedPattern } from '../messages/explain-tasks.js';
import { statusWords } from '../messages/field-words.js';
import { formatDate } from '../messages/format.js';
import type { BranchHint } from './branch-hint.js';
import type { SeenTask } from './seen-task.js';

/** What Enter does on a row. */
type RowChoice =
	| { readonly kind: 'task'; readonly task: SeenTask; readonly pages?: string }
	| { readonly kind: 'sign-in' };

export interface TaskRow extends vscode.QuickPickItem {
	readonly choice?: RowChoice;
	/** The number that was typed when the row was created. */
	readonly typedId?: number;
	/** Whether the row is first without any reason: no branch, no pin, not used before. */
	readonly isGuess?: boolean;
	/** The row has been hidden since somebody typed on. */
	readonly isOutdated?: true;
}

/** What is known while the pick is open. Each answer adds to it. */
export interface TaskPickState {
	/** The task that was typed. */
	readonly typed?: TaskRef;
	/** Typed words of a title, with at least one letter. */
	readonly words?: string;
	/** A sentence about what was typed or chosen. */
	readonly notice?: string;
	readonly hint?: BranchHint;
	readonly pinned: readonly KnownTask[];
	readonly recent: readonly KnownTask[];
	readonly mine: readonly Task[];
	/** Why there is no list of the person's tasks. */
	readonly trouble?: { readonly sentence: string; readonly isSignInNeeded: boolean };
	/** COR's results for these words, or a sentence if COR couldn't be asked. */
	readonly found?: { readonly tasks: readonly Task[]; readonly isLatest: boolean; readonly sentence?: string };
	/** Tasks that COR has described since the pick was opened, by id. */
	readonly told: ReadonlyMap<number, Task>;
	/** Ids of tasks that don't exist according to COR. */
	readonly gone: ReadonlySet<number>;
}

export const pinButton = 'pin';
export const unpinButton = 'pinned';
export const openButton = 'link-external';

/** A button of a row, identified by its icon. */
type RowButton = vscode.QuickInputButton & { readonly iconPath: vscode.ThemeIcon };

// Leaves room for the number, which tells two tasks with one title apart.
const maxTitleLength = 70;
const maxMine = 50;

/** The rows in order: typed, branch, pinned, recent, the person's tasks, found by title. Each task appears once. */
export function taskRows(state: TaskPickState, hasPage: (taskId: number) => boolean): readonly TaskRow[] {
	const seen = new Set(state.gone);
	const pinned = new Set(state.pinned.map(({ id }) => id));
	const typedId = state.typed?.id;
	const refusedPattern = state.hint?.refusedPattern;
	const foundByCor = new Set(state.found?.isLatest ? state.found.tasks.map(({ id }) => id) : []);
	let isAnyFound = foundByCor.size > 0;

	const row = ({ id }: { readonly id: number }, more: Partial<TaskRow> = {}, pages?: string): TaskRow[] => {
		if (seen.has(id)) {
			return [];
		}
		seen.add(id);
		const shown: SeenTask = { id, ...knownTask(state, id) };
		const texts = taskTexts(shown, state.trouble === undefined);
		// VS Code's filter distinguishes "campana" from "campaña"; COR doesn't.
		const isFoundHere = state.words !== undefined && isFoundIn(`${texts.label} ${texts.description}`, state.words);
		isAnyFound ||= isFoundHere;
		return [
			{
				...texts,
				...((isFoundHere || foundByCor.has(id)) && { alwaysShow: true }),
				choice: { kind: 'task', task: shown, ...(pages !== undefined && { pages }) },
				buttons: buttons(shown, pinned.has(id), hasPage(id)),
				...(typedId !== undefined && { typedId }),
				...more,
			},
		];
	};

	const rows = [
		...(state.notice === undefined ? [] : [{ ...sentenceRow(state.notice), alwaysShow: true }]),
		...(state.typed ? row(state.typed, { alwaysShow: true }, state.typed.pages) : []),
		...section(vscode.l10n.t('Git branch'), state.hint?.taskId ? row({ id: state.hint.taskId }) : []),
		...(refusedPattern === undefined ? [] : [sentenceRow(explainRefusedPattern(refusedPattern))]),
		...section(
			vscode.l10n.t('pinned'),
			state.pinned.flatMap(task => row(task)),
		),
		...section(
			vscode.l10n.t('recent'),
			state.recent.flatMap(task => row(task)),
		),
		...troubleRows(state.trouble),
		...section(
			vscode.l10n.t('my tasks'),
			state.mine.slice(0, maxMine).flatMap(task => row(task, { isGuess: seen.size === state.gone.size })),
		),
		...section(
			vscode.l10n.t('found by title'),
			(state.found?.tasks ?? []).flatMap(task => row(task)),
		),
	];
	const sentence = state.found?.sentence ?? (state.found?.isLatest && !isAnyFound ? explainNothingFound() : undefined);
	return sentence === undefined ? rows : [...rows, { ...sentenceRow(sentence), alwaysShow: true }];
}

/** What is known about a task: from COR itself, from its lists, or from earlier. */
export function knownTask({ told, mine, found, recent, pinned }: TaskPickState, id: number): KnownTask | undefined {
	return told.get(id) ?? [...mine, ...(found?.tasks ?? []), ...recent, ...pinned].find(task => task.id === id);
}

/** A row with a sentence. A row cuts off long text, so what to do goes into a second line. */
function sentenceRow(text: string): TaskRow {
	const [, happened = text, toDo] = /^(.+?\.)\s+(.+)$/.exec(text) ?? [];
	return { label: `$(info) ${happened}`, ...(toDo && { detail: toDo }) };
}

function troubleRows(trouble: TaskPickState['trouble']): readonly TaskRow[] {
	if (!trouble) {
		return [];
	}
	const row = sentenceRow(trouble.sentence);
	return [trouble.isSignInNeeded ? { ...row, choice: { kind: 'sign-in' }, alwaysShow: true } : row];
}

function section(title: string, rows: readonly TaskRow[]): readonly TaskRow[] {
	return rows.length === 0 ? [] : [{ label: title, kind: vscode.QuickPickItemKind.Separator }, ...rows];
}

function taskTexts(
	{ id, title, project, client, status, deadline }: SeenTask,
	isAsking: boolean,
): vscode.QuickPickItem {
	if (title === undefined) {
		return { label: `#${id}`, ...(isAsking && { description: vscode.l10n.t('Loading task {0}…', id) }) };
	}
	const about = [`#${id}`, project, client].filter(part => part !== undefined);
	const state = [status && statusWords(status), deadline && vscode.l10n.t('due {0}', formatDate(deadline))].filter(
		part => part,
	);
	return {
		label: plainText(title || `#${id}`, maxTitleLength),
		description: plainText(about.join(' · ')),
		...(state.length > 0 && { detail: plainText(state.join(' · ')) }),
	};
}

function buttons({ title }: SeenTask, isPinned: boolean, hasPage: boolean): RowButton[] {
	const pin: RowButton = isPinned
		? { iconPath: new vscode.ThemeIcon(unpinButton), tooltip: vscode.l10n.t('Unpin') }
		: { iconPath: new vscode.ThemeIcon(pinButton), tooltip: vscode.l10n.t('Pin to This Workspace') };
	const open: RowButton = {
		iconPath: new vscode.ThemeIcon(openButton),
		tooltip: vscode.l10n.t('Open in Browser'),
	};
	return [...(title === undefined ? [] : [pin]), ...(hasPage ? [open] : [])];
}
