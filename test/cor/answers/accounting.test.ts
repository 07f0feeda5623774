import assert from 'node:assert/strict';
import { accountFor } from '../../../src/cor/answers/accounting.js';

const sent = [
	{ name: 'a.txt', size: 1 },
	{ name: 'dise\u00f1o.png', size: 2 },
	{ name: 'c.txt', size: 2 },
];
const stored = (name: string, id = 900, size?: number) => ({ id, name, ...(size !== undefined && { size }) });

/** For each file what is told of it: an id or a message, with `!` where it is named. */
const told = (answer: Partial<Parameters<typeof accountFor>[1]>, files = sent) =>
	accountFor(files, { stored: [], refused: [], ...answer }).map(
		account => account && `${'stored' in account ? account.stored.id : account.refused}${account.isOwn ? '!' : ''}`,
	);

describe('what an answer tells of each file', () => {
	it('is told by its name, in any order, stored or refused', () => {
		const answer = {
			stored: [stored('c.txt', 902), stored('a.txt', 901)],
			refused: [{ name: 'DISEN\u0303O.png', message: 'no' }],
		};
		assert.deepEqual(told(answer), ['901!', 'no!', '902!']);
	});

	it('is told though COR made plain letters of its name', () => {
		assert.deepEqual(told({ stored: [stored('dise_o.png')] }), [undefined, '900!', undefined]);
	});

	it('is nothing for a file that is not named', () => {
		assert.deepEqual(told({ stored: [stored('a.txt')] }), ['900!', undefined, undefined]);
	});

	it('is nothing for a file that is named twice, or both stored and refused', () => {
		assert.deepEqual(told({ stored: [stored('a.txt', 1), stored('a.txt', 2)] }), Array(3).fill(undefined));
		assert.deepEqual(
			told({ stored: [stored('a.txt', 1)], refused: [{ name: 'a.txt', message: 'no' }] }),
			Array(3).fill(undefined),
		);
	});

	it('is not told by names once COR gave one of its own, but by a size that is its alone', () => {
		const names = ['c.txt', 'c (1).txt', 'x'];
		assert.deepEqual(told({ stored: names.map((name, index) => stored(name, 900 + index, [2, 1, 2][index])) }), [
			'901',
			undefined,
			undefined,
		]);
		assert.deepEqual(told({ stored: [stored('1'), stored('2'), stored('3')] }), Array(3).fill(undefined));
	});

	it('is not told by a size that two of them have, though one alone was stored under another name', () => {
		assert.deepEqual(told({ stored: [stored('x', 900, 2)] }), Array(3).fill(undefined));
		assert.deepEqual(told({ stored: [stored('x', 900, 1)] }), ['900', undefined, undefined]);
	});

	it('is a refusal without a name where as many are left', () => {
		const refused = [{ message: 'one' }, { message: 'two' }];
		assert.deepEqual(told({ stored: [stored('c.txt')], refused }), ['one', 'two', '900!']);
		assert.deepEqual(told({ refused }), Array(3).fill(undefined));
	});

	it('is nothing where the answer tells of more than was sent', () => {
		const all = ['a.txt', 'dise\u00f1o.png', 'c.txt', 'd.txt'];
		assert.deepEqual(told({ stored: all.map(name => stored(name)) }), Array(3).fill(undefined));
	});

	it('is whatever is told where one was sent', () => {
		const one = [{ name: 'a.txt', size: 1 }];
		assert.deepEqual(told({ stored: [stored('renamed')] }, one), ['900']);
		assert.deepEqual(told({ refused: [{ message: 'no' }] }, one), ['no']);
		assert.deepEqual(told({}, one), [undefined]);
	});
});
