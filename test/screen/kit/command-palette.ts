import type { Page } from 'playwright-core';
import type { QuickInput } from './quick-input.js';

const triesToFindCommand = 40;

export class CommandPalette {
	readonly #page: Page;
	readonly #quickInput: QuickInput;

	constructor(page: Page, quickInput: QuickInput) {
		this.#page = page;
		this.#quickInput = quickInput;
	}

	/** Runs a command by its title, such as `COR: Sign In`. Waits for the extension that brings it. */
	async run(title: string): Promise<void> {
		const item = this.#quickInput.item(title).first();
		for (let tries = 0; tries < triesToFindCommand; tries++) {
			await this.#page.keyboard.press('F1');
			await this.#quickInput.fill(`>${title}`);
			const found = await item.waitFor({ timeout: 1_000 }).then(
				() => true,
				() => false,
			);
			if (found) {
				await item.click();
				return;
			}
			await this.#quickInput.escape();
		}
		throw new Error(`"${title}" never came to the command palette.`);
	}
}
