import type { Locator } from 'playwright-core';
import { Part } from './part.js';

/** The tabs of the open editors. */
export class Tabs extends Part {
	tab(name: string): Locator {
		return this.page.locator('.tabs-container .tab', { hasText: name });
	}

	/** Waits until no editor is open. */
	async areClosed(): Promise<void> {
		await this.page.locator('.tabs-container .tab').first().waitFor({ state: 'detached' });
	}

	async names(): Promise<readonly string[]> {
		const tabs = await this.page.locator('.tabs-container .tab').all();
		return Promise.all(tabs.map(async tab => (await tab.getAttribute('data-resource-name')) ?? ''));
	}
}
