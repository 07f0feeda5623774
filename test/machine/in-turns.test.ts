import assert from 'node:assert/strict';
import { inTurns, mapInTurns, stepInTurns } from '../../src/machine/in-turns.js';
import { mostInOneGo } from '../host/most-in-one-go.js';

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

	it('are mapped, in order, no more than a hundred before others have their turn', async () => {
		const items = Array.from({ length: 250 }, (_, index) => index);
		const { most, result } = await mostInOneGo(tell =>
			mapInTurns(items, item => {
				tell();
				return 2 * item;
			}),
		);

		assert.equal(most, 100);
		assert.deepEqual(
			result,
			items.map(item => 2 * item),
		);
	});

	it('are stepped through, no more than a hundred before others have their turn', async () => {
		const { most, result } = await mostInOneGo(tell => {
			const steps = function* () {
				for (let made = 0; made < 250; made += 1) {
					tell();
					yield;
				}
				return 'the end';
			};
			return stepInTurns(steps());
		});

		assert.equal(most, 100);
		assert.equal(result, 'the end');
	});
});
