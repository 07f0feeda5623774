import type { Locator, Page } from 'playwright-core';

const triesToFindItem = 40;

/** The menu that a right click opens. */
export class ContextMenu {
	readonly #page: Page;

	constructor(page: Page) {
		this.#page = page;
	}

	item(label: string): Locator {
		const name = this.#page.getByText(label, { exact: true });
		return this.#page.locator('.context-view .monaco-menu .action-item', { has: name });
	}

	/** Opens the menu of `target` until it has the item: an extension's items come seconds after the explorer. */
	async openWith(target: Locator, label: string): Promise<Locator> {
		const item = this.item(label);
		for (let tries = 0; tries < triesToFindItem; tries++) {
			await target.click({ button: 'right' });
			if (await appears(item, 1_000)) {
				return item;
			}
			await this.close();
		}
		throw new Error(`"${label}" never came to the context menu.`);
	}

	async choose(target: Locator, label: string): Promise<void> {
		const item = await this.openWith(target, label);
		await item.click();
	}

	/** What the open menu offers, top to bottom. */
	async labels(): Promise<readonly string[]> {
		const labels = await this.#page.locator('.context-view .monaco-menu .action-label').allInnerTexts();
		return labels.filter(label => label !== '');
	}

	async close(): Promise<void> {
		await this.#page.keyboard.press('Escape');
		await this.#page.locator('.context-view .monaco-menu').waitFor({ state: 'hidden' });
	}
}

async function appears(locator: Locator, withinMs: number): Promise<boolean> {
	try {
		await locator.waitFor({ timeout: withinMs });
		return true;
	} catch {
		return false;
	}
}
