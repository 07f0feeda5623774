import assert from 'node:assert/strict';
import { inTurns } from '../../src/machine/in-turns.js';

/** The lengths of the slices, and whether other work had its turn before the last one. */
async function goThrough(count: number) {
	const slices: number[] = [];
	let hadOthers = false;
	setImmediate(() => {
		hadOthers = true;
	});
	for await (const slice of inTurns(Array.from({ length: count }))) {
		slices.push(slice.length);
	}
	return { slices, hadOthers };
}

describe('many items that are gone through in turns', () => {
	it('come all, in order, a hundred at a time', async () => {
		const items = Array.from({ length: 250 }, (_, index) => index);
		const slices: (readonly number[])[] = [];
		for await (const slice of inTurns(items)) {
			slices.push(slice);
		}

		assert.deepEqual(
			slices.map(({ length }) => length),
			[100, 100, 50],
		);
		assert.deepEqual(slices.flat(), items);
	});

	it('leave other work its turn where there are several slices', async () => {
		assert.deepEqual(await goThrough(101), { slices: [100, 1], hadOthers: true });
		assert.deepEqual(await goThrough(100), { slices: [100], hadOthers: false });
		assert.deepEqual(await goThrough(0), { slices: [], hadOthers: false });
	});
});
