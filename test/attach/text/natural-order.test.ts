import assert from 'node:assert/strict';
import fc from 'fast-check';
import { inNaturalOrder } from '../../../src/attach/text/natural-order.js';
import { callsOf } from '../kit/calls-of.js';

const sorted = (...names: readonly string[]) => inNaturalOrder(names, name => name);

describe('the natural order of names', () => {
	for (const names of [
		['foto 1.png', 'foto 2.png', 'foto 10.png', 'foto 11.png'],
		['1', '2', '10', '010b', '100'],
		['a2b3', 'a2b10', 'a10b1'],
		['v1.2.9', 'v1.2.10', 'v1.10.0'],
		['Acta', 'acta 2', 'ACTA 10', 'ágape', 'Árbol', 'banco'],
		['nube', 'nz', 'ñandú', 'Ñu', 'oso'],
		['plan_1', 'plan-1', 'plan.1', 'plan1', 'plana'],
		['a/10.txt', 'a b/1.txt', 'a.txt'],
		['foto/2/a', 'foto/10/a'],
		['x01', 'x1', 'x02', 'x2'],
		['99999999999999999998', '99999999999999999999', '100000000000000000000'],
	]) {
		it(`is ${names.join(', ')}`, () => {
			assert.deepEqual(sorted(...names.toReversed()), names);
		});
	}

	it('leaves what has the same name as it was', () => {
		const items = [
			{ name: 'b', place: 1 },
			{ name: 'a', place: 2 },
			{ name: 'a', place: 3 },
		];
		assert.deepEqual(
			inNaturalOrder(items, ({ name }) => name).map(({ place }) => place),
			[2, 3, 1],
		);
	});

	it('is that of dictionaries in Spanish, case and accents aside', () => {
		const collator = new Intl.Collator('es', { numeric: true, sensitivity: 'base' });
		const unit = fc.constantFrom(...'aAáàbBeénNñÑoüzZ0123456789 _-.');
		const name = fc.array(unit, { maxLength: 12 }).map(all => all.join(''));
		fc.assert(
			fc.property(name, name, (a, b) => {
				const [first = '', second = ''] = sorted(a, b);
				assert.ok(collator.compare(first, second) <= 0, JSON.stringify([first, second]));
			}),
			{ numRuns: 5_000 },
		);
	});

	it('is the same whatever the order before', () => {
		const name = fc
			.array(fc.constantFrom('a', 'A', 'á', 'a\u0301', '1', '01', '10', ' ', '_', '/', 'ñ', 'n\u0303'))
			.map(all => all.join(''));
		fc.assert(
			fc.property(fc.array(name), names => {
				assert.deepEqual(sorted(...names.toReversed()), sorted(...names));
			}),
		);
	});

	it('is found with one look at each of thousands of names, and at the beginning of one that is megabytes long', () => {
		const names = Array.from({ length: 2_000 }, (_, index) => '9'.repeat(250) + index);
		const { calls } = callsOf(
			String.prototype,
			'normalize',
			() => sorted(...names, '9'.repeat(5_000_000), `a${'\u0301'.repeat(5_000_000)}`),
			text => assert.ok(text.length <= 3_000, `${text.length} characters are put in order`),
		);
		assert.ok(calls <= 2 * (names.length + 2), `${calls} looks`);
	});
});
