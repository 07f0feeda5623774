import assert from 'node:assert/strict';
import * as v from 'valibot';
import { amount, id, newerThan, noList, readAs, rightOf, webAddress } from '../../src/attach/schemas.js';

const taken = (schema: v.GenericSchema, values: readonly unknown[]) => values.filter(value => v.is(schema, value));

describe('what is read from outside', () => {
	it('may be an amount from nothing on, and an id from one on', () => {
		const numbers = [-1, 0, 1, 1.5, 2 ** 53, Number.NaN, '1'];
		assert.deepEqual([taken(amount, numbers), taken(id, numbers)], [[0, 1], [1]]);
	});

	it('may be the address of a page, of the two kinds that browsers open', () => {
		const [http, https] = ['http://a.example/', 'https://a.example/x'];
		assert.deepEqual(taken(webAddress, [http, https, 'ftp://a.example/', 'javascript:1', 'a.example', '', 7]), [
			http,
			https,
		]);
	});

	it('is no object where it is a list, and newer only by its number', () => {
		assert.deepEqual(taken(noList(), [{}, [], 'x']), [{}, 'x']);
		assert.deepEqual(taken(newerThan(2), [{ version: 2 }, { version: 3 }, { version: '3' }, {}]), [{ version: 3 }]);
	});

	it('may be a list of which the right items count, and says whether that is all', () => {
		const list = rightOf(v.number());
		assert.deepEqual(readAs(list, [1, 'x', 2]), { value: [1, 2], isWhole: false });
		assert.deepEqual(readAs(list, [1, 2]), { value: [1, 2], isWhole: true });
		assert.equal(readAs(list, 'x'), undefined);
	});

	it('is nothing where it is another thing, or looking at it throws', () => {
		const throwing = Object.defineProperty({}, 'a', {
			get: () => {
				throw new Error('no');
			},
		});
		assert.deepEqual(readAs(v.object({ a: v.number() }), { a: 1 }), { a: 1 });
		assert.equal(readAs(v.object({ a: v.number() }), { a: 'x' }), undefined);
		assert.equal(readAs(v.object({ a: v.number() }), throwing), undefined);
	});
});
