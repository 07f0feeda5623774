import type { Locator } from 'playwright-core';
import { comesTo } from '../comes-to.js';
import { Part } from '../parts/part.js';
import { takeItem } from './menu-item.js';

const triesToFindAccount = 40;

/** The menu of the accounts that are signed in, below on the left. */
export class AccountsMenu extends Part {
	/** Opens the menu until it has this account: the editor asks for the accounts when it has time. */
	async openWith(account: string): Promise<Locator> {
		const item = this.#item(account);
		for (let tries = 0; tries < triesToFindAccount; tries++) {
			await this.open();
			if (await comesTo(item, 'visible', 1_000)) {
				return item;
			}
			await this.close();
		}
		throw new Error(`"${account}" never came to the menu of accounts.`);
	}

	/** What the menu offers, top to bottom. */
	async labels(): Promise<readonly string[]> {
		const labels = await this.page.locator('.context-view .monaco-menu .action-label').allInnerTexts();
		return labels.filter(label => label !== '');
	}

	/** Takes an item of the account's own menu. */
	async choose(account: string, label: string): Promise<void> {
		const item = await this.openWith(account);
		await item.hover();
		await takeItem(this.#item(new RegExp(`^${label}$`)), label);
	}

	async open(): Promise<void> {
		await this.page.locator('.activitybar .action-item[aria-label^="Accounts"]').click();
		await this.page.locator('.context-view .monaco-menu').first().waitFor();
	}

	async close(): Promise<void> {
		await this.page.keyboard.press('Escape');
		await this.page.locator('.context-view .monaco-menu').first().waitFor({ state: 'hidden' });
	}

	#item(label: string | RegExp): Locator {
		return this.page.locator('.context-view .monaco-menu .action-label', { hasText: label });
	}
}
