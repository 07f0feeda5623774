import assert from 'node:assert/strict';
import { CorError } from '../../src/attach/errors.js';
import { countEnds, type FileEnd } from '../../src/attach/outcome.js';

describe('the ends of a batch', () => {
	it('are counted, each kind by itself', () => {
		const failed: FileEnd = { status: 'failed', error: new CorError('network', 'broken') };
		const ends: FileEnd[] = [failed, { status: 'cancelled' }, failed];
		assert.deepEqual(countEnds(ends.map(end => ({ file: undefined, end, tookMs: 0 }))), {
			attached: 0,
			failed: 2,
			unknown: 0,
			cancelled: 1,
			skipped: 0,
		});
	});
});
