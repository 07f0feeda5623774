import { Part } from './part.js';

/** A dialog over the workbench that wants an answer. */
export class Modal extends Part {
	readonly #box = this.page.locator('.monaco-dialog-box');

	async says(text: string | RegExp): Promise<void> {
		// Without a detail the editor shows the message where the detail would be.
		const shown = this.#box.locator('.dialog-message, .dialog-message-detail', { hasText: text });
		await shown.first().waitFor();
	}

	/** Message and detail. */
	text(): Promise<string> {
		return this.#box.locator('.dialog-message-container').innerText();
	}

	async buttons(): Promise<readonly string[]> {
		return this.#box.locator('.dialog-buttons .monaco-button').allInnerTexts();
	}

	async press(button: string): Promise<void> {
		const answered = await this.#box.elementHandle(); // another dialog may come in its place at once
		await this.#box.locator('.dialog-buttons').getByRole('button', { name: button, exact: true }).click();
		await answered?.waitForElementState('hidden');
	}
}
