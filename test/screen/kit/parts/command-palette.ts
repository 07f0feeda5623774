import type { Locator } from 'playwright-core';
import { comesTo } from '../comes-to.js';
import { Part } from './part.js';
import { QuickInput } from './quick-input.js';

const triesToFindCommand = 40;

/** The list of all commands. */
export class CommandPalette extends Part {
	readonly #quickInput = new QuickInput(this.page);

	/** Runs a command by its title, such as `COR: Sign In`. Waits for the extension that brings it. */
	async run(title: string): Promise<void> {
		await (await this.#find(title, title)).click();
	}

	/** Runs a command that asks with a list, again where the list closes because something else took the focus. */
	async runFor(title: string, row: string): Promise<void> {
		for (let tries = 0; tries < triesToFindCommand; tries++) {
			await this.run(title);
			if (await comesTo(this.#quickInput.item(row).first(), 'visible', 5_000)) {
				return;
			}
		}
		throw new Error(`"${title}" never asked with "${row}".`);
	}

	/** What the palette offers for this text, once a command with this title is among it. */
	async offers(text: string, title: string): Promise<readonly string[]> {
		await this.#find(text, title);
		const offered = await this.#quickInput.items();
		await this.#quickInput.escape();
		return offered;
	}

	// What is in the palette does not change while it is open.
	async #find(text: string, title: string): Promise<Locator> {
		const item = this.#quickInput.item(title).first();
		for (let tries = 0; tries < triesToFindCommand; tries++) {
			await this.page.keyboard.press('F1');
			const isOpen = await comesTo(this.#quickInput.input, 'visible', 5_000);
			if (isOpen && (await this.#type(`>${text}`))) {
				if (await comesTo(item, 'visible', 5_000)) {
					return item;
				}
				await this.#quickInput.escape();
			}
		}
		throw new Error(`"${title}" never came to the command palette.`);
	}

	/** Whether the palette was still there: it closes where something else takes the focus. */
	#type(text: string): Promise<boolean> {
		return this.#quickInput.input.fill(text, { timeout: 5_000 }).then(
			() => true,
			() => false,
		);
	}
}
