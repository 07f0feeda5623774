import type { Locator } from 'playwright-core';
import { Part } from './part.js';

export class StatusBar extends Part {
	item(text: string | RegExp): Locator {
		return this.page.locator('.statusbar .statusbar-item', { hasText: text });
	}

	/** What a screen reader reads so. */
	labelled(label: string | RegExp): Locator {
		return this.page.locator('.statusbar').getByLabel(label).first();
	}

	async items(): Promise<readonly string[]> {
		const texts = await this.page.locator('.statusbar .statusbar-item').allInnerTexts();
		return texts.map(text => text.replace(/\s+/g, ' ').trim()).filter(text => text !== '');
	}
}
