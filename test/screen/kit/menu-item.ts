import type { Locator } from 'playwright-core';

const triesToClick = 10;

/** Clicks an item until its menu closes: a menu ignores a click that comes right after it opened. */
export async function takeItem(item: Locator): Promise<void> {
	for (let tries = 0; tries < triesToClick; tries++) {
		await item.click();
		if (await comesTo(item, 'hidden', 500)) {
			return;
		}
	}
	throw new Error(`The menu took no click on "${await item.innerText()}".`);
}

export async function comesTo(locator: Locator, state: 'visible' | 'hidden', withinMs: number): Promise<boolean> {
	try {
		await locator.waitFor({ state, timeout: withinMs });
		return true;
	} catch {
		return false;
	}
}
