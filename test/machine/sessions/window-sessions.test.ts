import assert from 'node:assert/strict';
import { Redaction } from '../../../src/cor/http/redaction.js';
import type { Session } from '../../../src/machine/sessions/session-format.js';
import { type SecretStorage, SessionStore } from '../../../src/machine/sessions/session-store.js';
import { WindowSessions } from '../../../src/machine/sessions/window-sessions.js';

const apiUrl = new URL('https://api.example/v1');

function session(id: string, day: number): Session {
	const createdAt = `2026-11-0${day}T10:00:00.000Z`;
	return { id, userId: 1, name: id, createdAt, credential: { kind: 'token', accessToken: `made-up-${id}` } };
}

describe('the sessions of a window', () => {
	let isFailing = false;
	let reports: string[] = [];

	beforeEach(() => {
		isFailing = false;
		reports = [];
	});

	const open = (values = new Map<string, string>()) => {
		const unlessFailing = async <T>(work: () => T): Promise<T> => {
			await Promise.resolve();
			if (isFailing) {
				throw new Error('no keyring');
			}
			return work();
		};
		const secrets: SecretStorage = {
			get: key => unlessFailing(() => values.get(key)),
			store: (key, value) => unlessFailing(() => void values.set(key, value)),
			delete: key => unlessFailing(() => void values.delete(key)),
			onDidChange: () => ({ dispose: () => {} }),
		};
		const report = {
			onFailure: ({ kind }: { kind: string }) => reports.push(kind),
			onNotKept: ({ kind }: { kind: string }) => reports.push(`not kept: ${kind}`),
		};
		return new WindowSessions(new SessionStore(secrets), report, new Redaction());
	};
	const idsOf = async (sessions: WindowSessions) => (await sessions.list(apiUrl)).map(({ id }) => id);

	it('stay in their order where a renewed credential is kept for the window alone', async () => {
		const sessions = open();
		const [ana, bea] = [session('ana', 1), session('bea', 2)];
		await sessions.keep(apiUrl, ana);
		await sessions.keep(apiUrl, bea);
		isFailing = true;
		await sessions.keeperOf(apiUrl, ana).replace({ kind: 'token', accessToken: 'made-up-anew' });
		isFailing = false;

		assert.deepEqual(
			(await sessions.list(apiUrl)).map(({ id, isStored }) => [id, isStored]),
			[
				['bea', true],
				['ana', false],
			],
		);
		assert.deepEqual(reports, ['not kept: secret-store']);
	});

	it('do not come back to who signed out, once the store works again', async () => {
		const sessions = open();
		await sessions.keep(apiUrl, session('ana', 1));
		isFailing = true;
		assert.equal(await sessions.forget(apiUrl), 'not-removed');
		isFailing = false;
		assert.deepEqual(await idsOf(sessions), []);

		await sessions.keep(apiUrl, session('bea', 2));
		assert.deepEqual(await idsOf(sessions), ['bea']);
	});

	it('do not come back by a renewal that was under way at the sign-out', async () => {
		const sessions = open();
		const ana = session('ana', 1);
		await sessions.keep(apiUrl, ana);
		isFailing = true;
		const keeper = sessions.keeperOf(apiUrl, ana);

		const renewal = keeper.replace({ kind: 'token', accessToken: 'made-up-anew' });
		assert.equal(await sessions.forget(apiUrl, ana.id), 'not-removed');
		await renewal;

		isFailing = false;
		assert.equal(await keeper.read(), undefined);
		assert.deepEqual(await idsOf(sessions), []);
	});
});
