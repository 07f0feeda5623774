import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { CorError } from '../../src/attach/errors.js';
import type { FileEnd } from '../../src/attach/outcome.js';
import type { Credential } from '../../src/cor/credentials.js';
import type { FilePart } from '../../src/cor/multipart.js';
import type { Transport } from '../../src/cor/transport.js';
import { Accounts, type Connection, type Environment } from '../../src/editor/accounts.js';
import { SessionStore } from '../../src/editor/sessions.js';
import { SharedSecrets } from './shared-secrets.js';
import { useCor } from './use-cor.js';

const taskId = 4101;
const transport: Transport = {
	fetch: ((...args: Parameters<Transport['fetch']>) =>
		(globalThis.fetch as unknown as Transport['fetch'])(...args)) as Transport['fetch'],
};

describe('sessions', () => {
	const cor = useCor();
	let secrets: SharedSecrets;
	let windows: Accounts[];
	let apiUrl: URL;
	/** What the windows said of the secret storage. */
	let reports: string[];
	const unhandled: unknown[] = [];
	const noteUnhandled = (reason: unknown) => unhandled.push(reason);

	before(() => process.on('unhandledRejection', noteUnhandled));
	beforeEach(() => {
		secrets = new SharedSecrets();
		windows = [];
		reports = [];
		apiUrl = new URL(cor.sandbox.apiUrl);
		cor.sandbox.set({ variants: { refreshTokens: 'rotating' } });
	});
	afterEach(() => {
		for (const each of [...windows, secrets]) {
			each.dispose();
		}
		assert.deepEqual(unhandled, []);
		assert.doesNotMatch(reports.join(), /secret-|key-|eyJ/);
	});
	after(() => process.off('unhandledRejection', noteUnhandled));

	function openWindow(environment: Environment = {}): Accounts {
		const accounts = new Accounts(new SessionStore(secrets), transport, environment, {
			onFailure: error => reports.push(`failure ${error.message}`),
			onNotKept: error => reports.push(`not kept ${error.message}`),
		});
		windows.push(accounts);
		return accounts;
	}
	const keyPair = (): Credential => ({ kind: 'key', ...cor.sandbox.credentials });
	function tokenPair(): Credential {
		const { access_token: accessToken, refresh_token: refreshToken } = cor.sandbox.issueToken();
		return { kind: 'token', accessToken, refreshToken };
	}
	async function signIn(accounts: Accounts, credential: Credential): Promise<void> {
		await accounts.keep(apiUrl, await accounts.verify(apiUrl, credential));
	}
	async function connected(accounts: Accounts): Promise<Connection> {
		const connection = await accounts.connect(apiUrl);
		assert.ok(connection);
		return connection;
	}
	async function send({ client }: Connection, name: string): Promise<string> {
		const [end] = await client.upload(taskId, [textPart(name)], { signal: new AbortController().signal });
		return inShort(end);
	}
	const requests = (path: RegExp) => cor.sandbox.requests.filter(request => path.test(request.path));
	const failureOf = async (work: Promise<unknown>): Promise<CorError> => {
		const error = await work.then(
			() => undefined,
			(reason: unknown) => reason,
		);
		assert.ok(error instanceof CorError, String(error));
		return error;
	};

	it('are of one address: with another origin, port or path nobody is signed in', async () => {
		const accounts = openWindow();
		await signIn(accounts, keyPair());

		assert.ok(await accounts.connect(apiUrl));
		for (const other of [
			`${apiUrl.origin}/v2`,
			apiUrl.href.replace('127.0.0.1', 'localhost'),
			'https://127.0.0.1/v1',
		]) {
			assert.equal(await accounts.connect(new URL(other)), undefined);
		}
	});

	it('are there in every window, and after a restart', async () => {
		await signIn(openWindow(), keyPair());

		assert.equal(await send(await connected(openWindow()), 'a.txt'), 'attached');
	});

	it('end in every window at once: what is under way ends as it would, nothing new begins with the old token', async () => {
		const [here, there] = [openWindow(), openWindow()];
		await signIn(here, keyPair());
		const connection = await connected(there);
		cor.sandbox.set({ latencyMs: 150 });
		const first = send(connection, '1.txt');
		await cor.sandbox.seen(({ method, path }) => method === 'POST' && path.endsWith('/attachments'));

		assert.equal(await here.signOut(apiUrl), 'removed');

		assert.equal(await send(connection, '2.txt'), 'failed no-credential');
		assert.equal(await first, 'attached');
		assert.equal(await send(connection, '3.txt'), 'failed no-credential');
		assert.equal(requests(/attachments$/).length, 1);
		assert.equal(await there.connect(apiUrl), undefined);
	});

	it('end in this window, too', async () => {
		const accounts = openWindow();
		await signIn(accounts, keyPair());
		const connection = await connected(accounts);
		await connection.client.readMe();
		await accounts.signOut(apiUrl);

		assert.equal(await send(connection, 'a.txt'), 'failed no-credential');
		assert.equal(await accounts.signOut(apiUrl), 'nobody');
	});

	it('come back to the clients in use when the same person signs in again', async () => {
		const [here, there] = [openWindow(), openWindow()];
		await signIn(here, tokenPair());
		const connection = await connected(there);
		cor.sandbox.revokeRefreshTokens();
		cor.sandbox.expireTokens();
		assert.equal(await send(connection, '1.txt'), 'failed unauthorized');

		await signIn(here, keyPair());

		assert.equal(await send(connection, '1.txt'), 'attached');
		assert.equal(await send(await connected(there), '2.txt'), 'attached');
	});

	it('share one refresh token that works once: nobody is asked to sign in again', async () => {
		const [here, there] = [openWindow(), openWindow()];
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

	it('survive a half written or foreign entry: nobody is signed in then, and signing in writes it anew', async () => {
		for (const text of ['{"version":1,"sess', '{"version":7}', '{"version":1,"sessions":[null,{"id":7}]}', 'null']) {
			secrets.values.set(`corAttachments.sessions:${apiUrl.href}`, text);
			const accounts = openWindow();
			assert.equal(await accounts.connect(apiUrl), undefined);
			await signIn(accounts, keyPair());
			assert.ok(await accounts.connect(apiUrl));
		}
	});

	describe('whose secret storage fails', () => {
		it('say so where they can not be read', async () => {
			const accounts = openWindow();
			await signIn(accounts, keyPair());
			secrets.failing.add('get');

			assert.equal((await failureOf(openWindow().connect(apiUrl))).kind, 'secret-store');
			assert.equal(reports.length, 1);
		});

		it('give way to the environment where they can not be read', async () => {
			secrets.failing.add('get');
			const { apiKey, clientSecret } = cor.sandbox.credentials;
			const accounts = openWindow({ COR_API_KEY: apiKey, COR_CLIENT_SECRET: clientSecret });

			assert.equal(await send(await connected(accounts), 'a.txt'), 'attached');
		});

		for (const failing of ['get', 'store'] as const) {
			it(`can be kept for the window alone (${failing})`, async () => {
				secrets.failing.add(failing);
				const accounts = openWindow();
				const session = await accounts.verify(apiUrl, tokenPair());

				const failure = await failureOf(accounts.keep(apiUrl, session));
				assert.equal(failure.kind, 'secret-store');
				assert.ok(session.credential.kind === 'token');
				assert.ok(!failure.message.includes(session.credential.accessToken));
				assert.ok(!failure.message.includes(session.credential.refreshToken ?? ''));

				accounts.keepForThisWindow(apiUrl, session);
				const connection = await connected(accounts);
				assert.equal(await send(connection, '1.txt'), 'attached');
				cor.sandbox.expireTokens();
				assert.equal(await send(connection, '2.txt'), 'attached');
				cor.sandbox.expireTokens();
				assert.equal(await send(await connected(accounts), '3.txt'), 'attached');
				assert.deepEqual([...secrets.values], []);

				assert.equal(await accounts.signOut(apiUrl), 'removed');
				assert.equal(await send(connection, '4.txt'), 'failed no-credential');
			});
		}

		it('go on with a renewed credential that can not be stored, and say so', async () => {
			const accounts = openWindow();
			await signIn(accounts, tokenPair());
			const connection = await connected(accounts);
			secrets.failing.add('store');
			for (const name of ['1.txt', '2.txt']) {
				cor.sandbox.expireTokens();
				assert.equal(await send(connection, name), 'attached');
			}
			assert.equal(await send(await connected(accounts), '3.txt'), 'attached');

			assert.equal(reports.length, 1);
			assert.match(reports[0] ?? '', /^not kept Error: org\.freedesktop/);
			secrets.failing.clear();
			await signIn(accounts, tokenPair());
			cor.sandbox.expireTokens();
			assert.equal(await send(await connected(openWindow()), '4.txt'), 'attached');
		});

		it('go on where they can not be read in the middle', async () => {
			const accounts = openWindow();
			await signIn(accounts, tokenPair());
			const connection = await connected(accounts);
			secrets.failing.add('get').add('store');
			cor.sandbox.expireTokens();

			assert.equal(await send(connection, 'a.txt'), 'attached');
		});

		it('end for this window where they can not be removed, until somebody signs in', async () => {
			const accounts = openWindow();
			await signIn(accounts, keyPair());
			const connection = await connected(accounts);
			secrets.failing.add('delete');

			assert.equal(await accounts.signOut(apiUrl), 'not-removed');
			assert.equal(await send(connection, '1.txt'), 'failed no-credential');
			assert.equal(await accounts.connect(apiUrl), undefined);
			assert.equal(reports.length, 1);

			await signIn(accounts, keyPair());
			assert.equal(await send(await connected(accounts), '2.txt'), 'attached');
		});

		it('that are kept for a window alone end when another window signs out', async () => {
			const accounts = openWindow();
			const session = await accounts.verify(apiUrl, keyPair());
			accounts.keepForThisWindow(apiUrl, session);
			const connection = await connected(accounts);
			await openWindow().signOut(apiUrl);

			assert.equal(await send(connection, 'a.txt'), 'failed no-credential');
			assert.equal(await accounts.connect(apiUrl), undefined);
		});
	});
});

function textPart(name: string): FilePart {
	return { name, size: 4, open: () => Readable.from([Buffer.from('hola')]) };
}

function inShort(end: FileEnd | undefined): string {
	return end && 'error' in end ? `${end.status} ${end.error.kind}` : String(end?.status);
}
