import assert from 'node:assert/strict';
import { systemClock } from '../../src/attach/clock.js';
import { Bearer, type Credential, type CredentialKeeper } from '../../src/cor/credentials.js';
import { startedSandbox } from '../sandbox/kit/started-sandbox.js';
import { connect, transport } from './kit/connect.js';
import { readFailure } from './kit/read-failure.js';

/** Where two windows keep one credential. */
class Shelf implements CredentialKeeper {
	kept: Credential | undefined;
	/** How many windows have looked; a test can act when they do. */
	reads = 0;
	onRead: (reads: number) => void = () => {};
	fails = false;

	async read(): Promise<Credential | undefined> {
		this.reads += 1;
		this.onRead(this.reads);
		if (this.fails) {
			throw new Error('no keyring');
		}
		return this.kept;
	}

	async replace(successor: Credential): Promise<boolean> {
		if (!this.kept) {
			return false;
		}
		this.kept = successor;
		return true;
	}
}

describe('a credential that two windows share', () => {
	const sandbox = startedSandbox();
	let shelf: Shelf;
	const refreshes = () => sandbox.current.requests.filter(({ path }) => /refreshtoken/.test(path));
	// Pauses are short; the limit for an answer stays what it is.
	const hasty = {
		...systemClock,
		after: (ms: number, action: () => void) => systemClock.after(ms < 10_000 ? ms / 10 : ms, action),
	};
	const open = (clock = hasty): Bearer => {
		assert.ok(shelf.kept);
		return new Bearer(shelf.kept, { apiUrl: new URL(sandbox.current.apiUrl), transport, clock, keeper: shelf });
	};
	const clientOf = (credentials: Bearer) => connect(sandbox.current.apiUrl, { credentials });

	beforeEach(() => {
		const { access_token: accessToken, refresh_token: refreshToken } = sandbox.current.issueToken();
		shelf = new Shelf();
		shelf.kept = { kind: 'token', accessToken, refreshToken };
		sandbox.current.set({ variants: { refreshTokens: 'rotating' } });
	});

	it('is renewed by one, and the other takes what that one has got, so that no old refresh token is shown', async () => {
		const [one, other] = [open(), open()];
		sandbox.current.expireTokens();

		assert.equal((await clientOf(one).readMe()).id, 501);
		assert.equal((await clientOf(other).readMe()).id, 501);
		assert.deepEqual(
			refreshes().map(({ status }) => status),
			[200],
		);
	});

	it('goes on where both renew at the same moment: the one that is refused looks again', async () => {
		const [one, other] = [open(systemClock), open(systemClock)];
		sandbox.current.expireTokens();
		sandbox.current.set({ latencyMs: 30 });

		const people = await Promise.all([clientOf(one).readMe(), clientOf(other).readMe()]);

		assert.deepEqual(
			people.map(({ id }) => id),
			[501, 501],
		);
		assert.deepEqual(
			refreshes()
				.map(({ status }) => status)
				.sort(),
			[200, 401],
		);
		assert.equal(await one.bearer(), await other.bearer());
	});

	it('is looked for until it is there where the other window is slow to store it', async () => {
		const bearer = open();
		const { access_token: accessToken, refresh_token: refreshToken } = sandbox.current.issueToken();
		sandbox.current.revokeRefreshTokens();
		shelf.onRead = reads => {
			if (reads === 4) {
				shelf.kept = { kind: 'token', accessToken, refreshToken };
			}
		};

		assert.equal(await bearer.renew(await bearer.bearer()), accessToken);
		assert.equal(refreshes().length, 1);
	});

	it('is refused in the end where nobody has a newer one', async () => {
		const bearer = open();
		sandbox.current.revokeRefreshTokens();

		assert.equal((await readFailure(bearer.renew(await bearer.bearer()))).kind, 'unauthorized');
		assert.equal(refreshes().length, 1);
	});

	it('that was renewed long ago by the other is renewed with the newest refresh token', async () => {
		const [one, other] = [open(), open()];
		for (const bearer of [one, other, one]) {
			sandbox.current.expireTokens();
			assert.equal((await clientOf(bearer).readMe()).id, 501);
			// What it told of its life is not so: COR has ended it early, as for both.
			assert.ok(shelf.kept?.kind === 'token' && shelf.kept.expiresAt);
			shelf.kept = { ...shelf.kept, expiresAt: 0 };
		}

		assert.deepEqual(
			refreshes().map(({ status }) => status),
			[200, 200, 200],
		);
	});

	it('gives no token any more once the other has signed out: not the one in memory, not a new one', async () => {
		const bearer = open();
		const token = await bearer.bearer();
		shelf.kept = undefined;
		bearer.reread();

		assert.equal((await readFailure(bearer.bearer())).kind, 'account-missing');
		assert.equal((await readFailure(bearer.renew(token))).kind, 'account-missing');
		assert.equal(refreshes().length, 0);
	});

	it('gives no token while it is looked up again, and nothing is found', async () => {
		const bearer = open();
		let answer: () => void = () => {};
		shelf.read = () =>
			new Promise(resolve => {
				answer = () => resolve(undefined);
			});
		bearer.reread();
		const asked = readFailure(bearer.bearer());
		await new Promise(setImmediate);
		answer();

		assert.equal((await asked).kind, 'account-missing');
	});

	it('is not stored again by a renewal that was under way when the person signed out', async () => {
		const bearer = open();
		const stale = await bearer.bearer();
		sandbox.current.set({ latencyMs: 50 });
		const renewed = readFailure(bearer.renew(stale));
		await sandbox.current.seen(({ path }) => /refreshtoken/.test(path));
		shelf.kept = undefined;

		assert.equal((await renewed).kind, 'account-missing');
		assert.equal(shelf.kept, undefined);
	});

	it('is taken up again when the same person signs in anew', async () => {
		const bearer = open();
		shelf.kept = undefined;
		bearer.reread();
		assert.equal((await readFailure(bearer.bearer())).kind, 'account-missing');
		const { access_token: accessToken } = sandbox.current.issueToken();
		shelf.kept = { kind: 'token', accessToken };
		bearer.reread();

		assert.equal(await bearer.bearer(), accessToken);
	});

	it('may be of another kind after the person signed in anew', async () => {
		const bearer = open();
		shelf.kept = { kind: 'key', ...sandbox.current.credentials };
		bearer.reread();

		assert.equal((await clientOf(bearer).readMe()).id, 501);
		assert.equal(refreshes().length, 0);
	});

	it('goes on with what it has where it can not be looked up', async () => {
		const bearer = open();
		shelf.fails = true;
		bearer.reread();

		assert.equal((await clientOf(bearer).readMe()).id, 501);
	});
});
