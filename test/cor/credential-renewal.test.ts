import assert from 'node:assert/strict';
import { Response } from 'undici';
import { Bearer, type Credential, type CredentialKeeper } from '../../src/cor/credentials.js';
import { Redaction } from '../../src/cor/http/redaction.js';
import type { Transport } from '../../src/cor/http/transport.js';
import { ManualClock } from '../attach/kit/manual-clock.js';
import { readFailure } from './kit/read-failure.js';

const key = (name: string): Credential => ({ kind: 'key', apiKey: `key ${name}`, clientSecret: `client of ${name}` });
const token = (name: string): Credential => ({ kind: 'token', accessToken: name, refreshToken: `refresh-${name}` });

/** The token endpoint, with an answer for each question in turn, and the last one for all that follow. */
class TokenEndpoint {
	readonly asked: string[] = [];
	/** Told of each question before its answer. */
	onAsked = () => {};
	readonly redaction = new Redaction();
	readonly #answers: (readonly [status: number, body: object])[];

	constructor(...answers: (readonly [status: number, body: object])[]) {
		this.#answers = answers;
	}

	get transport(): Transport {
		const fetch = async (_url: unknown, { headers, body }: { headers?: unknown; body?: unknown } = {}) => {
			const { authorization = '' } = headers as Record<string, string>;
			this.asked.push(typeof body === 'string' ? body : Buffer.from(authorization.slice(6), 'base64').toString());
			this.onAsked();
			const [status, answer] = this.#answers[Math.min(this.asked.length, this.#answers.length) - 1] ?? [500, {}];
			return new Response(JSON.stringify(answer), { status });
		};
		return { fetch: fetch as Transport['fetch'], redaction: this.redaction };
	}
}

const refuses = [401, { message: 'no' }] as const;
const gives = (name: string, rest: object = {}) => [200, { access_token: name, expires_in: 3_600, ...rest }] as const;

function bearerOf(credential: Credential, endpoint: TokenEndpoint, keeper?: CredentialKeeper) {
	const clock = new ManualClock();
	const apiUrl = new URL('https://cor.example/v1');
	const bearer = new Bearer(credential, { apiUrl, transport: endpoint.transport, clock, ...(keeper && { keeper }) });
	return { bearer, clock };
}

/** Where what is kept is read from a list, the last one again and again. */
function keeping(...kept: (Credential | undefined)[]): CredentialKeeper {
	let reads = 0;
	return {
		read: async () => {
			reads += 1;
			return kept[Math.min(reads, kept.length) - 1];
		},
		replace: async () => true,
	};
}

describe('a credential that COR refuses', () => {
	it('is asked about once, and at once, where it is a key', async () => {
		const endpoint = new TokenEndpoint(refuses);
		const { bearer, clock } = bearerOf(key('one'), endpoint, keeping(key('one')));

		assert.equal((await readFailure(bearer.bearer())).kind, 'unauthorized');
		assert.deepEqual([endpoint.asked, clock.now()], [['key one:client of one'], 0]);
	});

	it('is asked about once where it is the caller’s alone', async () => {
		const endpoint = new TokenEndpoint(refuses);
		const { bearer, clock } = bearerOf(token('one'), endpoint);

		assert.equal((await readFailure(bearer.renew('one'))).kind, 'unauthorized');
		assert.deepEqual([endpoint.asked.length, clock.now()], [1, 0]);
	});

	it('has two seconds for a newer one of another window to come, where it can be renewed', async () => {
		const endpoint = new TokenEndpoint(refuses);
		const { bearer, clock } = bearerOf(token('one'), endpoint, keeping(token('one')));

		assert.equal((await readFailure(bearer.renew('one'))).kind, 'unauthorized');
		assert.deepEqual([endpoint.asked.length, clock.now()], [1, 2_000]);
	});

	it('gives way to a newer key of another window', async () => {
		const endpoint = new TokenEndpoint(refuses, gives('fresh'));
		const { bearer } = bearerOf(key('one'), endpoint, keeping(key('one'), key('two')));

		assert.equal(await bearer.bearer(), 'fresh');
		assert.deepEqual(endpoint.asked, ['key one:client of one', 'key two:client of two']);
	});

	it('gives way once: COR is asked twice at most, however many come to be kept', async () => {
		const endpoint = new TokenEndpoint(refuses);
		const { bearer } = bearerOf(key('0'), endpoint, keeping(key('0'), key('1'), key('2'), key('3'), key('4')));

		assert.equal((await readFailure(bearer.bearer())).kind, 'unauthorized');
		assert.equal(endpoint.asked.length, 2);
	});

	it('is not looked up again where COR only cannot be asked', async () => {
		const endpoint = new TokenEndpoint([503, {}]);
		const { bearer, clock } = bearerOf(token('one'), endpoint, keeping(token('one'), token('two')));

		assert.equal((await readFailure(bearer.renew('one'))).kind, 'unavailable');
		assert.deepEqual([endpoint.asked.length, clock.now()], [1, 0]);
	});

	it('is told without the words of the answer, and with its status', async () => {
		const { bearer } = bearerOf(key('one'), new TokenEndpoint([400, { message: 'key one' }]));
		const error = await readFailure(bearer.bearer());

		assert.deepEqual([error.message, error.details], ['HTTP 400 from the token endpoint', { status: 400 }]);
	});
});

describe('a token that is still good', () => {
	it('is kept where the credential is looked up and is the same', async () => {
		const endpoint = new TokenEndpoint(gives('first'), gives('second'));
		const { bearer } = bearerOf(key('one'), endpoint, keeping(key('one')));
		const first = await bearer.bearer();
		bearer.reread();

		assert.equal(await bearer.bearer(), first);
		assert.equal(endpoint.asked.length, 1);
	});

	it('is dropped where one part of the credential is another', async () => {
		const endpoint = new TokenEndpoint(gives('first'), gives('second'));
		const changed: Credential = { kind: 'key', apiKey: 'key one', clientSecret: 'another' };
		const { bearer } = bearerOf(key('one'), endpoint, keeping(key('one'), changed));
		await bearer.bearer();
		bearer.reread();

		assert.equal(await bearer.bearer(), 'second');
		assert.deepEqual(endpoint.asked, ['key one:client of one', 'key one:another']);
	});

	it('ends a minute before COR says so', async () => {
		const endpoint = new TokenEndpoint(gives('first', { expires_in: 61 }), gives('second'));
		const { bearer, clock } = bearerOf(key('one'), endpoint);

		assert.equal(await bearer.bearer(), 'first');
		await new Promise<void>(resolve => {
			clock.after(999, resolve);
		});
		assert.equal(await bearer.bearer(), 'first');
		await new Promise<void>(resolve => {
			clock.after(1, resolve);
		});
		assert.equal(await bearer.bearer(), 'second');
	});
});

describe('a credential that is no longer there', () => {
	it('gives no token once it has ended, nor one that comes after', async () => {
		const { bearer } = bearerOf(key('one'), new TokenEndpoint(gives('first')));
		await bearer.bearer();
		bearer.end();

		assert.equal((await readFailure(bearer.bearer())).kind, 'account-missing');
		assert.equal((await readFailure(bearer.renew('first'))).kind, 'account-missing');
	});

	it('gives none where it went while COR was asked', async () => {
		const endpoint = new TokenEndpoint(gives('first'));
		const { bearer } = bearerOf(key('one'), endpoint);
		endpoint.onAsked = () => bearer.end();

		assert.equal((await readFailure(bearer.bearer())).kind, 'account-missing');
	});

	it('gives none where its successor has no place any more', async () => {
		const keeper = { ...keeping(token('one')), replace: async () => false };
		const { bearer } = bearerOf(token('one'), new TokenEndpoint(gives('next')), keeper);

		assert.equal((await readFailure(bearer.renew('one'))).kind, 'account-missing');
	});
});

describe('a credential in what others say', () => {
	it('is hidden as the pair that a header carries', () => {
		const endpoint = new TokenEndpoint(gives('first'));
		bearerOf(key('one'), endpoint);
		const pair = Buffer.from('key one:client of one').toString('base64').replace(/=+$/, '');

		assert.equal(endpoint.redaction.redact(`Basic ${pair}`), 'Basic •••');
		assert.equal(endpoint.redaction.redact('<key one:client of one>'), '<•••>');
	});

	it('is hidden as what COR gave for it, its refresh token too', async () => {
		const endpoint = new TokenEndpoint(gives('access-of-one', { refresh_token: 'refresh-of-one' }));
		const { bearer } = bearerOf(key('one'), endpoint);
		await bearer.bearer();

		assert.equal(endpoint.redaction.redact('<access-of-one> <refresh-of-one>'), '<•••> <•••>');
	});

	it('is hidden where it is in use, however many tokens COR gave for it', async () => {
		const names = Array.from({ length: 200 }, (_, index) => `token-number-${index}`);
		const endpoint = new TokenEndpoint(...names.map(name => gives(name)));
		const { bearer } = bearerOf(key('one'), endpoint);
		for (const name of ['', ...names.slice(0, -1)]) {
			await bearer.renew(name);
		}

		assert.equal(endpoint.asked.length, 200);
		assert.equal(endpoint.redaction.redact('<key one> <client of one>'), '<•••> <•••>');
		assert.equal(endpoint.redaction.redact('<key one:client of one>'), '<•••>');
	});

	it('is hidden as the refresh token that COR is asked with, however many tokens others had meanwhile', async () => {
		const endpoint = new TokenEndpoint(gives('two', { refresh_token: 'refresh-two' }));
		const { bearer } = bearerOf(token('one'), endpoint);
		for (let index = 0; index < 200; index += 1) {
			endpoint.redaction.hideToken(`token-number-${index}`);
		}
		await bearer.renew('one');

		assert.equal(endpoint.redaction.redact('<refresh-one>'), '<•••>');
	});

	it('is hidden as its successor', async () => {
		const endpoint = new TokenEndpoint(gives('access-of-two', { refresh_token: 'refresh-of-two' }));
		const { bearer } = bearerOf(token('one'), endpoint);
		await bearer.renew('one');

		assert.equal(endpoint.redaction.redact('<access-of-two> <refresh-of-two>'), '<•••> <•••>');
	});
});

describe('the refresh token of a successor', () => {
	it('is the one before where COR gives none', async () => {
		const endpoint = new TokenEndpoint(gives('two'), gives('three'));
		const { bearer } = bearerOf(token('one'), endpoint);
		await bearer.renew('one');
		await bearer.renew('two');

		assert.deepEqual(endpoint.asked, ['refresh_token=refresh-one', 'refresh_token=refresh-one']);
	});
});
