import assert from 'node:assert/strict';
import { globExpression } from '../../../src/machine/worker/glob.js';

// That it is what the editor says of any pattern is proved in the editor (test/editor/folders/hidden-files.test.ts).
const cases: readonly (readonly [pattern: string, matched: readonly string[], others: readonly string[]])[] = [
	['**/x', ['x', 'a/x', 'a/b/x', '.a/x'], ['ax', 'x/a', 'a/xb', 'X']],
	['x', ['x'], ['a/x', 'x/a']],
	['/x', ['/x'], ['x']],
	['x/', ['x'], ['x/a']],
	['*.js', ['a.js', '.js', '.a.js'], ['a/b.js', 'a.jsx', 'aXjs']],
	['**/*.js', ['a.js', 'a/b/.js'], ['a.ts']],
	['a/*', ['a/b', 'a/.b'], ['a/b/c', 'a']],
	['a/**', ['a', 'a/b', 'a/b/c'], ['ab', 'b/a']],
	['a/**/b', ['a/b', 'a/c/b', 'a/c/d/b'], ['ab', 'a/bb']],
	['**', ['a', 'a/b', '.a'], []],
	['**/**', ['a', 'a/b'], []],
	['a?c', ['abc', 'a.c'], ['ac', 'a/c', 'abbc']],
	['*.{ts,js}', ['a.ts', 'a.js'], ['a.tsjs', 'a.{ts,js}']],
	['{a/*,**/b}', ['a/x', 'b', 'c/b'], ['a', 'a/x/y']],
	['{a,}', ['a'], ['']],
	['x{,a}', ['x', 'xa'], ['xb']],
	['[a-c].md', ['a.md', 'c.md'], ['d.md', '-.md']],
	['[!a-c].md', ['d.md'], ['a.md', '.md']],
	['[]a].md', ['].md', 'a.md'], ['b.md']],
	['a[b', ['a'], ['a[b', 'ab']],
	['a{b', ['a'], ['a{b', 'ab']],
	['a]', [], ['a', 'a]']],
	['a}b', ['ab'], ['a}b']],
	['[z-a]', [], ['a', 'z']],
	['{a,{b,c}}', ['a', ''], ['b', 'c']],
	['!(a)', ['!(a)'], ['b']],
	['a+(b)$^|.', ['a+(b)$^|.'], ['abb$']],
	['\\*', ['\\x'], ['*']],
	[' x ', ['x'], [' x ']],
	['', [], ['']],
];

describe('a pattern of files.exclude', () => {
	for (const [pattern, matched, others] of cases) {
		it(`means what it means in the explorer: ${JSON.stringify(pattern)}`, () => {
			const expression = globExpression(pattern);
			assert.deepEqual(
				[...matched, ...others].filter(path => expression?.test(path)),
				matched,
			);
		});
	}
});
