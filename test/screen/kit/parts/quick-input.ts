import type { Locator } from 'playwright-core';
import { Part } from './part.js';

/** The box at the top of the workbench in which an extension asks for a text or a choice. */
export class QuickInput extends Part {
	readonly #widget = this.page.locator('.quick-input-widget');

	/** Waits for a question with this title. */
	async asks(title: string | RegExp): Promise<void> {
		await this.#widget.locator('.quick-input-title', { hasText: title }).waitFor();
	}

	title(): Promise<string> {
		return this.#widget.locator('.quick-input-title').innerText();
	}

	get input(): Locator {
		return this.#widget.locator('.quick-input-box input');
	}

	/** Types over what is there. */
	async fill(text: string): Promise<void> {
		await this.input.fill(text);
	}

	/** Waits for this line below the box: a prompt, or why the text will not do. */
	async says(text: string | RegExp): Promise<void> {
		await this.#widget.locator('.quick-input-message', { hasText: text }).waitFor();
	}

	message(): Promise<string> {
		return this.#widget.locator('.quick-input-message').innerText();
	}

	/** A row of the list by its label. */
	item(label: string | RegExp): Locator {
		return this.#widget.locator('.quick-input-list .monaco-list-row', { hasText: label });
	}

	/** What is checked and unchecked in a row of a list in which several can be chosen. */
	box(label: string | RegExp): Locator {
		return this.item(label).first().locator('.monaco-checkbox, input[type=checkbox]').first();
	}

	/** The row that Enter takes, by its label. */
	highlighted(label: string | RegExp): Locator {
		return this.#widget.locator('.quick-input-list .monaco-list-row.focused', { hasText: label });
	}

	/** All of the text of the row that Enter takes, as soon as it has that label. */
	async highlightedText(label: string | RegExp): Promise<string> {
		return (await this.highlighted(label).innerText()).replace(/\s+/g, ' ').trim();
	}

	/** The headings on screen, top to bottom. */
	headings(): Promise<readonly string[]> {
		return this.#topToBottom('.quick-input-list-separator');
	}

	/** Clicks a button of the highlighted row. */
	async pressButton(name: string): Promise<void> {
		await this.#widget.locator('.monaco-list-row.focused').getByRole('button', { name, exact: true }).click();
	}

	/** The rows on screen, each with all of its text. */
	items(): Promise<readonly string[]> {
		return this.#topToBottom('.quick-input-list .monaco-list-row');
	}

	// The list uses its rows again in an order of its own.
	async #topToBottom(selector: string): Promise<readonly string[]> {
		const found = this.#widget.locator(selector).filter({ visible: true });
		const placed = await Promise.all(
			(await found.all()).map(async item => ({ text: await item.innerText(), box: await item.boundingBox() })),
		);
		return placed
			.sort((a, b) => (a.box?.y ?? 0) - (b.box?.y ?? 0))
			.map(({ text }) => text.replace(/\s+/g, ' ').trim())
			.filter(text => text !== '');
	}

	/** The labels of the rows on screen, top to bottom, without what stands beside them. */
	labels(): Promise<readonly string[]> {
		return this.#topToBottom('.quick-input-list .monaco-list-row .label-name');
	}

	async choose(label: string | RegExp): Promise<void> {
		await this.item(label).first().click();
	}

	/** Ticks or unticks a row of a list in which several can be chosen. */
	async tick(label: string | RegExp): Promise<void> {
		await this.box(label).click();
	}

	/** Ticks everything, or nothing where everything is ticked. */
	async tickAll(): Promise<void> {
		await this.#widget.locator('.quick-input-header').getByRole('checkbox').first().click();
	}

	/** The labels of the rows on screen that are ticked, in the order of the alphabet. */
	async ticked(): Promise<readonly string[]> {
		const isTicked = this.page.locator('.checked, input[type=checkbox]:checked');
		const rows = this.#widget.locator('.quick-input-list .monaco-list-row').filter({ has: isTicked, visible: true });
		const labels = await Promise.all((await rows.all()).map(row => row.locator('.label-name').first().innerText()));
		return labels.map(text => text.trim()).sort();
	}

	async accept(): Promise<void> {
		await this.page.keyboard.press('Enter');
	}

	/** Presses one of the buttons beside the title. */
	async press(name: string | RegExp): Promise<void> {
		await this.#widget.locator('.quick-input-titlebar').getByRole('button', { name }).click();
	}

	/** Presses OK, where several can be chosen: after a click on a box, Enter would be for that box. */
	async ok(): Promise<void> {
		await this.page.mouse.move(0, 0); // the tooltip of a button that was pressed lies over it
		await this.#widget.getByRole('button', { name: 'OK' }).click();
	}

	async back(): Promise<void> {
		await this.#widget.getByRole('button', { name: /^Back/ }).click();
	}

	async escape(): Promise<void> {
		await this.#widget.waitFor(); // before it is there, the key would be for something else
		await this.page.keyboard.press('Escape');
		await this.isClosed();
	}

	async isClosed(): Promise<void> {
		await this.#widget.waitFor({ state: 'hidden' });
	}
}
