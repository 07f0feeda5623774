import type * as vscode from 'vscode';
import type { Change } from './task-answers.js';
import type { TaskRow } from './task-rows.js';

/** After this time, in milliseconds, people have seen a new row and may mean it with Enter. */
const seeingMs = 500;

/**
 * Which row Enter takes. What people may be about to choose stays highlighted, and a new row isn't highlighted before
 * people can see it.
 */
export class Highlight implements vscode.Disposable {
	readonly #pick: vscode.QuickPick<TaskRow>;
	#rows: readonly TaskRow[] = [];
	#active: TaskRow | undefined;
	#seeing: NodeJS.Timeout | undefined;

	constructor(pick: vscode.QuickPick<TaskRow>) {
		this.#pick = pick;
		pick.onDidChangeActive(([row]) => {
			this.#active = row;
			// VS Code drops the highlight if it was wanted for a row that the filter hides by now. Enter would do nothing.
			if (row) {
				clearTimeout(this.#seeing);
			} else {
				this.#highlightSoon();
			}
		});
	}

	get row(): TaskRow | undefined {
		return this.#active;
	}

	dispose(): void {
		clearTimeout(this.#seeing);
	}

	/** Highlights a row of a new list, which the pick already has. */
	follow(rows: readonly TaskRow[], change: Change): void {
		clearTimeout(this.#seeing);
		this.#rows = rows;
		const [top] = rows;
		const kept = change === 'arrival' ? sameRow(rows, this.#active) : undefined;
		const wanted = kept ?? (top?.alwaysShow ? top : undefined);
		if (wanted) {
			this.#activate(wanted);
		} else if (change === 'own' && this.#pick.value === '') {
			this.#activate(this.#first());
		} else if (change === 'arrival' && this.#first()) {
			this.#activate(undefined);
			this.#highlightSoon();
		}
	}

	#highlightSoon(): void {
		clearTimeout(this.#seeing);
		this.#seeing = setTimeout(() => {
			const row = sameRow(this.#rows, this.#active) ?? this.#first();
			if (row) {
				this.#activate(row);
			}
		}, seeingMs);
	}

	/** The first row to choose that is shown for certain, whatever VS Code's filter hides. */
	#first(): TaskRow | undefined {
		const isTyping = this.#pick.value !== '';
		return this.#rows.find(row => row.choice && (!isTyping || row.alwaysShow));
	}

	#activate(row: TaskRow | undefined): void {
		this.#active = row;
		this.#pick.activeItems = row ? [row] : [];
	}
}

/** The row with the same meaning in the current list. VS Code may report a highlighted row of an earlier list. */
function sameRow(rows: readonly TaskRow[], other: TaskRow | undefined): TaskRow | undefined {
	const task = other?.choice?.kind === 'task' ? other.choice.task : undefined;
	return rows.find(row => row === other || (row.choice?.kind === 'task' && row.choice.task.id === task?.id));
}
