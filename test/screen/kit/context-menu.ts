import type { Locator, Page } from 'playwright-core';

const triesToFindItem = 40;
const triesToClick = 10;

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
			if (await comesTo(item, 'visible', 1_000)) {
				return item;
			}
			await this.close();
		}
		throw new Error(`"${label}" never came to the context menu.`);
	}

	async choose(target: Locator, label: string): Promise<void> {
		const item = await this.openWith(target, label);
		// A menu ignores a click that comes right after it opened.
		for (let tries = 0; tries < triesToClick; tries++) {
			await item.click();
			if (await comesTo(item, 'hidden', 500)) {
				return;
			}
		}
		throw new Error(`The context menu took no click on "${label}".`);
	}

	/** What the open menu offers, top to bottom. */
	async labels(): Promise<readonly string[]> {
		const labels = await this.#page.locator('.context-view .monaco-menu .action-label').allInnerTexts();
		return labels.filter(label => label !== '');
	}

	async close(): Promise<void> {
		const menu = this.#page.locator('.context-view .monaco-menu');
		if (await menu.isVisible()) {
			await this.#page.keyboard.press('Escape'); // without a menu it would undo the selection in the explorer
			await menu.waitFor({ state: 'hidden' });
		}
	}
}

async function comesTo(locator: Locator, state: 'visible' | 'hidden', withinMs: number): Promise<boolean> {
	try {
		await locator.waitFor({ state, timeout: withinMs });
		return true;
	} catch {
		return false;
	}
}
