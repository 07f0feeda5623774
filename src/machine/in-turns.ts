import { setImmediate } from 'node:timers/promises';

const atOnce = 100;

/**
 * Yields the items in slices of 100. Between slices, other work of this process gets a turn; all extensions share it.
 */
export async function* inTurns<Item>(items: readonly Item[]): AsyncGenerator<readonly Item[], void, void> {
	for (let from = 0; from < items.length; from += atOnce) {
		if (items.length > atOnce) {
			await setImmediate();
		}
		yield items.slice(from, from + atOnce);
	}
}
