import assert from 'node:assert/strict';
import { accountFor } from '../../../src/cor/answers/accounting.js';

const sent = [
	{ name: 'a.txt', size: 1 },
	{ name: 'dise\u00f1o.png', size: 2 },
	{ name: 'c.txt', size: 2 },
];
const one = sent.slice(0, 1);
const stored = (name: string, size?: number, id = 900) => ({ id, name, ...(size !== undefined && { size }) });
const refused = (name?: string, message = 'no') => ({ message, ...(name !== undefined && { name }) });

/** For each file what is told of it: an id or a message, with `!` where it is named. */
const told = (answer: Partial<Parameters<typeof accountFor>[1]>, files = sent) =>
	accountFor(files, { stored: [], refused: [], ...answer }).map(
		account => account && `${'stored' in account ? account.stored.id : account.refused}${account.isOwn ? '!' : ''}`,
	);

describe('what an answer tells of each of several files', () => {
	it('is told by its name and size, in any order, stored or refused', () => {
		const answer = {
			stored: [stored('c.txt', 2, 902), stored('a.txt', 1, 901)],
			refused: [refused('DISEN\u0303O.png')],
		};
		assert.deepEqual(told(answer), ['901!', 'no!', '902!']);
	});

	it('is told though COR made plain letters of its name', () => {
		assert.deepEqual(told({ stored: [stored('dise_o.png', 2)] }), [undefined, '900!', undefined]);
	});

	it('is nothing for a file that is not named', () => {
		assert.deepEqual(told({ stored: [stored('a.txt', 1)] }), ['900!', undefined, undefined]);
	});

	it('is nothing for a file that is named twice', () => {
		const twice = [stored('a.txt', 1, 901), stored('a.txt', 1, 902)];
		assert.deepEqual(told({ stored: twice }), Array(3).fill(undefined));
	});

	it('is a refusal for a file that is both stored and refused', () => {
		assert.deepEqual(told({ stored: [stored('a.txt', 1)], refused: [refused('a.txt')] }), [
			'no!',
			undefined,
			undefined,
		]);
	});

	it('is told by a new name where its size is its alone, and by no name that another entry could have got', () => {
		const names = ['c.txt', 'c (1).txt', 'x'];
		assert.deepEqual(told({ stored: names.map((name, index) => stored(name, [2, 1, 2][index], 900 + index)) }), [
			'901',
			undefined,
			undefined,
		]);
	});

	it('is not told by a size that two of them have, nor by another file’s name', () => {
		assert.deepEqual(told({ stored: [stored('x', 2)] }), Array(3).fill(undefined));
		assert.deepEqual(told({ stored: [stored('c.txt', 1)] }), Array(3).fill(undefined));
	});

	it('is told by a new name only where the answer tells of as many as were sent', () => {
		assert.deepEqual(told({ stored: [stored('x', 1)] }), Array(3).fill(undefined));
		assert.deepEqual(
			told({ stored: [stored('x', 1), stored('c.txt', 2, 901)], refused: [refused('dise\u00f1o.png')] }),
			['900', 'no!', '901!'],
		);
	});

	it('is nothing without names and sizes, whatever the place', () => {
		assert.deepEqual(told({ stored: sent.map(({ name }) => stored(name)) }), Array(3).fill(undefined));
		assert.deepEqual(told({ stored: sent.map(({ size }) => stored('', size)) }), Array(3).fill(undefined));
	});

	it('is a refusal without a name where as many are left', () => {
		const nameless = [refused(undefined, 'one'), refused(undefined, 'two')];
		assert.deepEqual(told({ stored: [stored('c.txt', 2)], refused: nameless }), ['one', 'two', '900!']);
		assert.deepEqual(told({ refused: nameless }), Array(3).fill(undefined));
	});

	it('is no refusal without a name where an attachment is told of that is no file’s', () => {
		const nameless = [refused(), refused()];
		const answer = { stored: [stored('c.txt', 2), stored('a.txt', 7, 901)], refused: nameless };
		assert.deepEqual(told(answer), [undefined, undefined, '900!']);
	});

	it('is believed though others are told of that were not sent', () => {
		const others = [stored('e.txt', 9, 901), stored('f.txt', 8, 902), stored('g.txt', 7, 903)];
		assert.deepEqual(told({ stored: [...others, stored('a.txt', 1)] }), ['900!', undefined, undefined]);
	});
});

describe('what an answer tells of a single file', () => {
	for (const [title, answer, expected] of [
		['its name and size', { stored: [stored('a.txt', 1)] }, '900!'],
		['its name in capitals, and its size', { stored: [stored('A.TXT', 1)] }, '900!'],
		['a new name and its size', { stored: [stored('a (1).txt', 1)] }, '900'],
		['its name and size beside another attachment', { stored: [stored('b.txt', 7, 901), stored('a.txt', 1)] }, '900!'],
		['its name and half its size', { stored: [stored('a.txt', 0)] }, undefined],
		['its name without a size', { stored: [stored('a.txt')] }, undefined],
		['another name and size', { stored: [stored('b.txt', 7)] }, undefined],
		['its size without a name', { stored: [stored('', 1)] }, undefined],
		['its name, and a new name, both with its size', { stored: [stored('a.txt', 1), stored('b.txt', 1)] }, undefined],
		['two new names with its size', { stored: [stored('b.txt', 1), stored('c.txt', 1)] }, undefined],
		['a refusal by its name', { refused: [refused('a.txt')] }, 'no!'],
		['a refusal by another name, and nothing else', { refused: [refused('/tmp/upload-1')] }, 'no'],
		['a refusal without a name', { refused: [refused()] }, 'no'],
		[
			'a refusal by its name beside another attachment',
			{ stored: [stored('b.txt', 1)], refused: [refused('a.txt')] },
			'no!',
		],
		[
			'a refusal by its name beside its name and size',
			{ stored: [stored('a.txt', 1)], refused: [refused('a.txt')] },
			'no!',
		],
		[
			'its name and size beside a refusal of another',
			{ stored: [stored('a.txt', 1)], refused: [refused('b.txt')] },
			'900!',
		],
		['two refusals by other names', { refused: [refused('b.txt'), refused('c.txt')] }, undefined],
		[
			'a refusal by another name beside another attachment',
			{ stored: [stored('b.txt', 7)], refused: [refused('c.txt')] },
			undefined,
		],
		['nothing', {}, undefined],
	] satisfies [string, Parameters<typeof told>[0], string | undefined][]) {
		it(`is ${expected ?? 'not sure'} where it is ${title}`, () => {
			assert.deepEqual(told(answer, one), [expected]);
		});
	}

	it('is sure of an empty file by its name and a size of 0', () => {
		assert.deepEqual(told({ stored: [stored('vac\u00edo.txt', 0)] }, [{ name: 'vac\u00edo.txt', size: 0 }]), ['900!']);
	});
});
