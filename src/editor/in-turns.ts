import { setImmediate } from 'node:timers/promises';

const atOnce = 250;

/** The items in slices; between two of them the other work of this process has its turn, which all extensions share. */
export async function* inTurns<Item>(items: readonly Item[]): AsyncGenerator<readonly Item[], void, void> {
	for (let from = 0; from < items.length; from += atOnce) {
		if (from > 0) {
			await setImmediate();
		}
		yield items.slice(from, from + atOnce);
	}
}
