import assert from 'node:assert/strict';
import { NotAsConfirmed } from '../../../src/editor/sending/not-as-confirmed.js';

describe('files that are not what a person confirmed', () => {
	it('are named for the log without the password of their file system', () => {
		const password = ['pass', 'word'].join('-');
		const error = new NotAsConfirmed([`ftp://ana:${password}@host/a.txt`, 'file:///b.txt']);

		assert.equal(error.message, 'not what was confirmed: ftp://ana@host/a.txt, file:///b.txt');
	});
});
