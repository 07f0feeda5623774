import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { CorAuthentication } from '../../../src/editor/accounts/authentication.js';
import { TaskMemory } from '../../../src/machine/memory/task-memory.js';
import { noteCredentials } from '../../leaks/kept.js';
import { KeptInMemory } from '../../machine/kit/kept-in-memory.js';
import { text } from '../kit/text.js';
import { corExtension, setApiUrl, useCor } from '../kit/use-cor.js';
import { useWindows } from '../kit/use-windows.js';

type Changes = vscode.AuthenticationProviderAuthenticationSessionsChangeEvent;

describe('the authentication provider', () => {
	const cor = useCor();
	const windows = useWindows(cor);
	const { keyPair, ofJoao, signIn, tokenPair } = windows;
	const log = vscode.window.createOutputChannel('Accounts under test', { log: true });
	let providers: CorAuthentication[];

	beforeEach(() => {
		providers = [];
	});
	afterEach(() => {
		for (const provider of providers) {
			provider.dispose();
		}
	});
	after(() => log.dispose());

	function openWindow(environment = {}) {
		const accounts = windows.open(environment);
		const memory = new TaskMemory(new KeptInMemory(), new KeptInMemory(), () => {});
		const provider = new CorAuthentication({ accounts, memory, log });
		providers.push(provider);
		return { accounts, provider };
	}
	const nextChange = (provider: CorAuthentication) =>
		new Promise<Changes>(resolve => provider.onDidChangeSessions(resolve));
	const inShort = ({ added, removed, changed }: Changes) =>
		[added, removed, changed].map(sessions => sessions?.map(({ account }) => account.label));
	const label = (who: string) => `${who} · ${new URL(cor.sandbox.apiUrl).host}`;
	const lucia = () => label('Lucía Fernández (lucia@agencia.example)');
	const joao = () => label('João Conceição (joao@agencia.example)');

	it('is there for other extensions, and neither asks nor has anybody unless a person acted', async () => {
		await corExtension().activate();

		assert.equal(await vscode.authentication.getSession('corAttachments', [], { silent: true }), undefined);
		assert.deepEqual(await vscode.authentication.getAccounts('corAttachments'), []);
	});

	it('tells who is there without asking COR for anything', async () => {
		const { accounts, provider } = openWindow();
		await signIn(accounts, keyPair());
		await signIn(accounts, ofJoao);
		const before = cor.sandbox.requests.length;

		const sessions = await openWindow().provider.getSessions(undefined);

		assert.deepEqual(
			sessions.map(({ account, accessToken, scopes }) => [account.label, accessToken, scopes]),
			[
				[joao(), '', []],
				[lucia(), '', []],
			],
		);
		assert.equal(cor.sandbox.requests.length, before);
		assert.equal(new Set(sessions.map(({ id }) => id)).size, 2);
		const [first] = sessions;
		assert.ok(first);
		assert.deepEqual(await provider.getSessions(undefined, { account: first.account }), [first]);
	});

	it('gives an access token that COR takes, and never a key, a secret or a refresh token', async () => {
		for (const credential of [keyPair(), tokenPair()]) {
			const { accounts, provider } = openWindow();
			await signIn(accounts, credential);
			if (credential.kind === 'token') {
				cor.sandbox.expireTokens();
				await (await accounts.connect(windows.apiUrl))?.client.readMe();
			}

			const sessions = await provider.getSessions(['anything']);

			const [{ accessToken = '', scopes = [] } = {}] = sessions;
			noteCredentials(accessToken);
			const answer = await fetch(`${cor.sandbox.apiUrl}/me`, { headers: { authorization: `Bearer ${accessToken}` } });
			assert.equal(answer.status, 200);
			assert.deepEqual(scopes, ['anything']);
			const text = JSON.stringify(sessions);
			assert.deepEqual(Object.keys(sessions[0] ?? {}).sort(), ['accessToken', 'account', 'id', 'scopes']);
			for (const secret of [...secretsIn(credential), ...storedSecrets()].filter(each => each !== accessToken)) {
				assert.ok(!text.includes(secret));
			}
			await accounts.signOut(windows.apiUrl);
		}
	});

	it('leaves an account out that COR refuses, and says so where COR cannot be asked', async () => {
		const { accounts, provider } = openWindow();
		await signIn(accounts, keyPair());
		await signIn(accounts, tokenPair());
		await signIn(accounts, ofJoao);
		await accounts.keep(windows.apiUrl, {
			...(await accounts.verify(windows.apiUrl, keyPair())),
			credential: { kind: 'key', apiKey: 'sandbox-key-lucia', clientSecret: 'of yesterday' },
		});
		const given = await openWindow().provider.getSessions([]);
		assert.deepEqual(
			given.map(({ account }) => account.label),
			[joao()],
		);

		await accounts.signOut(windows.apiUrl);
		await signIn(accounts, keyPair());
		cor.sandbox.failNext({ path: /token$/ }, { kind: 'status', status: 503 });
		await assert.rejects(async () => openWindow().provider.getSessions([]), {
			message: text('COR is not available at the moment. Try again later.'),
		});
		assert.equal((await provider.getSessions(undefined)).length, 1);
	});

	it('signs out, in every window, and says nothing of who is gone already', async () => {
		const [here, there] = [openWindow(), openWindow()];
		await signIn(here.accounts, keyPair());
		await signIn(here.accounts, ofJoao);
		const [, ofLucia] = await there.provider.getSessions(undefined);
		assert.equal(ofLucia?.account.label, lucia());

		const [mine, theirs] = [nextChange(here.provider), nextChange(there.provider)];
		await here.provider.removeSession(ofLucia.id);

		assert.deepEqual(inShort(await theirs), [[], [lucia()], []]);
		await mine;
		const left = await here.provider.getSessions(undefined);
		assert.deepEqual(
			left.map(({ account }) => account.label),
			[joao()],
		);
		await here.provider.removeSession(ofLucia.id);
		windows.secrets.failing.add('delete');
		await assert.rejects(here.provider.removeSession(left[0]?.id ?? ''), {
			message: text(
				"The editor's secret storage failed. This window no longer uses your credentials, but they may still be on this machine. Try again later.",
			),
		});
	});

	it('tells what changed in another window: who came, who signed in again, who went', async () => {
		const { accounts } = openWindow();
		const { provider } = openWindow();
		assert.deepEqual(await provider.getSessions(undefined), []);

		let change = nextChange(provider);
		await signIn(accounts, keyPair());
		const came = await change;
		assert.deepEqual(inShort(came), [[lucia()], [], []]);
		assert.deepEqual(
			came.added?.map(({ accessToken }) => accessToken),
			[''],
		);

		change = nextChange(provider);
		await signIn(accounts, tokenPair());
		assert.deepEqual(inShort(await change), [[], [], [lucia()]]);

		change = nextChange(provider);
		await accounts.signOut(windows.apiUrl);
		assert.deepEqual(inShort(await change), [[], [lucia()], []]);
	});

	it('has the accounts of the address of the settings alone', async () => {
		const { accounts, provider } = openWindow();
		await signIn(accounts, keyPair());
		assert.equal((await provider.getSessions(undefined)).length, 1);
		try {
			const change = nextChange(provider);
			await setApiUrl('https://cor.example.com/v1');
			assert.deepEqual(inShort(await change), [[], [lucia()], []]);
			assert.deepEqual(await provider.getSessions([]), []);
			await setApiUrl('ftp://cor.example.com');
			await assert.rejects(provider.getSessions(undefined), {
				message: text(
					'The API address in your settings is invalid. It must start with https:// and contain no password.',
				),
			});
		} finally {
			await setApiUrl(cor.sandbox.apiUrl);
		}
	});

	it('does not have the credential of the environment: nobody signed in with it, and nobody could sign it out', async () => {
		const { apiKey, clientSecret } = cor.sandbox.credentials;
		const { provider } = openWindow({ COR_API_KEY: apiKey, COR_CLIENT_SECRET: clientSecret });

		assert.deepEqual(await provider.getSessions(undefined), []);
		assert.deepEqual(await provider.getSessions([]), []);
	});

	it('says so where the secret storage cannot be read', async () => {
		windows.secrets.failing.add('get');

		await assert.rejects(openWindow().provider.getSessions(undefined), {
			message: text("The editor's secret storage can't be read, so you're not signed in to COR."),
		});
	});

	it('rejects where the person gives up signing in', async () => {
		const session = openWindow().provider.createSession([]);
		const ended = session.then(
			() => 'signed in',
			(error: unknown) => error,
		);
		let isOpen = true;
		void ended.then(() => {
			isOpen = false;
		});
		while (isOpen) {
			await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
		}
		assert.ok((await ended) instanceof vscode.CancellationError);
	});

	function storedSecrets(): readonly string[] {
		return [...windows.secrets.values.values()].flatMap(text =>
			(JSON.parse(text) as { sessions: { credential: Record<string, string> }[] }).sessions.flatMap(({ credential }) =>
				secretsIn(credential),
			),
		);
	}
});

function secretsIn(credential: object): readonly string[] {
	return Object.entries(credential).flatMap(([key, value]) => (key === 'kind' ? [] : [String(value)]));
}
