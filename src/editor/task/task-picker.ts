import * as vscode from 'vscode';
import type { Task } from '../../cor/answers/answers.js';
import type { Connection } from '../../machine/sessions/connection.js';
import { senderButtons, titleWithSender } from '../accounts/account-words.js';
import { Highlight } from './highlight.js';
import type { SeenTask } from './seen-task.js';
import { StablePlaces } from './stable-places.js';
import { type Change, TaskAnswers, type TaskSources } from './task-answers.js';
import { knownTask, openButton, pinButton, type TaskRow, taskRows, unpinButton } from './task-rows.js';

/** The title of the pick. */
export interface PickTitles {
	/** What is known immediately. */
	readonly title: string;
	/** Resolves with the title when everything is counted. */
	readonly count?: () => Promise<string>;
	/** Aborts if there is nothing to send. The pick closes as if the person had given up. */
	readonly nothing?: AbortSignal;
	/** Whether there are files to review. */
	readonly canReview?: boolean;
}

export interface TaskPickOptions extends TaskSources, PickTitles {
	/** Initial text: a known task, or nothing. */
	readonly value: string;
	/** A task to read from COR as soon as the pick opens, as if the person had pressed Enter on it. */
	readonly chosen?: SeenTask;
	/** The address of a task's page, if known. */
	readonly pageOf: (taskId: number) => string | undefined;
}

interface PickedTask {
	readonly status: 'picked';
	readonly task: Task;
	readonly connection: Connection;
	/** The address of the task pages, if the person pasted one. */
	readonly pages?: string;
	/** Whether to show the review: the person wants it, or Enter took a row that only its deadline put first. */
	readonly isReviewWanted: boolean;
}

export type TaskPicked =
	| PickedTask
	/** The person wants another account. */
	| { readonly status: 'switch-account'; readonly text: string }
	/** The person must sign in first. `chosen` is the task they chose, if they did. */
	| { readonly status: 'sign-in'; readonly text: string; readonly chosen?: SeenTask }
	| { readonly status: 'given-up' };

const reviewButton = 'checklist';

/**
 * Lets the person choose a task. The pick opens with what is known and fills as answers arrive. Returns a task only if
 * COR, asked again, still describes it as shown.
 */
export async function pickTask(options: TaskPickOptions): Promise<TaskPicked> {
	const pick = new TaskPick(options);
	try {
		return await pick.result;
	} finally {
		pick.dispose();
	}
}

class TaskPick implements vscode.Disposable {
	readonly result: Promise<TaskPicked>;
	readonly #options: TaskPickOptions;
	readonly #pick = vscode.window.createQuickPick<TaskRow>();
	readonly #highlight = new Highlight(this.#pick);
	readonly #answers: TaskAnswers;
	readonly #places = new StablePlaces<TaskRow>(keyOf);
	/** The text with which each row was shown last, by its key. */
	readonly #textOf = new Map<string, string>();
	readonly #asking: NodeJS.Timeout;
	#awaited = 0;
	#selected: TaskRow | undefined;
	#title: string;
	#text = '';
	#sender: Connection | undefined;
	#isReviewWanted = false;
	#rendered = '';
	#end: (picked: TaskPicked) => void = () => {};
	#fail: (error: unknown) => void = () => {};

	constructor(options: TaskPickOptions) {
		this.#options = options;
		this.#answers = new TaskAnswers(options, change => this.#render(change));
		this.result = new Promise((resolve, reject) => {
			this.#end = resolve;
			this.#fail = reject;
		});
		const pick = this.#pick;
		this.#title = options.title;
		pick.title = this.#title;
		pick.placeholder = vscode.l10n.t('Task number, address or title, for example 4101');
		pick.matchOnDescription = true;
		pick.ignoreFocusOut = true;
		pick.onDidChangeValue(text => this.#follow(text));
		pick.onDidChangeSelection(([row]) => {
			this.#selected = row;
		});
		pick.onDidAccept(() => this.#accept());
		pick.buttons = this.#reviewButtons();
		pick.onDidTriggerButton(({ iconPath }) => {
			if (iconPath instanceof vscode.ThemeIcon && iconPath.id === reviewButton) {
				this.#isReviewWanted = true;
				this.#selected = this.#highlight.row;
				this.#accept();
			} else {
				this.#end({ status: 'switch-account', text: pick.value });
			}
		});
		pick.onDidTriggerItemButton(({ item, button }) => this.#await(this.#press(item, button)));
		pick.onDidHide(() => this.#end({ status: 'given-up' }));
		pick.value = options.value; // before showing the pick: later it would overwrite what is being typed
		this.#render('own');
		pick.show();
		options.nothing?.addEventListener('abort', () => this.#end({ status: 'given-up' }));
		pick.busy = true;
		// Ask after the pick is shown: a window's first request loads certificates, and its first size a number format.
		// Both block this thread.
		this.#asking = setTimeout(() => this.#ask(), 0);
		this.#follow(options.value);
	}

	dispose(): void {
		clearTimeout(this.#asking);
		this.#highlight.dispose();
		this.#answers.dispose();
		this.#pick.dispose();
	}

	#ask(): void {
		this.#await(this.#tellSender());
		this.#await(this.#answers.readBranch());
		this.#await(this.#answers.readMine());
		this.#await(this.#signInWhereNothingIsKnown());
		this.#await(this.#count());
		if (this.#options.chosen) {
			this.#await(this.#confirm(this.#options.chosen, undefined));
		}
	}

	/** VS Code also reports the text that the pick opened with, perhaps after its task has been asked for. */
	#follow(text: string): void {
		if (text !== this.#text) {
			this.#text = text;
			this.#await(this.#answers.follow(text));
		}
	}

	#await(work: Promise<void>): void {
		this.#awaited += 1;
		this.#pick.busy = true;
		const done = (): void => {
			this.#awaited -= 1;
			this.#pick.busy = this.#awaited > 0;
		};
		work.then(done, this.#fail);
	}

	/** An answer that changes nothing changes no row: what a person clicks or presses just then would be lost. */
	#render(change: Change): void {
		const rows = taskRows(this.#answers.state, id => this.#options.pageOf(id) !== undefined);
		const before = this.#rendered;
		this.#rendered = JSON.stringify(rows);
		if (change === 'arrival' && this.#rendered === before) {
			return;
		}
		for (const row of rows) {
			this.#textOf.set(keyOf(row), this.#text);
		}
		let heading = '';
		this.#pick.items = this.#places.arrange(rows).map(({ row, isShown }) => {
			if (!isShown) {
				return emptyPlace(row, heading, this.#textOf.get(keyOf(row)) !== this.#text);
			}
			heading = row.kind === vscode.QuickPickItemKind.Separator ? row.label : '';
			return row;
		});
		this.#highlight.follow(rows, change);
	}

	/** Enter may arrive before the rows for the typed text. A row that isn't among them isn't meant. */
	#accept(): void {
		const { typed } = this.#answers.state;
		const selected = this.#selected;
		this.#selected = undefined;
		if (selected && !selected.isOutdated && (!typed || selected.typedId === typed.id)) {
			this.#choose(selected);
			return;
		}
		// A task that was used here before can be chosen by number before COR sends its title again.
		const known = typed && knownTask(this.#answers.state, typed.id);
		if (known) {
			this.#await(this.#confirm(known, typed.pages));
		}
	}

	/** Shows the sender as soon as it is known. */
	async #tellSender(): Promise<void> {
		const connection = await this.#options.connection;
		if (connection) {
			this.#pick.buttons = [...this.#reviewButtons(), ...senderButtons(connection)];
			await connection.identify().catch(() => undefined); // the list of tasks shows the error
			this.#sender = connection;
			this.#tellTitle();
		}
	}

	async #count(): Promise<void> {
		this.#title = (await this.#options.count?.()) ?? this.#title;
		this.#tellTitle();
	}

	#tellTitle(): void {
		this.#pick.title = this.#sender ? titleWithSender(this.#title, this.#sender) : this.#title;
	}

	async #signInWhereNothingIsKnown(): Promise<void> {
		const isSignedOut = (await this.#options.connection) === undefined;
		const isAnythingKnown = this.#pick.items.some(({ choice }) => choice?.kind === 'task');
		if (isSignedOut && !isAnythingKnown && this.#pick.value === this.#options.value) {
			this.#end({ status: 'sign-in', text: this.#pick.value });
		}
	}

	#reviewButtons(): readonly vscode.QuickInputButton[] {
		const tooltip = vscode.l10n.t('Review First (Message, Options)…');
		return this.#options.canReview ? [{ iconPath: new vscode.ThemeIcon(reviewButton), tooltip }] : [];
	}

	#choose({ choice, isGuess }: TaskRow): void {
		this.#isReviewWanted ||= isGuess === true && this.#pick.value === '';
		if (choice?.kind === 'sign-in') {
			this.#end({ status: 'sign-in', text: this.#pick.value });
		} else if (choice) {
			this.#await(this.#confirm(choice.task, choice.pages));
		}
	}

	async #confirm(shown: SeenTask, pages: string | undefined): Promise<void> {
		const connection = await this.#options.connection;
		if (!connection) {
			this.#end({ status: 'sign-in', text: this.#pick.value, chosen: shown });
			return;
		}
		const task = await this.#answers.confirm(connection, shown);
		if (task) {
			const isReviewWanted = this.#isReviewWanted;
			this.#end({ status: 'picked', task, connection, ...(pages !== undefined && { pages }), isReviewWanted });
		} else {
			this.#pick.selectedItems = []; // VS Code takes no click on the row that was chosen last
		}
	}

	async #press({ choice }: TaskRow, { iconPath }: vscode.QuickInputButton): Promise<void> {
		const task = choice?.kind === 'task' ? choice.task : undefined;
		const { memory, pageOf } = this.#options;
		if (!task || !(iconPath instanceof vscode.ThemeIcon)) {
			return;
		}
		if (iconPath.id === openButton) {
			await vscode.env.openExternal(vscode.Uri.parse(pageOf(task.id) ?? '', true));
			return;
		}
		if (iconPath.id === pinButton) {
			await memory.pin({ ...task, title: task.title ?? '' });
		} else if (iconPath.id === unpinButton) {
			await memory.unpin(task.id);
		}
		this.#answers.readPins();
	}
}

// VS Code only draws the heading of such a row, so the heading must be right above the next row. What the row could do
// stays: a click or Enter may still be on its way.
function emptyPlace({ buttons, choice, typedId }: TaskRow, heading: string, isOutdated: boolean): TaskRow {
	return {
		label: heading,
		kind: vscode.QuickPickItemKind.Separator,
		...(buttons && { buttons }),
		...(choice && { choice }),
		...(typedId !== undefined && { typedId }),
		...(isOutdated && { isOutdated }),
	};
}

/** All by which people tell rows apart, and what they can do with them. */
function keyOf({ label, description, detail, choice, typedId, kind, buttons }: TaskRow): string {
	return JSON.stringify([label, description, detail, choice, typedId, kind, buttons]);
}
