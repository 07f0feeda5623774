import type { Locator } from 'playwright-core';
import { comesTo } from '../comes-to.js';

const triesToClick = 10;

/** Clicks an item until its menu closes: a menu ignores a click that comes right after it opened. */
export async function takeItem(item: Locator, label: string): Promise<void> {
	for (let tries = 0; tries < triesToClick; tries++) {
		// A menu that is slow to close is gone before the next click.
		await item.click({ timeout: 2_000 }).catch(() => {});
		if (await comesTo(item, 'hidden', 1_000)) {
			return;
		}
	}
	throw new Error(`The menu took no click on "${label}".`);
}
