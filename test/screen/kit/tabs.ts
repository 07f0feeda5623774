import type { Locator, Page } from 'playwright-core';

/** The tabs of the open editors. */
export class Tabs {
	readonly #page: Page;

	constructor(page: Page) {
		this.#page = page;
	}

	tab(name: string): Locator {
		return this.#page.locator('.tabs-container .tab', { hasText: name });
	}

	async names(): Promise<readonly string[]> {
		const tabs = await this.#page.locator('.tabs-container .tab').all();
		return Promise.all(tabs.map(async tab => (await tab.getAttribute('data-resource-name')) ?? ''));
	}
}
