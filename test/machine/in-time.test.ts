import assert from 'node:assert/strict';
import { realpath } from 'node:fs/promises';
import { inTime } from '../../src/machine/in-time.js';

describe('work that has a limit', () => {
	it('gives what it gives', async () => {
		assert.equal(await inTime(Promise.resolve('there'), 60_000), 'there');
	});

	it('gives nothing where it never ends', async () => {
		assert.equal(await inTime(new Promise(() => {}), 1), undefined);
	});

	it('gives what came while the thread stood still for longer than the limit', async () => {
		const place = inTime(realpath('/'), 80);
		const until = performance.now() + 200;
		while (performance.now() < until) {
			// stands still
		}

		assert.equal(await place, '/');
	});

	it('rejects as it does by itself', async () => {
		await assert.rejects(inTime(Promise.reject(new Error('EACCES')), 60_000), /EACCES/);
	});
});
