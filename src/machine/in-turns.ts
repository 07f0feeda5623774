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

/** The result of `map` for each item, in order; made in turns. */
export async function mapInTurns<Item, Result>(
	items: readonly Item[],
	map: (item: Item) => Result,
): Promise<readonly Result[]> {
	const results: Result[] = [];
	for await (const some of inTurns(items)) {
		results.push(...some.map(map));
	}
	return results;
}

/** The result of `steps`; a hundred of them are made before other work gets a turn. */
export async function stepInTurns<Result>(steps: Generator<void, Result, void>): Promise<Result> {
	for (let made = 1; ; made += 1) {
		const { done, value } = steps.next();
		if (done) {
			return value;
		}
		if (made % atOnce === 0) {
			await setImmediate();
		}
	}
}
