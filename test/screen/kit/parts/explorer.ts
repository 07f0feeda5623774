import type { Locator } from 'playwright-core';
import { comesTo } from '../comes-to.js';
import { Part } from './part.js';

const mostSteps = 20;

/** The tree of files in the side bar. */
export class Explorer extends Part {
	/** The row of a file or folder, by its exact name. */
	row(name: string): Locator {
		const label = this.page.locator('.monaco-icon-label', { has: this.page.getByText(name, { exact: true }) });
		return this.page.locator('.explorer-folders-view .monaco-list-row', { has: label });
	}

	/** Waits until the explorer shows this file. */
	async shows(name: string): Promise<void> {
		await this.row(name).waitFor();
	}

	/** Waits until these files and folders, and no others, are on the screen. */
	async showsJust(names: readonly string[]): Promise<void> {
		const rows = this.page.locator('.explorer-folders-view .monaco-list-row');
		for (const name of names) {
			await this.shows(name);
		}
		await rows.nth(names.length).waitFor({ state: 'detached' });
	}

	/** The names of the selected rows on screen, top to bottom. */
	async selected(): Promise<readonly string[]> {
		const rows = this.page.locator('.explorer-folders-view .monaco-list-row[aria-selected=true]');
		return rows.locator('.label-name').allInnerTexts();
	}

	/** Selects these rows and no others, by clicks with Ctrl, which open nothing. The tree may be read anew meanwhile. */
	async select(names: readonly string[]): Promise<void> {
		for (let step = 0; step < mostSteps; step++) {
			const selected = await this.selected();
			const tooMuch = selected.find(name => !names.includes(name));
			const name = tooMuch ?? names.find(each => !selected.includes(each));
			if (name === undefined) {
				return;
			}
			const turned = this.row(name).and(this.page.locator(`[aria-selected=${tooMuch === undefined}]`));
			await this.row(name).click({ modifiers: ['Control'] });
			await comesTo(turned, 'visible', 2_000);
		}
		throw new Error(`Selected are ${(await this.selected()).join(', ')} instead of ${names.join(', ')}.`);
	}

	/** Waits until what is typed goes to it. */
	async hasFocus(): Promise<void> {
		await this.page.locator('.explorer-folders-view .monaco-list:focus').waitFor();
	}

	/** Whether nothing is selected in it within so many milliseconds. */
	hasNoSelection(withinMs: number): Promise<boolean> {
		const selected = this.page.locator('.explorer-folders-view .monaco-list-row[aria-selected=true]');
		return comesTo(selected.first(), 'hidden', withinMs);
	}

	/** Shows what is in a folder, or hides it. */
	async unfold(name: string, isUnfolded = true): Promise<void> {
		const row = this.row(name);
		if ((await row.getAttribute('aria-expanded')) !== `${isUnfolded}`) {
			await row.click();
		}
		await row.and(this.page.locator(`[aria-expanded=${isUnfolded}]`)).waitFor();
	}

	/** Opens a file in a tab that stays. */
	async open(name: string): Promise<void> {
		await this.row(name).dblclick();
		await this.page.locator('.tabs-container .tab.active', { hasText: name }).waitFor();
	}
}
