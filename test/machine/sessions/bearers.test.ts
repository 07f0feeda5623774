import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { CorError } from '../../../src/attach/errors.js';
import type { Credential, CredentialKeeper, RenewalLock } from '../../../src/cor/credentials.js';
import { Redaction } from '../../../src/cor/http/redaction.js';
import type { Transport } from '../../../src/cor/http/transport.js';
import { Bearers } from '../../../src/machine/sessions/bearers.js';
import type { Session } from '../../../src/machine/sessions/session-format.js';
import { type SecretStorage, SessionStore } from '../../../src/machine/sessions/session-store.js';
import { WindowSessions } from '../../../src/machine/sessions/window-sessions.js';

const apiUrl = new URL('https://one.example/v1');
const elsewhere = new URL('https://other.example/v1');
const token = (accessToken: string): Credential => ({ kind: 'token', accessToken });

/** What is kept, which a test can change. */
class Shelf implements CredentialKeeper {
	constructor(public kept: Credential | undefined) {}

	async read(): Promise<Credential | undefined> {
		return this.kept;
	}

	async replace(): Promise<boolean> {
		return true;
	}
}

const nobody = () => new Bearers({ fetch: () => assert.fail('nothing is asked of COR') });
const isSignedOut = (error: unknown) => error instanceof CorError && error.kind === 'account-missing';

describe('the bearers of a window', () => {
	it('are one for a person at an address', () => {
		const bearers = nobody();
		const ana = bearers.open(apiUrl, 'ana', token('a'));

		assert.equal(bearers.open(new URL(apiUrl), 'ana', token('a')), ana);
		assert.notEqual(bearers.open(apiUrl, 'bea', token('b')), ana);
		assert.notEqual(bearers.open(elsewhere, 'ana', token('a')), ana);
	});

	it('look again at what is kept when they are opened once more', async () => {
		const bearers = nobody();
		const shelf = new Shelf(token('first'));
		bearers.open(apiUrl, 'ana', token('first'), shelf);
		shelf.kept = token('second');

		assert.equal(await bearers.open(apiUrl, 'ana', token('first'), shelf).bearer(), 'second');
	});

	it('look at once whether their credential is still kept, at that address alone', async () => {
		const bearers = nobody();
		const [here, there] = [new Shelf(token('here')), new Shelf(token('there'))];
		const [one, other] = [
			bearers.open(apiUrl, 'ana', token('here'), here),
			bearers.open(elsewhere, 'ana', token('there'), there),
		];
		here.kept = undefined;
		there.kept = undefined;
		bearers.rereadAll(apiUrl.href);

		await assert.rejects(one.bearer(), isSignedOut);
		assert.equal(await other.bearer(), 'there');
	});

	it('give no token any more once they are ended: all of an address, or one person', async () => {
		const bearers = nobody();
		const open = (who: string, url = apiUrl) => bearers.open(url, who, token(who), new Shelf(token(who)));
		const [ana, bea, other] = [open('ana'), open('bea'), open('ana', elsewhere)];
		bearers.endAll(apiUrl.href, 'ana');

		await assert.rejects(ana.bearer(), isSignedOut);
		assert.equal(await bea.bearer(), 'bea');
		bearers.endAll(apiUrl.href);
		await assert.rejects(bea.bearer(), isSignedOut);
		assert.equal(await other.bearer(), 'ana');
	});

	it('whose credential is kept nowhere are not ended by a sign-out', async () => {
		const bearers = nobody();
		const fixed = bearers.open(apiUrl, 'environment', token('fixed'));
		bearers.endAll(apiUrl.href);

		assert.equal(await fixed.bearer(), 'fixed');
	});
});

describe('windows that change the sessions of one address at the same time', () => {
	const renewable = (id: string): Session => ({
		id,
		userId: 1,
		name: id,
		createdAt: '2026-11-01T10:00:00.000Z',
		credential: { kind: 'token', accessToken: `access-${id}`, refreshToken: `refresh-${id}`, expiresAt: 0 },
	});

	let values: Map<string, string>;
	let turns: Map<string, Promise<unknown>>;
	beforeEach(() => {
		[values, turns] = [new Map(), new Map()];
	});

	// What others write meanwhile is not seen: it takes a while to reach the keyring.
	const secrets: SecretStorage = {
		get: async key => values.get(key),
		store: async (key, value) => {
			await delay(20);
			values.set(key, value);
		},
		delete: async key => {
			await delay(20);
			values.delete(key);
		},
		onDidChange: () => ({ dispose: () => {} }),
	};
	const lockOf = (name: string): RenewalLock => ({
		alone: work => {
			const done = (turns.get(name) ?? Promise.resolve()).then(work);
			turns.set(
				name,
				done.catch(() => {}),
			);
			return done;
		},
	});
	const answersAnew = (async (_: URL, { body }: { readonly body: unknown }) => {
		const refresh = new URLSearchParams(String(body)).get('refresh_token');
		return Response.json({
			access_token: `access-after-${refresh}`,
			refresh_token: `after-${refresh}`,
			expires_in: 3_600,
		});
	}) as unknown as Transport['fetch'];

	/** A window of its own, with the session of one person open. */
	const windowOf = (session: Session, fetch = answersAnew) => {
		const report = { onFailure: assert.fail, onNotKept: assert.fail };
		const sessions = new WindowSessions(new SessionStore(secrets), report, new Redaction(), lockOf);
		const bearers = new Bearers({ fetch }, lockOf);
		const bearer = bearers.open(apiUrl, session.id, session.credential, sessions.keeperOf(apiUrl, session));
		return { sessions, bearer };
	};
	const kept = async () => {
		const sessions = await new SessionStore(secrets).read(apiUrl);
		return sessions
			.map(({ id, credential }) => `${id}: ${credential.kind === 'token' ? credential.refreshToken : ''}`)
			.sort();
	};

	it('keep the new tokens of each person', async () => {
		const [ana, bea] = [windowOf(renewable('ana')), windowOf(renewable('bea'))];
		await ana.sessions.keep(apiUrl, renewable('ana'));
		await ana.sessions.keep(apiUrl, renewable('bea'));

		await Promise.all([ana.bearer.bearer(), bea.bearer.bearer()]);

		assert.deepEqual(await kept(), ['ana: after-refresh-ana', 'bea: after-refresh-bea']);
	});

	it('keep the new tokens of one and the sign-in of another', async () => {
		const [ana, bea] = [windowOf(renewable('ana')), windowOf(renewable('bea'))];
		await ana.sessions.keep(apiUrl, renewable('ana'));

		await Promise.all([ana.bearer.bearer(), bea.sessions.keep(apiUrl, renewable('bea'))]);

		assert.deepEqual(await kept(), ['ana: after-refresh-ana', 'bea: refresh-bea']);
	});

	it('sign out at once, although COR does not answer to a renewal', async () => {
		const answered = new EventEmitter();
		const hanging = (async (...args: Parameters<Transport['fetch']>) => {
			await once(answered, 'answer');
			return answersAnew(...args);
		}) as Transport['fetch'];
		const [ana, bea] = [windowOf(renewable('ana'), hanging), windowOf(renewable('bea'))];
		await ana.sessions.keep(apiUrl, renewable('ana'));
		await ana.sessions.keep(apiUrl, renewable('bea'));
		const renewing = ana.bearer.bearer();

		assert.equal(await bea.sessions.forget(apiUrl, 'ana'), 'removed');
		answered.emit('answer');

		await assert.rejects(renewing);
		assert.deepEqual(await kept(), ['bea: refresh-bea']);
	});

	it('do not bring back who signs out while the tokens of another are renewed', async () => {
		const [ana, bea] = [windowOf(renewable('ana')), windowOf(renewable('bea'))];
		await ana.sessions.keep(apiUrl, renewable('ana'));
		await ana.sessions.keep(apiUrl, renewable('bea'));

		await Promise.all([ana.bearer.bearer(), bea.sessions.forget(apiUrl, 'bea')]);

		assert.deepEqual(await kept(), ['ana: after-refresh-ana']);
	});
});
