import type { Page } from 'playwright-core';

/** A text that does not fit where it stands. */
export interface CutOff {
	readonly selector: string;
	readonly text: string;
	/** How many CSS pixels are missing. */
	readonly missingPixels: number;
}

/**
 * Which visible elements of these selectors, or inside them, show only a part of their text. Text editors are left out:
 * they scroll.
 */
export async function findCutOff(page: Page, selectors: readonly string[]): Promise<readonly CutOff[]> {
	const found: CutOff[] = [];
	for (const selector of selectors) {
		const elements = await page.locator(selector).evaluateAll(roots =>
			roots
				.flatMap(root => [root, ...root.querySelectorAll('*')])
				.filter(element => element.textContent?.trim() && element.clientWidth > 0)
				.filter(element => !element.closest('.monaco-editor'))
				.filter(element => element.ownerDocument.defaultView?.getComputedStyle(element).overflowX !== 'visible')
				.map(element => ({
					text: element.textContent?.trim() ?? '',
					missingPixels: element.scrollWidth - element.clientWidth,
				}))
				.filter(({ missingPixels }) => missingPixels > 0),
		);
		found.push(...elements.map(element => ({ selector, ...element })));
	}
	return found;
}
