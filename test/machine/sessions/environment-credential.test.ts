import assert from 'node:assert/strict';
import { EnvironmentCredential } from '../../../src/machine/sessions/environment-credential.js';

const read = (environment: Readonly<Record<string, string>>) => new EnvironmentCredential(environment).read();
const pair = { COR_API_KEY: 'key-1', COR_CLIENT_SECRET: 'client-1' };

describe('the credential of the environment', () => {
	it('is the key pair, also beside a token', () => {
		const key = { kind: 'key', apiKey: 'key-1', clientSecret: 'client-1' };
		assert.deepEqual(read(pair), key);
		assert.deepEqual(read({ ...pair, COR_TOKEN: 'token-1' }), key);
	});

	it('is the token where the pair is not whole', () => {
		for (const half of [
			{},
			{ COR_API_KEY: 'key-1' },
			{ COR_CLIENT_SECRET: 'client-1' },
			{ ...pair, COR_API_KEY: '' },
		]) {
			assert.deepEqual(read({ ...half, COR_TOKEN: 'token-1' }), { kind: 'token', accessToken: 'token-1' });
		}
	});

	it('is none where nothing is set, or nothing is in it', () => {
		assert.equal(read({}), undefined);
		assert.equal(read({ COR_TOKEN: '', COR_API_KEY: 'key-1' }), undefined);
	});

	it('is without the line end or blanks that a script or a file of variables left around it', () => {
		const key = { kind: 'key', apiKey: 'key-1', clientSecret: 'client-1' };
		for (const around of ['\r', '\n', '\r\n', ' ']) {
			assert.deepEqual(read({ COR_API_KEY: `key-1${around}`, COR_CLIENT_SECRET: `${around}client-1${around}` }), key);
			const token = { kind: 'token', accessToken: 'token-1' };
			assert.deepEqual(read({ COR_API_KEY: around, COR_CLIENT_SECRET: around, COR_TOKEN: `token-1${around}` }), token);
			assert.equal(read({ COR_TOKEN: around }), undefined);
		}
	});

	it('belongs to one and the same person at an address, whoever asks', () => {
		const environment = new EnvironmentCredential(pair);
		const [one, other] = [new URL('https://one.example/v1'), new URL('https://other.example/v1')];
		const credential = { kind: 'token', accessToken: 'token-1' } as const;
		const owner = environment.ownerOf(credential, one);

		assert.equal(environment.ownerOf({ ...credential }, new URL(one)), owner);
		assert.notEqual(environment.ownerOf(credential, other), owner);
		assert.notEqual(environment.ownerOf({ ...credential, accessToken: 'token-2' }, one), owner);
	});
});
