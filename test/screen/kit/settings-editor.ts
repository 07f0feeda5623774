import type { Locator, Page } from 'playwright-core';

/** The editor of settings. */
export class SettingsEditor {
	readonly #page: Page;
	readonly #editor: Locator;

	constructor(page: Page) {
		this.#page = page;
		this.#editor = page.locator('.settings-editor');
	}

	async open(): Promise<void> {
		await this.#page.keyboard.press('Control+,');
		await this.#editor.locator('.search-container .monaco-editor.focused').first().waitFor();
	}

	/** Shows what is found by `query`, such as `@id:editor.fontSize`. */
	async search(query: string): Promise<void> {
		await this.#page.keyboard.press('Control+A');
		await this.#page.keyboard.type(query);
	}

	/** Waits until this stands in the description of a setting on the screen. */
	async describes(text: string): Promise<void> {
		await this.#editor.locator('.setting-item-description', { hasText: text }).first().waitFor();
	}

	/** The settings on screen, each by its label, such as `Cor Attachments: Api Url`. */
	async labels(): Promise<readonly string[]> {
		const titles = await this.#editor.locator('.setting-item-title').filter({ visible: true }).all();
		const texts = await Promise.all(
			titles.map(title => title.locator('.setting-item-category, .setting-item-label').allInnerTexts()),
		);
		return texts.map(parts => parts.join(' ').replace(/\s+/g, ' ').trim());
	}
}
