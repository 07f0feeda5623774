import assert from 'node:assert/strict';
import { joinLeftOut, LeftOutList, mostNamed, nothingLeftOut } from '../../../src/attach/folders/left-out.js';

describe('what of folders stays behind', () => {
	it('is counted in full, and the first of it is named with the reason', () => {
		const list = new LeftOutList();
		for (let index = 0; index < mostNamed + 5; index += 1) {
			list.add(`fotos/${index}.log`, 'ignored-by-git');
		}
		const { count, some } = list.leftOut;
		assert.equal(count, mostNamed + 5);
		assert.equal(some.length, mostNamed);
		assert.deepEqual(some[0], { relativePath: 'fotos/0.log', why: 'ignored-by-git' });
		assert.deepEqual(some.at(-1), { relativePath: `fotos/${mostNamed - 1}.log`, why: 'ignored-by-git' });
	});

	it('is told of several folders together, no more by name than of one', () => {
		const few = new LeftOutList();
		few.add('a/enlace', 'link');
		const many = new LeftOutList();
		for (let index = 0; index < mostNamed; index += 1) {
			many.add(`b/${index}`, 'excluded');
		}
		const { count, some } = joinLeftOut([few.leftOut, nothingLeftOut, many.leftOut]);
		assert.equal(count, mostNamed + 1);
		assert.equal(some.length, mostNamed);
		assert.deepEqual(some.slice(0, 2), [
			{ relativePath: 'a/enlace', why: 'link' },
			{ relativePath: 'b/0', why: 'excluded' },
		]);
	});
});
