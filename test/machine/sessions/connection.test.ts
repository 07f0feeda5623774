import assert from 'node:assert/strict';
import type { CorClient } from '../../../src/cor/client.js';
import { type Account, toAccounts } from '../../../src/machine/sessions/account.js';
import { Connection, type Owner } from '../../../src/machine/sessions/connection.js';

const apiUrl = new URL('https://api.example/v1');
const session = { id: '7 ana@acme.example', userId: 7, name: 'Ana', email: 'ana@acme.example' };
const [account] = toAccounts([{ ...session, createdAt: '2026-01-01T00:00:00.000Z', isStored: true }]) as [Account];

/** COR, which tells who asks as often as it is asked. */
function clientOf(answers: (() => Promise<{ id: number; name: string; email?: string }>)[]) {
	let asked = 0;
	const readMe = () => {
		asked += 1;
		return answers[Math.min(asked, answers.length) - 1]?.();
	};
	return { client: { readMe } as unknown as CorClient, asked: () => asked };
}

describe('a connection of an account', () => {
	it('knows who acts without asking', async () => {
		const { client, asked } = clientOf([]);
		const connection = new Connection(client, apiUrl, { account });

		assert.equal(connection.userId, 7);
		assert.equal(connection.label, 'Ana (ana@acme.example)');
		assert.equal(connection.shortName, 'Ana');
		assert.equal(connection.actor?.id, '7 ana@acme.example');
		assert.equal((await connection.identify()).userId, 7);
		assert.equal(asked(), 0);
	});
});

describe('a connection of the environment', () => {
	it('knows nobody until COR has told, once, for all connections of the same credential', async () => {
		const { client, asked } = clientOf([async () => ({ id: 7, name: 'Ana', email: 'ana@acme.example' })]);
		const owner: Owner = {};
		const [one, other] = [new Connection(client, apiUrl, { owner }), new Connection(client, apiUrl, { owner })];
		assert.deepEqual(
			[one.userId, one.label, one.shortName, one.actor, one.account],
			[undefined, undefined, undefined, undefined, undefined],
		);
		await Promise.all([one.identify(), other.identify()]);
		await one.identify();

		assert.equal(asked(), 1);
		assert.equal(other.userId, 7);
		assert.equal(other.shortName, 'Ana');
		assert.deepEqual(other.actor, { id: '7 ana@acme.example', label: 'Ana (ana@acme.example)' });
		assert.equal(other.account, undefined);
	});

	it('may ask again after COR could not tell', async () => {
		const { client, asked } = clientOf([
			() => Promise.reject(new Error('HTTP 503')),
			async () => ({ id: 7, name: 'Ana' }),
		]);
		const connection = new Connection(client, apiUrl, { owner: {} });
		await assert.rejects(connection.identify(), /503/);

		assert.deepEqual(await connection.identify(), { userId: 7, name: 'Ana' });
		assert.equal(asked(), 2);
	});
});
