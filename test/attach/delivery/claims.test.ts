import assert from 'node:assert/strict';
import { Claims } from '../../../src/attach/delivery/claims.js';

describe('attachments that are known to be files of ours', () => {
	it('are one set for a server, whoever asks, and another for another server', () => {
		const claims = new Claims();
		claims.of(new URL('https://one.example/v1')).add(901);

		assert.deepEqual([...claims.of(new URL('https://one.example/v1'))], [901]);
		assert.deepEqual([...claims.of(new URL('https://other.example/v1'))], []);
	});
});
