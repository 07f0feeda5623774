import type { Page } from 'playwright-core';

/** A text that does not fit where it stands. */
export interface CutOff {
	readonly selector: string;
	readonly text: string;
	/** How many CSS pixels are missing. */
	readonly missingPixels: number;
}

/**
 * Which visible elements of these selectors, or inside them, show only a part of their text, hints in empty boxes included,
 * which the number of checked rows may cover.
 * Text editors are left out: they scroll.
 */
export async function findCutOff(page: Page, selectors: readonly string[]): Promise<readonly CutOff[]> {
	const found: CutOff[] = [];
	for (const selector of selectors) {
		const elements = await page.locator(selector).evaluateAll(roots =>
			roots
				.flatMap(root => [root, ...root.querySelectorAll('*')])
				.filter(element => element.clientWidth > 0 && !element.closest('.monaco-editor'))
				.map(element => {
					const style = element.ownerDocument.defaultView?.getComputedStyle(element);
					const drawing = element.ownerDocument.createElement('canvas').getContext('2d');
					if (element.matches(':placeholder-shown') && style && drawing) {
						drawing.font = style.font;
						const text = element.getAttribute('placeholder') ?? '';
						const { left } = element.getBoundingClientRect();
						const count = element.closest('.quick-input-widget')?.querySelector('.quick-input-count:not([hidden])');
						const covered = (count?.getBoundingClientRect().left || Number.POSITIVE_INFINITY) - left; // 0 where it is not shown
						const inside = element.clientWidth - Number.parseFloat(style.paddingRight);
						const room = Math.min(inside, covered) - Number.parseFloat(style.paddingLeft);
						return { text, missingPixels: Math.ceil(drawing.measureText(text).width - room) };
					}
					const isWhole = style?.overflowX === 'visible';
					return {
						text: element.textContent?.trim() ?? '',
						missingPixels: isWhole ? 0 : element.scrollWidth - element.clientWidth,
					};
				})
				.filter(({ text, missingPixels }) => text !== '' && missingPixels > 0),
		);
		found.push(...elements.map(element => ({ selector, ...element })));
	}
	return found;
}
