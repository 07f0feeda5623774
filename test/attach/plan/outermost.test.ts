import assert from 'node:assert/strict';
import { outermost } from '../../../src/attach/plan/outermost.js';
import { withoutEndSlashes } from '../../../src/attach/text/end-slashes.js';
import { callsOf } from '../kit/calls-of.js';

const file = (path: string, scheme = 'file', authority = '') => ({ scheme, authority, path });
const pathsOf = (...places: ReturnType<typeof file>[]) => outermost(places).map(({ path }) => path);

describe('what was chosen', () => {
	it('comes once where a folder that was chosen too brings it along', () => {
		assert.deepEqual(pathsOf(file('/a'), file('/a/b/c.txt'), file('/ab/c.txt')), ['/a', '/ab/c.txt']);
		assert.deepEqual(pathsOf(file('/a/b/c.txt'), file('/a/b')), ['/a/b']);
	});

	it('is another where it lies elsewhere', () => {
		assert.deepEqual(pathsOf(file('/a'), file('/a/b', 'vscode-vfs'), file('/a/c', 'file', 'server')), [
			'/a',
			'/a/b',
			'/a/c',
		]);
	});

	it('may have a path of any number of slashes, none of which is gone through for each', () => {
		const long = `${'/'.repeat(100_000)}x`;
		const { result, calls } = callsOf(String.prototype, 'slice', () => outermost([file(long), file('/a')]));
		assert.equal(result.length, 2);
		assert.equal(calls, 1);
	});
});

describe('a path', () => {
	for (const [path, without] of [
		['', ''],
		['/', ''],
		['/a//', '/a'],
		['//a/b', '//a/b'],
	] as const) {
		it(`${JSON.stringify(path)} has no slashes at its end`, () => assert.equal(withoutEndSlashes(path), without));
	}
});
