import assert from 'node:assert/strict';
import { patchName } from '../../src/attach/plan/made-names.js';

describe('the name of a patch', () => {
	it('is that of the one file that was chosen', () => {
		assert.equal(
			patchName({ branch: 'main', changes: 'all', chosen: ['arte/logo final.svg'] }),
			'logo final.svg.patch',
		);
		assert.equal(patchName({ branch: 'main', changes: 'staged', chosen: ['a.txt'] }), 'a.txt.patch');
	});

	it('tells the branch, and whether it is of what is staged', () => {
		assert.equal(patchName({ branch: 'feature/4101-logo', changes: 'all' }), 'feature-4101-logo-changes.patch');
		assert.equal(patchName({ branch: 'main', changes: 'staged' }), 'main-staged.patch');
		assert.equal(patchName({ branch: 'main', changes: 'staged', chosen: ['a', 'b'] }), 'main-staged.patch');
	});
});
