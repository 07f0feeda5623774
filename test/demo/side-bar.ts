import type { Page } from 'playwright-core';

/** Drags the edge of the side bar to so many pixels from the left of the window. */
export async function widenSideBar(page: Page, to: number): Promise<void> {
	const { x, y, width, height } = (await page.locator('.part.sidebar').boundingBox()) ?? {
		x: 0,
		y: 0,
		width: 0,
		height: 0,
	};
	await page.mouse.move(x + width, y + height / 2);
	await page.mouse.down();
	await page.mouse.move(to, y + height / 2, { steps: 5 });
	await page.mouse.up();
}
