import assert from 'node:assert/strict';
import type { Clock } from '../../src/attach/clock.js';
import { systemClock } from '../../src/attach/clock.js';
import { Bearer, type Credential } from '../../src/cor/credentials.js';
import { startedSandbox } from '../sandbox/kit/started-sandbox.js';
import { connect, inShort, signIn, transport } from './kit/connect.js';
import { Handles } from './kit/parts.js';
import { readFailure } from './kit/read-failure.js';

const signal = new AbortController().signal;

describe('a credential', () => {
	const sandbox = startedSandbox();
	const tokenRequests = () => sandbox.current.requests.filter(({ path }) => /oauth/.test(path));
	const uploads = () => sandbox.current.requests.filter(({ path }) => /attachments$/.test(path));
	const part = (name = 'a.txt') => new Handles().part(name, 'hola');
	const bearerOf = (credential: Credential, clock: Clock = systemClock, rotated: Credential[] = []) =>
		new Bearer(credential, {
			apiUrl: new URL(sandbox.current.apiUrl),
			transport,
			clock,
			keeper: {
				read: async () => rotated.at(-1) ?? credential,
				replace: async next => {
					rotated.push(next);
					return true;
				},
			},
		});
	afterEach(() => assert.deepEqual(sandbox.current.complaints, []));

	for (const tokenShape of ['flat', 'nested'] as const) {
		it(`is exchanged for a token once, whose answer is ${tokenShape}`, async () => {
			sandbox.current.set({ variants: { tokenShape } });
			const client = signIn(sandbox.current);

			assert.equal((await client.readMe()).id, 501);
			assert.equal((await client.readTask(4101)).id, 4101);
			assert.equal(tokenRequests().length, 1);
		});
	}

	for (const rejectedCredentials of ['401', '400', '403', '417'] as const) {
		it(`is refused when COR says ${rejectedCredentials}, and nothing is sent`, async () => {
			sandbox.current.set({ variants: { rejectedCredentials } });
			const credentials = bearerOf({ kind: 'key', apiKey: 'no-such-key', clientSecret: 'wrong' });
			const client = connect(sandbox.current.apiUrl, { credentials });

			assert.equal((await readFailure(client.readMe())).kind, 'unauthorized');
			const [end] = await client.upload(4101, [part()], { signal });
			assert.equal(inShort(end), 'failed unauthorized');
			assert.equal(uploads().length, 0);
		});
	}

	it('that can not be asked about is not refused', async () => {
		sandbox.current.failNext({ path: /oauth/ }, { kind: 'status', status: 503, headers: { 'retry-after': '3' } });
		const error = await readFailure(signIn(sandbox.current).readMe());

		assert.deepEqual([error.kind, error.details.retryAfterMs], ['unavailable', 3_000]);
	});

	it('that was never given gives no word of itself in an error', async () => {
		const credential = { kind: 'key', apiKey: 'key-4711', clientSecret: 'secret-4712' } as const;
		const error = await readFailure(bearerOf(credential).bearer());

		assert.doesNotMatch(JSON.stringify([error, error.message, String(error.cause), error.stack]), /471[12]/);
	});

	it('is renewed a minute before its token ends, not before that', async () => {
		let now = 1_000_000;
		const credentials = bearerOf({ kind: 'key', ...sandbox.current.credentials }, { ...systemClock, now: () => now });
		const first = await credentials.bearer();
		now += 3_600_000 - 60_001;
		assert.equal(await credentials.bearer(), first);
		now += 1;
		assert.notEqual(await credentials.bearer(), first);
		assert.equal(tokenRequests().length, 2);
	});

	it('is renewed once on a 401 before the file had left, and the upload sent once more with its files opened anew', async () => {
		const client = signIn(sandbox.current);
		await client.readMe();
		sandbox.current.expireTokens();
		const handles = new Handles();
		const [end] = await client.upload(4101, [handles.large('a.bin')], { signal });

		assert.equal(inShort(end), 'attached');
		assert.deepEqual([tokenRequests().length, uploads().map(({ status }) => status)], [2, [401, 200]]);
		assert.equal(handles.open, 0);
		assert.equal(sandbox.current.attachments(4101).length, 1);
	});

	it('has nothing sent again after a 401 once a file had left: that may be on the task, and the next request renews it', async () => {
		const client = signIn(sandbox.current);
		await client.readMe();
		sandbox.current.expireTokens();
		const [end] = await client.upload(4101, [part()], { signal });

		assert.equal(inShort(end), 'unknown unauthorized');
		assert.deepEqual([tokenRequests().length, uploads().length], [1, 1]);
		assert.deepEqual(await client.readAttachments(4101), []);
		assert.equal(inShort((await client.upload(4101, [part()], { signal }))[0]), 'attached');
		assert.equal(tokenRequests().length, 2);
	});

	it('has nothing sent again after a 401 where the first of two files had left', async () => {
		const credentials = { bearer: async () => 'stale', renew: async () => 'stale-too' };
		const handles = new Handles();
		const files = [handles.part('a.txt', 'hola'), handles.large('b.bin')];
		const ends = await connect(sandbox.current.apiUrl, { credentials }).upload(4101, files, { signal });

		assert.deepEqual(ends.map(inShort), ['unknown unauthorized', 'failed unauthorized']);
		assert.equal(uploads().length, 1);
	});

	it('is renewed once on a 401 to a read', async () => {
		const client = signIn(sandbox.current);
		await client.readMe();
		sandbox.current.expireTokens();

		assert.equal((await client.readTask(4101)).id, 4101);
		assert.equal(tokenRequests().length, 2);
	});

	for (const unauthorizedBody of ['documented', 'adonis', 'html', 'empty'] as const) {
		it(`fails the upload at the second 401 before the file had left, whose body is ${unauthorizedBody}`, async () => {
			sandbox.current.set({ variants: { unauthorizedBody } });
			const credentials = { bearer: async () => 'stale', renew: async () => 'stale-too' };
			const large = new Handles().large('a.bin');
			const [end] = await connect(sandbox.current.apiUrl, { credentials }).upload(4101, [large], { signal });

			assert.equal(inShort(end), 'failed unauthorized');
			assert.equal(uploads().length, 2);
		});
	}

	it('has one renewal at a time for all requests that need it', async () => {
		const client = signIn(sandbox.current);
		await client.readMe();
		sandbox.current.expireTokens();
		sandbox.current.set({ latencyMs: 30 });
		const tasks = await Promise.all([1, 2, 3, 4].map(() => client.readTask(4101)));

		assert.deepEqual(
			tasks.map(({ id }) => id),
			Array(4).fill(4101),
		);
		assert.equal(tokenRequests().length, 2);
	});

	it('renews no token that was renewed meanwhile', async () => {
		const credentials = bearerOf({ kind: 'key', ...sandbox.current.credentials });
		const stale = await credentials.bearer();
		const fresh = await credentials.renew(stale);

		assert.equal(await credentials.renew(stale), fresh);
		assert.equal(tokenRequests().length, 2);
	});

	it('may be renewed again after a renewal failed', async () => {
		const credentials = bearerOf({ kind: 'key', ...sandbox.current.credentials });
		sandbox.current.failNext({ path: /oauth/ }, { kind: 'status', status: 502 });

		assert.equal((await readFailure(credentials.bearer())).kind, 'server');
		assert.match(await credentials.bearer(), /^\S+$/);
	});

	it('that is a token is used as it is', async () => {
		const { access_token: accessToken } = sandbox.current.issueToken();
		const client = connect(sandbox.current.apiUrl, { credentials: bearerOf({ kind: 'token', accessToken }) });

		assert.equal((await client.readMe()).id, 501);
		assert.equal(tokenRequests().length, 0);
	});

	it('that is a token without a refresh token ends with it', async () => {
		const client = connect(sandbox.current.apiUrl, {
			credentials: bearerOf({ kind: 'token', accessToken: 'ended' }),
		});

		assert.equal((await readFailure(client.readMe())).kind, 'unauthorized');
		assert.equal(tokenRequests().length, 0);
	});

	it('that is a token is renewed with its refresh token, whose successor is told and used', async () => {
		const { access_token: accessToken, refresh_token: refreshToken } = sandbox.current.issueToken();
		const rotated: Credential[] = [];
		const credentials = bearerOf({ kind: 'token', accessToken, refreshToken }, systemClock, rotated);
		const client = connect(sandbox.current.apiUrl, { credentials });
		for (const turn of [1, 2]) {
			sandbox.current.expireTokens();
			assert.equal((await client.readTask(4101)).id, 4101, `in turn ${turn}`);
		}

		const [first, second, ...others] = rotated;
		assert.ok(first?.kind === 'token' && second?.kind === 'token' && others.length === 0);
		assert.equal(new Set([refreshToken, first.refreshToken, second.refreshToken]).size, 3);
		assert.equal(new Set([accessToken, first.accessToken, second.accessToken]).size, 3);
		assert.equal(second.accessToken, await credentials.bearer());
	});

	it('is refused when its refresh token is', async () => {
		const { refresh_token: refreshToken } = sandbox.current.issueToken();
		sandbox.current.revokeRefreshTokens();
		const rotated: Credential[] = [];
		// Pauses are short; the limit for an answer stays what it is.
		const hasty = {
			...systemClock,
			after: (ms: number, action: () => void) => systemClock.after(ms < 10_000 ? ms / 10 : ms, action),
		};
		const credentials = bearerOf({ kind: 'token', accessToken: 'ended', refreshToken }, hasty, rotated);

		assert.equal((await readFailure(credentials.renew('ended'))).kind, 'unauthorized');
		assert.deepEqual(rotated, []);
	});
});
