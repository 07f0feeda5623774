import assert from 'node:assert/strict';
import { fetch } from 'undici';
import { systemClock } from '../../src/attach/clock.js';
import { CorError } from '../../src/attach/errors.js';
import { CorClient } from '../../src/cor/client.js';
import { Bearer } from '../../src/cor/credentials.js';

describe('a token that no header can hold', () => {
	for (const accessToken of ['first-half\nsecond-half', 'first-half\0second-half', 'first-half ☃ second-half', '']) {
		it(`is refused unsent, and not repeated in the error: ${JSON.stringify(accessToken)}`, async () => {
			const apiUrl = new URL('http://127.0.0.1:1/v1');
			const transport = { fetch };
			const credentials = new Bearer({ kind: 'token', accessToken }, { apiUrl, transport, clock: systemClock });
			const client = new CorClient({ apiUrl, transport, credentials });

			const error = await client.readMe().catch((reason: unknown) => reason);

			assert.ok(error instanceof CorError);
			assert.equal(error.kind, 'unauthorized');
			assert.doesNotMatch(String(error.stack) + String(error.cause), /first-half|second-half/);
		});
	}
});

describe('white space around a token', () => {
	it('is not part of it', async () => {
		const apiUrl = new URL('http://127.0.0.1:1/v1');
		const settings = { apiUrl, transport: { fetch }, clock: systemClock };

		assert.equal(await new Bearer({ kind: 'token', accessToken: ' token\n' }, settings).bearer(), 'token');
	});
});
