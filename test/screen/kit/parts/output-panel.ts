import { Part } from './part.js';

interface Line {
	readonly top: number;
	readonly text: string;
}

/** The Output view below the editors. */
export class OutputPanel extends Part {
	/** Waits for a line that has this text and fits on the screen. */
	async shows(text: string | RegExp): Promise<void> {
		await this.page.locator('.panel .output-view .view-line', { hasText: text }).first().waitFor();
	}

	/** The lines on screen, top to bottom; one that is too long for the panel is several. */
	async text(): Promise<string> {
		const lines = await this.page.locator('.panel .output-view .view-line').evaluateAll(elements =>
			elements.map((element): Line => {
				return { top: element.getBoundingClientRect().top, text: element.textContent ?? '' };
			}),
		);
		return lines
			.sort((one, other) => one.top - other.top)
			.map(line => line.text.replaceAll('\u00a0', ' '))
			.join('\n');
	}
}
