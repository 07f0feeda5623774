import type { Locator } from 'playwright-core';
import { comesTo } from '../comes-to.js';
import { Part } from '../parts/part.js';
import { takeItem } from './menu-item.js';

const triesToFindItem = 40;

/** The menu that a right click opens. */
export class ContextMenu extends Part {
	readonly #menu = this.page.locator('.context-view .monaco-menu');

	item(label: string): Locator {
		const name = this.page.getByText(label, { exact: true });
		return this.#menu.locator('.action-item', { has: name });
	}

	/** Opens the menu of `target` until it has the item. */
	openWith(target: Locator, label: string): Promise<Locator> {
		const isOfTarget = async () => {
			// A list that is filled anew under the click opens the menu of another row.
			const isRow = (await target.and(this.page.locator('.monaco-list-row')).count()) > 0;
			return !isRow || (await target.and(this.page.locator('.focused')).count()) > 0;
		};
		// A menu that came late covers the target: the click gives up soon, and the menu is closed.
		return this.#openUntil(label, () => target.click({ button: 'right', timeout: 10_000 }), isOfTarget);
	}

	/** Opens the menu of what has the focus until it has the item. */
	openByKeyboard(label: string): Promise<Locator> {
		return this.#openUntil(label, () => this.page.keyboard.press('Shift+F10'));
	}

	// An extension's items come seconds after the explorer.
	async #openUntil(label: string, open: () => Promise<void>, isRight = async () => true): Promise<Locator> {
		const item = this.item(label);
		for (let tries = 0; tries < triesToFindItem; tries++) {
			const isAsked = await open().then(
				() => true,
				() => false,
			);
			if (isAsked && (await comesTo(this.#menu, 'visible', 10_000)) && (await isRight())) {
				if (await comesTo(item, 'visible', 500)) {
					return item;
				}
			}
			await this.close();
		}
		throw new Error(`"${label}" never came to the context menu.`);
	}

	async choose(target: Locator, label: string): Promise<void> {
		await takeItem(await this.openWith(target, label), label);
	}

	/** Goes down the open menu to that item and takes it. */
	async chooseByKeyboard(label: string): Promise<void> {
		const item = this.item(label);
		await item.waitFor();
		const highlighted = this.#menu.locator('.action-item.focused', {
			has: this.page.getByText(label, { exact: true }),
		});
		for (let tries = 0; tries < triesToFindItem && !(await highlighted.isVisible()); tries++) {
			await this.page.keyboard.press('ArrowDown');
		}
		await this.page.keyboard.press('Enter');
		await this.#menu.waitFor({ state: 'hidden' });
	}

	/** What the open menu offers, top to bottom. */
	async labels(): Promise<readonly string[]> {
		const labels = await this.#menu.locator('.action-label').allInnerTexts();
		return labels.filter(label => label !== '');
	}

	/** Closes what is open. */
	async close(): Promise<void> {
		while (await this.#menu.isVisible()) {
			// Only the menu hears it: a key that comes after a slow menu has gone would undo the selection in the explorer.
			const key = { key: 'Escape', keyCode: 27, bubbles: true };
			await this.#menu
				.locator('.monaco-action-bar')
				.dispatchEvent('keydown', key, { timeout: 1_000 })
				.catch(() => {});
			await comesTo(this.#menu, 'hidden', 2_000);
		}
	}
}
