import type { Locator, Page } from 'playwright-core';

/** The view of the extension below the explorer. */
export class AttachmentsView {
	readonly pane: Locator;

	constructor(page: Page) {
		this.pane = page.locator('.pane', { has: page.locator('.pane-header[aria-label*="COR"]') });
	}

	/** Unfolds it by its header. */
	async open(): Promise<void> {
		const header = this.pane.locator('.pane-header');
		await header.waitFor();
		if ((await header.getAttribute('aria-expanded')) !== 'true') {
			await header.click();
		}
	}

	row(text: string | RegExp): Locator {
		return this.pane.locator('.monaco-list-row', { hasText: text });
	}

	/** What the rows say, top to bottom: label and description. */
	async rows(): Promise<readonly string[]> {
		return this.pane.locator('.monaco-list-row .monaco-icon-label-container').allInnerTexts();
	}

	/** What a screen reader says of the rows, top to bottom. */
	names(): Promise<readonly string[]> {
		return this.pane
			.locator('.monaco-list-row')
			.evaluateAll(rows => rows.map(row => row.getAttribute('aria-label') ?? ''));
	}

	/** What the view says while it is empty. */
	welcome(text: string | RegExp): Locator {
		return this.pane.locator('.welcome-view-content', { hasText: text });
	}
}
