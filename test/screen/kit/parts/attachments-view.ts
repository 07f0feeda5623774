import type { Locator } from 'playwright-core';
import { titled } from '../spoken.js';
import { Part } from './part.js';

/** The view of the extension below the explorer. */
export class AttachmentsView extends Part {
	readonly pane = this.page.locator('.pane', { has: this.page.locator('.pane-header[aria-label*="COR"]') });

	/** Unfolds it by its header. */
	open(): Promise<void> {
		return this.#turn(true);
	}

	/** Folds it up by its header. */
	fold(): Promise<void> {
		return this.#turn(false);
	}

	async #turn(isUnfolded: boolean): Promise<void> {
		const header = this.pane.locator('.pane-header');
		await header.waitFor();
		if ((await header.getAttribute('aria-expanded')) !== `${isUnfolded}`) {
			await header.click();
		}
		await header.and(this.page.locator(`[aria-expanded=${isUnfolded}]`)).waitFor();
	}

	/**
	 * Presses the button of its header that asks COR again.
	 * @param label what the button is called in the language of the editor
	 */
	async refresh(label: string | RegExp = new RegExp(`^${titled('command.refreshView')}`)): Promise<void> {
		await this.pane.locator('.pane-header').hover();
		await this.pane.locator('.pane-header').getByRole('button', { name: label }).click();
	}

	row(text: string | RegExp): Locator {
		return this.pane.locator('.monaco-list-row', { hasText: text });
	}

	/** What the rows say, top to bottom, which need not be their order in the page: label and description. */
	async rows(): Promise<readonly string[]> {
		return this.pane
			.locator('.monaco-list-row')
			.evaluateAll(rows =>
				rows
					.toSorted((a, b) => Number(a.getAttribute('data-index')) - Number(b.getAttribute('data-index')))
					.map(row => row.querySelector('.monaco-icon-label-container')?.textContent?.replaceAll('\u00a0', ' ') ?? ''),
			);
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
