import assert from 'node:assert/strict';
import { inTime } from '../../src/machine/in-time.js';

describe('work that has a limit', () => {
	it('gives what it gives', async () => {
		assert.equal(await inTime(Promise.resolve('there'), 60_000), 'there');
	});

	it('gives nothing where it never ends', async () => {
		assert.equal(await inTime(new Promise(() => {}), 1), undefined);
	});

	it('rejects as it does by itself', async () => {
		await assert.rejects(inTime(Promise.reject(new Error('EACCES')), 60_000), /EACCES/);
	});
});
