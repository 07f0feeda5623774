import { setImmediate } from 'node:timers/promises';

const atOnce = 100;

/** The items in slices; before each of several the other work of this process has its turn, which all extensions share. */
export async function* inTurns<Item>(items: readonly Item[]): AsyncGenerator<readonly Item[], void, void> {
	for (let from = 0; from < items.length; from += atOnce) {
		if (items.length > atOnce) {
			await setImmediate();
		}
		yield items.slice(from, from + atOnce);
	}
}
