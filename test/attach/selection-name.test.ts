import assert from 'node:assert/strict';
import { selectionName } from '../../src/attach/plan/made-names.js';

const lines = (...ranges: readonly (readonly [number, number])[]) => ranges.map(([first, last]) => ({ first, last }));

describe('the name of a selection', () => {
	for (const [name, parts, extension, wanted] of [
		['app.ts', lines([12, 34]), '', 'app.L12-34.ts'],
		['app.ts', lines([12, 12]), '', 'app.L12.ts'],
		['app.test.ts', lines([1, 2]), '', 'app.test.L1-2.ts'],
		['Makefile', lines([3, 4]), '', 'Makefile.L3-4'],
		['Untitled-1', lines([3, 4]), '.md', 'Untitled-1.L3-4.md'],
		['.env', lines([1, 1]), '', '.env.L1'],
		['a.css', lines([1, 1], [4, 9]), '', 'a.L1_L4-9.css'],
		['a.css', lines([1, 1], [2, 2], [3, 3], [4, 4]), '', 'a.L1_L2_L3_….css'],
	] as const) {
		it(`is ${wanted}`, () => {
			assert.equal(selectionName(name, parts, extension), wanted);
		});
	}
});
