import assert from 'node:assert/strict';
import { isFinished } from '../../../src/attach/task/task-status.js';

describe('the status of a task', () => {
	it('is finished where COR calls it so, in any case', () => {
		assert.ok(isFinished('finalizada'));
		assert.ok(isFinished(' Finalizada '));
	});

	it('is not finished where it is another, or not told', () => {
		assert.ok(![undefined, '', 'en_proceso', 'finalizada?'].some(isFinished));
	});
});
