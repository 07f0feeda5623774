import assert from 'node:assert/strict';
import fc from 'fast-check';
import { StablePlaces } from '../../../src/editor/task/stable-places.js';

const shown = (places: StablePlaces<string>, rows: readonly string[]) =>
	places.arrange(rows).map(({ row, isShown }) => (isShown ? row : `(${row})`));

describe('the place of a row', () => {
	it('stays the same while rows come after it', () => {
		const places = new StablePlaces<string>(row => row);
		assert.deepEqual(shown(places, ['a', 'b']), ['a', 'b']);
		assert.deepEqual(shown(places, ['a', 'b', 'c']), ['a', 'b', 'c']);
	});

	it('is never taken by a row that comes before it: the new order begins behind', () => {
		const places = new StablePlaces<string>(row => row);
		places.arrange(['a', 'b']);
		assert.deepEqual(shown(places, ['x', 'a', 'b']), ['(a)', '(b)', 'x', 'a', 'b']);
		assert.deepEqual(shown(places, ['a', 'b']), ['a', 'b']);
	});

	it('never stands for two rows, whatever comes and goes', () => {
		const lists = fc.array(fc.uniqueArray(fc.constantFrom(...'abcdefgh'), { maxLength: 6 }), { maxLength: 12 });
		fc.assert(
			fc.property(lists, orders => {
				const places = new StablePlaces<string>(row => row);
				const owner = new Map<number, string>();
				for (const rows of orders) {
					const placed = places.arrange(rows);
					assert.deepEqual(
						placed.filter(({ isShown }) => isShown).map(({ row }) => row),
						rows,
					);
					placed.forEach(({ row }, place) => {
						assert.equal(owner.get(place) ?? row, row);
						owner.set(place, row);
					});
				}
			}),
		);
	});
});
