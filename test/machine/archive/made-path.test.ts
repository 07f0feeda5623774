import assert from 'node:assert/strict';
import { lastingUri, madeScheme } from '../../../src/attach/plan/made-file.js';
import { madePath } from '../../../src/machine/archive/made-path.js';

const keyOf = (source: string, name: string) => lastingUri(`${madeScheme}:${madePath(source, name)}`);

describe('the path of created contents', () => {
	it('is new each time, and short, with the name last', () => {
		const paths = [1, 2].map(() => madePath('obra/'.repeat(10_000), 'a.patch'));
		assert.equal(new Set(paths).size, 2);
		for (const path of paths) {
			assert.match(path, /^\/[0-9a-f-]{36}\/[0-9a-f]{16}\/a\.patch$/);
		}
	});

	it('is known again by what they were created from, and by their name', () => {
		assert.equal(keyOf('file:///web', 'main.patch'), keyOf('file:///web', 'main.patch'));
		assert.notEqual(keyOf('file:///web', 'main.patch'), keyOf('file:///api', 'main.patch'));
		assert.notEqual(keyOf('file:///web', 'main.patch'), keyOf('file:///web', 'other.patch'));
	});
});
