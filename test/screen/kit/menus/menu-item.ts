import type { Locator } from 'playwright-core';
import { comesTo } from '../comes-to.js';

const triesToClick = 10;

/** A menu takes no click that ends within a tenth of a second after it opened. */
const pressMs = 120;

/** Clicks an item as long as a finger takes, until its menu closes. */
export async function takeItem(item: Locator, label: string): Promise<void> {
	for (let tries = 0; tries < triesToClick; tries++) {
		// A menu that is slow to close is gone before the next click.
		await item.click({ delay: pressMs, timeout: 2_000 }).catch(() => {});
		if (await comesTo(item, 'hidden', 1_000)) {
			return;
		}
	}
	throw new Error(`The menu took no click on "${label}".`);
}
