import type { Locator } from 'playwright-core';
import { Part } from './part.js';

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

	/** Selects these rows and no others, by clicks with Ctrl, which open nothing. */
	async select(names: readonly string[]): Promise<void> {
		const before = await this.selected();
		const toToggle = [...before.filter(name => !names.includes(name)), ...names.filter(name => !before.includes(name))];
		for (const name of toToggle) {
			const isSelected = before.includes(name);
			await this.row(name).click({ modifiers: ['Control'] });
			await this.row(name)
				.and(this.page.locator(`[aria-selected=${!isSelected}]`))
				.waitFor();
		}
		const after = await this.selected();
		if (after.toSorted().join('/') !== names.toSorted().join('/')) {
			throw new Error(`Selected are ${after.join(', ')} instead of ${names.join(', ')}.`);
		}
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
