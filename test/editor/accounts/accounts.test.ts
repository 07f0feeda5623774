import assert from 'node:assert/strict';
import { CorError } from '../../../src/attach/errors.js';
import type { Accounts } from '../../../src/editor/accounts/accounts.js';
import { connectAgain, connectAs, connectAsBefore } from '../../../src/editor/accounts/connect.js';
import type { SignInParts } from '../../../src/editor/accounts/sign-in.js';
import { KeptInMemory } from '../../machine/kit/kept-in-memory.js';
import { useCor } from '../kit/use-cor.js';
import { useWindows } from '../kit/use-windows.js';

describe('several accounts', () => {
	const cor = useCor();
	const windows = useWindows(cor);
	const { connected, keyPair, ofJoao, ofMarta, send, signIn, tokenPair } = windows;
	const lucia = '501 lucia@agencia.example';
	const joao = '503 joao@agencia.example';

	it('are told with name and mail address, who signed in last first; nobody comes twice', async () => {
		const accounts = windows.open();
		for (const credential of [keyPair(), ofJoao, tokenPair()]) {
			await signIn(accounts, credential);
		}

		assert.deepEqual(
			(await windows.open().list(windows.apiUrl)).map(({ id, label, shortName }) => [id, label, shortName]),
			[
				[lucia, 'Lucía Fernández (lucia@agencia.example)', 'Lucía Fernández'],
				[joao, 'João Conceição (joao@agencia.example)', 'João Conceição'],
			],
		);
	});

	it('of two companies that number, name and write them alike are kept apart', async () => {
		const accounts = windows.open();
		const session = await accounts.verify(windows.apiUrl, keyPair());
		const { email: _, ...withoutMail } = session;
		for (const other of [
			session,
			{ ...session, id: '77 lucia@agencia.example', userId: 77 },
			{ ...session, id: '501 lucia@otra.example', email: 'lucia@otra.example' },
			{ ...withoutMail, id: '501' },
		]) {
			await accounts.keep(windows.apiUrl, other);
		}

		const labels = (await accounts.list(windows.apiUrl)).map(({ label }) => label);
		assert.equal(new Set(labels).size, 4);
		assert.deepEqual(labels.slice(2), [
			'Lucía Fernández (lucia@agencia.example) · 77',
			'Lucía Fernández (lucia@agencia.example) · 501',
		]);
		const names = (await accounts.list(windows.apiUrl)).map(({ shortName }) => shortName);
		assert.equal(new Set(names).size, 4);
	});

	it('act by a clear rule: the one last used in the workspace, else the one that signed in last', async () => {
		const state = new KeptInMemory();
		const here = windows.open({}, state);
		await signIn(here, keyPair());
		await here.choose(await connected(here));
		await signIn(windows.open(), ofJoao);

		assert.equal((await connected(here)).account?.id, lucia);
		assert.equal((await connected(windows.open())).account?.id, joao);
		assert.equal((await connected(windows.open({}, state))).account?.id, lucia);
		await here.choose(await connected(here, joao));
		assert.equal((await connected(here)).account?.id, joao);
	});

	it('act each with its own credential, also at once', async () => {
		const accounts = windows.open();
		await signIn(accounts, keyPair());
		await signIn(accounts, ofJoao);
		const [ofLucia, ofJ] = [await connected(accounts, lucia), await connected(accounts, joao)];

		assert.deepEqual(await Promise.all([send(ofLucia, 'l.txt'), send(ofJ, 'j.txt')]), ['attached', 'attached']);
		const owners = Object.fromEntries(cor.sandbox.attachments(4101).map(each => [each.originalname, each.userId]));
		assert.deepEqual(owners, { 'l.txt': 501, 'j.txt': 503 });
	});

	it('sign out one by one: the other goes on, in every window, and the workspace uses it', async () => {
		const [here, there] = [windows.open(), windows.open()];
		await signIn(here, keyPair());
		await signIn(here, ofJoao);
		await here.choose(await connected(here, lucia));
		const [ofLucia, ofJ] = [await connected(there, lucia), await connected(there, joao)];
		await Promise.all([ofLucia.client.readMe(), ofJ.client.readMe()]);

		assert.equal(await here.signOut(windows.apiUrl, lucia), 'removed');

		assert.equal(await send(ofLucia, 'l.txt'), 'failed account-missing');
		assert.equal(await send(ofJ, 'j.txt'), 'attached');
		assert.equal(await there.connect(windows.apiUrl, lucia), undefined);
		assert.equal((await connected(here)).account?.id, joao);
		assert.equal(await here.signOut(windows.apiUrl, lucia), 'nobody');
		assert.equal(await here.signOut(windows.apiUrl), 'removed');
		assert.equal(await send(ofJ, 'j2.txt'), 'failed account-missing');
		assert.deepEqual([...windows.secrets.values], []);
	});

	it('of which one cannot be removed: this window uses only the others, and signing in removes it at last', async () => {
		const accounts = windows.open();
		await signIn(accounts, keyPair());
		await signIn(accounts, ofJoao);
		windows.secrets.failing.add('store');
		assert.equal(await accounts.signOut(windows.apiUrl, lucia), 'not-removed');
		assert.deepEqual(
			(await accounts.list(windows.apiUrl)).map(({ id }) => id),
			[joao],
		);
		windows.secrets.failing.clear();
		await signIn(accounts, ofMarta);

		assert.deepEqual(
			(await windows.open().list(windows.apiUrl)).map(({ userId }) => userId),
			[506, 503],
		);
	});

	it('stay signed in where COR says that their role may not do it', async () => {
		const accounts = windows.open();
		await signIn(accounts, ofMarta);
		const connection = await connected(accounts);

		assert.equal(await send(connection, 'a.txt'), 'failed forbidden');
		assert.equal((await connected(accounts)).label, 'Marta Ibáñez (marta@cafedelsur.example)');
		assert.equal((await connection.client.readMe()).id, 506);
	});

	it('tell whoever listens, in every window', async () => {
		const [here, there] = [windows.open(), windows.open()];
		const next = () => new Promise<string>(resolve => there.onDidChange(resolve));

		for (const change of [() => signIn(here, keyPair()), () => here.signOut(windows.apiUrl, lucia)]) {
			const told = next();
			await change();
			assert.equal(await told, windows.apiUrl.href);
		}
	});

	it('tell whoever listens once another one acts for the workspace, and not where the same one is chosen', async () => {
		const accounts = windows.open();
		await signIn(accounts, ofJoao);
		await signIn(accounts, keyPair());
		const told: (string | undefined)[] = [];
		accounts.onDidChoose(() => told.push(accounts.chosenAt(windows.apiUrl)));

		for (const id of [lucia, joao, joao, lucia]) {
			await accounts.choose(await connected(accounts, id));
		}

		assert.deepEqual(told, [joao, lucia]);
	});

	it("are not the environment's: that acts where nobody is signed in, and is known once COR has told", async () => {
		const { apiKey, clientSecret } = cor.sandbox.credentials;
		const accounts = windows.open({ COR_API_KEY: apiKey, COR_CLIENT_SECRET: clientSecret });

		const connection = await connected(accounts);
		assert.deepEqual(await accounts.list(windows.apiUrl), []);
		assert.deepEqual([connection.account, connection.label], [undefined, undefined]);
		await connection.identify();
		assert.equal((await connected(accounts)).label, 'Lucía Fernández (lucia@agencia.example)');
		await signIn(accounts, ofJoao);
		assert.equal((await connected(accounts)).account?.id, joao);
	});

	describe('and programs', () => {
		const parts = (accounts: Accounts) => ({ accounts }) as unknown as SignInParts;
		const isMissing = (error: unknown) => error instanceof CorError && error.kind === 'account-missing';

		it('are named by mail address, label or number, and only where one is meant', async () => {
			const accounts = windows.open();
			await signIn(accounts, keyPair());
			await signIn(accounts, ofJoao);
			for (const words of [
				'lucia@agencia.example',
				' LUCIA@agencia.example',
				'501',
				'Lucía Fernández (lucia@agencia.example)',
			]) {
				assert.equal((await connectAs(parts(accounts), words)).account?.id, lucia);
			}
			for (const words of ['Lucía', 'lucia@otra.example', '50']) {
				await assert.rejects(connectAs(parts(accounts), words), isMissing);
			}
			const session = await accounts.verify(windows.apiUrl, keyPair());
			await accounts.keep(windows.apiUrl, { ...session, id: '77 lucia@agencia.example', userId: 77 });
			await assert.rejects(connectAs(parts(accounts), 'lucia@agencia.example'), isMissing);
		});

		it("act as the workspace's account, and as nobody else where that is signed out elsewhere", async () => {
			const { apiKey, clientSecret } = cor.sandbox.credentials;
			const accounts = windows.open({ COR_API_KEY: apiKey, COR_CLIENT_SECRET: clientSecret });
			await signIn(accounts, keyPair());
			await accounts.choose(await connected(accounts));
			await signIn(accounts, ofJoao);
			assert.equal((await connectAsBefore(parts(accounts))).account?.id, lucia);

			await windows.open().signOut(windows.apiUrl, lucia);
			await assert.rejects(connectAsBefore(parts(accounts)), isMissing);
			assert.equal((await connected(accounts)).account?.id, joao);
			await accounts.choose(await connected(accounts));
			assert.equal((await connectAsBefore(parts(accounts))).account?.id, joao);
		});

		it('go on as whoever began, also where the workspace uses another account by now', async () => {
			const accounts = windows.open();
			await signIn(accounts, keyPair());
			const before = await connected(accounts);
			await signIn(accounts, ofJoao);
			await accounts.choose(await connected(accounts, joao));

			assert.equal((await connectAgain(parts(accounts), before))?.account?.id, lucia);
		});

		it("go on with the environment's credential until its owner signs in, and never as another person", async () => {
			const { apiKey, clientSecret } = cor.sandbox.credentials;
			const accounts = windows.open({ COR_API_KEY: apiKey, COR_CLIENT_SECRET: clientSecret });
			const before = await connected(accounts);
			await before.identify();

			await signIn(accounts, ofJoao);
			assert.equal(await connectAgain(parts(accounts), before), before);
			await signIn(accounts, keyPair());
			assert.equal((await connectAgain(parts(accounts), before))?.account?.id, lucia);
		});
	});
});
