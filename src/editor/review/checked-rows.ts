import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { ReviewItem } from './review-items.js';
import { SetSelections } from './review-ticks.js';

/** Checks the rows that should be checked, and tells of the person's clicks. What is sent is what is shown as checked. */
export class CheckedRows {
	readonly #pick: vscode.QuickPick<ReviewItem>;
	readonly #wanted: () => readonly ReviewItem[];
	readonly #onClick: (rows: readonly ReviewItem[]) => void;
	readonly #set = new SetSelections();
	#isNoneChecked = false;

	/**
	 * @param wanted the rows that should be checked now
	 * @param onClick gets all rows that are checked after a click
	 */
	constructor(
		pick: vscode.QuickPick<ReviewItem>,
		wanted: () => readonly ReviewItem[],
		onClick: (rows: readonly ReviewItem[]) => void,
	) {
		this.#pick = pick;
		this.#wanted = wanted;
		this.#onClick = onClick;
		pick.onDidChangeSelection(rows => {
			this.#isNoneChecked = rows.length === 0;
			if (this.#set.isOwn(rows)) {
				this.#agree();
			} else {
				onClick(rows);
			}
		});
	}

	/** Call this whenever the pick got other rows, or others should be checked. */
	update(): void {
		const rows = this.#wanted();
		this.#pick.selectedItems = rows;
		const forget = this.#set.set(rows);
		const goOn = (): void => {
			forget();
			this.#agree();
		};
		untilReported().then(goOn, forget); // it only fails when the window closes
	}

	/** Call this when the person accepts. VS Code never leaves all rows unchecked by itself: if they are, the person did it. */
	accept(): void {
		if (this.#isNoneChecked && this.#wanted().length > 0) {
			this.#onClick([]);
		}
	}

	// A click on what was shown before may have come between two updates.
	#agree(): void {
		if (this.#set.isOff(this.#wanted())) {
			this.update();
		}
	}
}

/** Resolves when VS Code has shown what was set before and reported everything about it: it handles calls one after the other. */
export async function untilReported(): Promise<void> {
	await delay(0); // VS Code sends in a turn of its own what is set now
	await vscode.commands.executeCommand('setContext', 'corAttachments:reviewed', true);
}
