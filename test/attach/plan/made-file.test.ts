import assert from 'node:assert/strict';
import { isMade, lastingUri } from '../../../src/attach/plan/made-file.js';

describe('what was made to be sent', () => {
	it('is known again by its name, whatever its address', () => {
		assert.equal(lastingUri('cor-made:/1f3a/main-changes.patch'), lastingUri('cor-made:/77aa/main-changes.patch'));
		assert.notEqual(lastingUri('cor-made:/1f3a/a.patch'), lastingUri('cor-made:/1f3a/b.patch'));
	});

	it('is nothing that lies in a file', () => {
		assert.equal(lastingUri('file:///obra/a.patch'), 'file:///obra/a.patch');
		assert.deepEqual([isMade('cor-made:/x/a.patch'), isMade('file:///cor-made:/a')], [true, false]);
	});
});
