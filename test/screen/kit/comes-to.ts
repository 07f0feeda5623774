import type { Locator } from 'playwright-core';

/** Whether something is shown, or no longer, within so many milliseconds. */
export async function comesTo(locator: Locator, state: 'visible' | 'hidden', withinMs: number): Promise<boolean> {
	try {
		await locator.waitFor({ state, timeout: withinMs });
		return true;
	} catch {
		return false;
	}
}
