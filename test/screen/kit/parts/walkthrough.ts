import { Part } from './part.js';

/** The steps by which an extension shows itself, in a tab of the editor. */
export class Walkthrough extends Part {
	readonly pane = this.page.locator('.gettingStartedContainer');
	readonly #steps = this.pane.locator('.getting-started-step');

	/** Waits for a step, by its title. */
	async shows(title: string): Promise<void> {
		await this.#steps.filter({ hasText: title }).waitFor();
	}

	/** The titles of the steps that are ticked off. */
	async ticked(): Promise<readonly string[]> {
		const done = this.#steps.filter({ has: this.page.locator('.codicon.complete') });
		return done.locator('.step-title').allInnerTexts();
	}

	/** Waits until that step is ticked off. */
	async ticks(title: string): Promise<void> {
		const step = this.#steps.filter({ hasText: title });
		await step.locator('.codicon.complete').waitFor();
	}
}
