import type { Locator } from 'playwright-core';
import { comesTo } from '../comes-to.js';
import { Part } from './part.js';

const triesToSearch = 8;

/** The editor of settings. */
export class SettingsEditor extends Part {
	readonly #editor = this.page.locator('.settings-editor');

	get #box(): Locator {
		return this.#editor.locator('.search-container .monaco-editor').first();
	}

	async open(): Promise<void> {
		await this.page.keyboard.press('Control+,');
		await this.#box.and(this.page.locator('.focused')).waitFor();
	}

	/** Shows the settings of these ids, such as `editor.fontSize`. */
	async search(ids: readonly string[]): Promise<void> {
		const found = this.#editor.locator('.settings-count-widget', { hasText: new RegExp(`^${ids.length} `) });
		const counted = this.#editor.locator('.settings-count-widget').filter({ visible: true });
		// What is typed before all of the editor is there gets lost: no event tells when it is.
		for (let tries = 0; tries < triesToSearch; tries++) {
			await this.#box.click();
			await this.page.keyboard.press('Control+A');
			await this.page.keyboard.press('Delete');
			if (await comesTo(counted, 'hidden', 20_000)) {
				await this.page.keyboard.type(ids.map(id => `@id:${id}`).join(' '));
				if (await comesTo(found, 'visible', 20_000)) {
					return;
				}
			}
		}
		throw new Error(`The settings ${ids.join(', ')} were not found.`);
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
