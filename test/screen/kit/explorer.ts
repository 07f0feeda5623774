import type { Locator, Page } from 'playwright-core';

/** The tree of files in the side bar. */
export class Explorer {
	readonly #page: Page;

	constructor(page: Page) {
		this.#page = page;
	}

	/** The row of a file or folder, by its exact name. */
	row(name: string): Locator {
		const label = this.#page.locator('.monaco-icon-label', { has: this.#page.getByText(name, { exact: true }) });
		return this.#page.locator('.explorer-folders-view .monaco-list-row', { has: label });
	}

	/** Waits until the explorer shows this file. */
	async shows(name: string): Promise<void> {
		await this.row(name).waitFor({ timeout: 60_000 });
	}

	/** Selects these rows and no others, as with Ctrl and clicks. A click opens the file clicked first as a preview. */
	async select(names: readonly string[]): Promise<void> {
		for (const [index, name] of names.entries()) {
			await this.row(name).click(index === 0 ? {} : { modifiers: ['Control'] });
		}
	}

	/** Opens a file in a tab that stays. */
	async open(name: string): Promise<void> {
		await this.row(name).dblclick();
		await this.#page.locator('.tabs-container .tab.active', { hasText: name }).waitFor();
	}
}
