import assert from 'node:assert/strict';
import { readFailure } from '../../cor/kit/read-failure.js';
import { useCor } from '../kit/use-cor.js';
import { useWindows } from '../kit/use-windows.js';

const taskId = 4101;

describe('sessions', () => {
	const cor = useCor();
	const windows = useWindows(cor);
	const { signIn, connected, send, keyPair, tokenPair } = windows;
	const requests = (path: RegExp) => cor.sandbox.requests.filter(request => path.test(request.path));
	it('are of one address: with another origin, port or path nobody is signed in', async () => {
		const accounts = windows.open();
		await signIn(accounts, keyPair());

		assert.ok(await accounts.connect(windows.apiUrl));
		for (const other of [
			`${windows.apiUrl.origin}/v2`,
			windows.apiUrl.href.replace('127.0.0.1', 'localhost'),
			'https://127.0.0.1/v1',
		]) {
			assert.equal(await accounts.connect(new URL(other)), undefined);
		}
	});

	it('are there in every window, and after a restart', async () => {
		await signIn(windows.open(), keyPair());

		assert.equal(await send(await connected(windows.open()), 'a.txt'), 'attached');
	});

	it('end in every window at once: what is under way ends as it would, nothing new begins with the old token', async () => {
		const [here, there] = [windows.open(), windows.open()];
		await signIn(here, keyPair());
		const connection = await connected(there);
		cor.sandbox.set({ latencyMs: 150 });
		const first = send(connection, '1.txt');
		await cor.sandbox.seen(({ method, path }) => method === 'POST' && path.endsWith('/attachments'));

		assert.equal(await here.signOut(windows.apiUrl), 'removed');

		assert.equal(await send(connection, '2.txt'), 'failed account-missing');
		assert.equal(await first, 'attached');
		assert.equal(await send(connection, '3.txt'), 'failed account-missing');
		assert.equal(requests(/attachments$/).length, 1);
		assert.equal(await there.connect(windows.apiUrl), undefined);
	});

	it('end in the window that signs out', async () => {
		const accounts = windows.open();
		await signIn(accounts, keyPair());
		const connection = await connected(accounts);
		await connection.client.readMe();
		await accounts.signOut(windows.apiUrl);

		assert.equal(await send(connection, 'a.txt'), 'failed account-missing');
		assert.equal(await accounts.signOut(windows.apiUrl), 'nobody');
	});

	it('come back to the clients in use when the same person signs in again', async () => {
		const [here, there] = [windows.open(), windows.open()];
		await signIn(here, tokenPair());
		const connection = await connected(there);
		cor.sandbox.revokeRefreshTokens();
		cor.sandbox.expireTokens();
		assert.equal(await send(connection, '1.txt'), 'unknown unauthorized');

		await signIn(here, keyPair());

		assert.equal(await send(connection, '1.txt'), 'attached');
		assert.equal(await send(await connected(there), '2.txt'), 'attached');
	});

	it('share one refresh token that works once: nobody is asked to sign in again', async () => {
		const [here, there] = [windows.open(), windows.open()];
		await signIn(here, tokenPair());
		const connections = [await connected(here), await connected(there)];
		cor.sandbox.set({ latencyMs: 20 });
		for (const round of [1, 2, 3]) {
			cor.sandbox.expireTokens();
			const ends = await Promise.all(connections.map((each, index) => send(each, `${round}-${index}.txt`)));
			assert.deepEqual(ends, ['attached', 'attached']);
		}
		cor.sandbox.expireTokens();
		for (const [index, each] of connections.entries()) {
			assert.equal(await send(each, `later-${index}.txt`), 'attached');
		}
		assert.equal(cor.sandbox.attachments(taskId).length, 8);
	});

	for (const text of ['{"version":2,"sess', 'null', '{"version":2}']) {
		it(`that are broken are told of, and renamed when somebody signs in: ${text}`, async () => {
			const { secrets, apiUrl } = windows;
			const key = `corAttachments.sessions:${apiUrl.href}`;
			const accounts = windows.open();
			for (let times = 0; times < 2; times += 1) {
				secrets.values.set(key, text);
				assert.equal((await readFailure(accounts.connect(apiUrl))).kind, 'sessions-broken');
				assert.equal(secrets.values.get(key), text);

				await signIn(accounts, keyPair());
				assert.equal(await send(await connected(windows.open()), 'a.txt'), 'attached');
			}

			assert.equal(windows.reports.length, 2);
			assert.equal(secrets.values.get(`corAttachments.brokenSessions:${apiUrl.href}`), `${text}\n${text}`);
			assert.equal(await accounts.signOut(apiUrl), 'removed');
			assert.deepEqual([...secrets.values], []);
		});
	}

	it('that are broken in part go on as far as they are right, and the whole is kept', async () => {
		const { secrets, apiUrl } = windows;
		await signIn(windows.open(), tokenPair());
		const key = `corAttachments.sessions:${apiUrl.href}`;
		const { version, sessions } = JSON.parse(secrets.values.get(key) ?? '');
		const text = JSON.stringify({ version, sessions: [...sessions, { id: 7 }] });
		secrets.values.set(key, text);
		const connection = await connected(windows.open());
		cor.sandbox.expireTokens();

		assert.equal(await send(connection, 'a.txt'), 'attached');
		assert.equal(secrets.values.get(`corAttachments.brokenSessions:${apiUrl.href}`), text);
		assert.equal(JSON.parse(secrets.values.get(key) ?? '').sessions.length, 1);
		assert.equal(await send(await connected(windows.open()), 'b.txt'), 'attached');
	});

	describe('that a newer version stored', () => {
		const newer = '{"version":7,"sessions":"of a form that nobody knows yet"}';
		const key = () => `corAttachments.sessions:${windows.apiUrl.href}`;

		it('are told of and not written over: signing in is for this window alone', async () => {
			const { secrets, apiUrl } = windows;
			secrets.values.set(key(), newer);
			const accounts = windows.open();
			assert.equal((await readFailure(accounts.connect(apiUrl))).kind, 'sessions-newer');

			const session = await accounts.verify(apiUrl, tokenPair());
			assert.equal((await readFailure(accounts.keep(apiUrl, session))).kind, 'sessions-newer');
			accounts.keepForThisWindow(apiUrl, session);
			const connection = await connected(accounts);
			assert.equal(await send(connection, '1.txt'), 'attached');
			cor.sandbox.expireTokens();
			assert.equal(await send(connection, '2.txt'), 'attached');

			assert.deepEqual([...secrets.values], [[key(), newer]]);
			assert.equal((await readFailure(windows.open().connect(apiUrl))).kind, 'sessions-newer');
		});

		it('stay where one of several accounts signs out, and go where all do', async () => {
			const { secrets, apiUrl } = windows;
			secrets.values.set(key(), newer);
			const accounts = windows.open();
			const session = await accounts.verify(apiUrl, keyPair());
			accounts.keepForThisWindow(apiUrl, session);

			assert.equal(await accounts.signOut(apiUrl, session.id), 'not-removed');
			assert.equal((await readFailure(accounts.connect(apiUrl))).kind, 'sessions-newer');
			assert.deepEqual([...secrets.values], [[key(), newer]]);

			assert.equal(await accounts.signOut(apiUrl), 'removed');
			assert.deepEqual([...secrets.values], []);
		});

		it('do not stop what is under way, and a renewed credential does not overwrite them', async () => {
			const { secrets } = windows;
			const accounts = windows.open();
			await signIn(accounts, tokenPair());
			const connection = await connected(accounts);
			await secrets.store(key(), newer);
			cor.sandbox.expireTokens();

			assert.equal(await send(connection, 'a.txt'), 'attached');
			assert.equal(secrets.values.get(key()), newer);
			assert.match(windows.reports.join(), /not kept .*newer version/);
		});
	});

	describe('whose secret storage fails', () => {
		it('say so where they can not be read', async () => {
			const accounts = windows.open();
			await signIn(accounts, keyPair());
			windows.secrets.failing.add('get');

			assert.equal((await readFailure(windows.open().connect(windows.apiUrl))).kind, 'secret-store');
			assert.equal(windows.reports.length, 1);
		});

		it('give way to the environment where they can not be read', async () => {
			windows.secrets.failing.add('get');
			const { apiKey, clientSecret } = cor.sandbox.credentials;
			const accounts = windows.open({ COR_API_KEY: apiKey, COR_CLIENT_SECRET: clientSecret });

			assert.equal(await send(await connected(accounts), 'a.txt'), 'attached');
		});

		for (const failing of ['get', 'store'] as const) {
			it(`can be kept for the window alone (${failing})`, async () => {
				windows.secrets.failing.add(failing);
				const accounts = windows.open();
				const session = await accounts.verify(windows.apiUrl, tokenPair());

				const failure = await readFailure(accounts.keep(windows.apiUrl, session));
				assert.equal(failure.kind, 'secret-store');
				assert.ok(session.credential.kind === 'token');
				assert.ok(!failure.message.includes(session.credential.accessToken));
				assert.ok(!failure.message.includes(session.credential.refreshToken ?? ''));

				accounts.keepForThisWindow(windows.apiUrl, session);
				const connection = await connected(accounts);
				assert.equal(await send(connection, '1.txt'), 'attached');
				cor.sandbox.expireTokens();
				assert.equal(await send(connection, '2.txt'), 'attached');
				cor.sandbox.expireTokens();
				assert.equal(await send(await connected(accounts), '3.txt'), 'attached');
				assert.deepEqual([...windows.secrets.values], []);

				assert.equal(await accounts.signOut(windows.apiUrl), 'removed');
				assert.equal(await send(connection, '4.txt'), 'failed account-missing');
			});
		}

		it('go on with a renewed credential that can not be stored, and say so', async () => {
			const accounts = windows.open();
			await signIn(accounts, tokenPair());
			const connection = await connected(accounts);
			windows.secrets.failing.add('store');
			for (const name of ['1.txt', '2.txt']) {
				cor.sandbox.expireTokens();
				assert.equal(await send(connection, name), 'attached');
			}
			assert.equal(await send(await connected(accounts), '3.txt'), 'attached');

			assert.equal(windows.reports.length, 1);
			assert.match(windows.reports[0] ?? '', /^not kept Error: org\.freedesktop/);
			windows.secrets.failing.clear();
			await signIn(accounts, tokenPair());
			cor.sandbox.expireTokens();
			assert.equal(await send(await connected(windows.open()), '4.txt'), 'attached');
		});

		it('go on where they can not be read in the middle', async () => {
			const accounts = windows.open();
			await signIn(accounts, tokenPair());
			const connection = await connected(accounts);
			windows.secrets.failing.add('get').add('store');
			cor.sandbox.expireTokens();

			assert.equal(await send(connection, 'a.txt'), 'attached');
		});

		it('end for this window where they can not be removed, until somebody signs in', async () => {
			const accounts = windows.open();
			await signIn(accounts, keyPair());
			const connection = await connected(accounts);
			windows.secrets.failing.add('delete');

			assert.equal(await accounts.signOut(windows.apiUrl), 'not-removed');
			assert.equal(await send(connection, '1.txt'), 'failed account-missing');
			assert.equal(await accounts.connect(windows.apiUrl), undefined);
			assert.equal(windows.reports.length, 1);

			await signIn(accounts, keyPair());
			assert.equal(await send(await connected(accounts), '2.txt'), 'attached');
		});

		it('that are kept for a window alone end when another window signs out', async () => {
			const accounts = windows.open();
			const session = await accounts.verify(windows.apiUrl, keyPair());
			accounts.keepForThisWindow(windows.apiUrl, session);
			const connection = await connected(accounts);
			await windows.open().signOut(windows.apiUrl);

			assert.equal(await send(connection, 'a.txt'), 'failed account-missing');
			assert.equal(await accounts.connect(windows.apiUrl), undefined);
		});
	});
});
