import assert from 'node:assert/strict';
import { CorError, toCorError } from '../../src/attach/errors.js';

describe('a failure', () => {
	it('has one line, and what it came of', () => {
		const cause = new Error('ECONNRESET');
		const error = new CorError('network', 'it\nbroke', { cause });
		assert.deepEqual([error.message, error.cause, error.kind], ['it broke', cause, 'network']);
	});

	it('is what was thrown where that is one, and else unexpected, with what was thrown', () => {
		const error = new CorError('rejected', 'no');
		assert.equal(toCorError(error), error);
		const cause = new TypeError('x is not a function');
		const unexpected = toCorError(cause);
		assert.deepEqual([unexpected.kind, unexpected.message, unexpected.cause], ['unexpected', cause.message, cause]);
		assert.equal(toCorError('why').message, 'why');
	});
});
