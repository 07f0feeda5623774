import assert from 'node:assert/strict';
import { type ListedAccount, listAccounts, whatChanged } from '../../../src/editor/accounts/authentication-accounts.js';
import { toAccounts } from '../../../src/machine/sessions/account.js';

const lucia = { id: '501', userId: 501, name: 'Lucía', createdAt: '2026-11-23T10:00:00.000Z', isStored: true };
const joao = { ...lucia, id: '503', userId: 503, name: 'João' };
const cor = new URL('https://api.projectcor.com/v1');

const listed = (people: readonly (typeof lucia)[], apiUrl = cor): Promise<readonly ListedAccount[]> =>
	listAccounts({ list: async () => toAccounts(people) }, apiUrl);

describe('accounts as the editor is told of them', () => {
	it("have the host in their label at any address but COR's own, so that leave given there counts there alone", async () => {
		const labelAt = async (address: string) => (await listed([lucia], new URL(address)))[0]?.account.label;

		assert.equal(await labelAt('https://api.projectcor.com/v1'), 'Lucía');
		assert.equal(await labelAt('https://api.projectcor.com/v2'), 'Lucía');
		assert.equal(await labelAt('https://api.projectcor.com:8443/v1'), 'Lucía · api.projectcor.com:8443');
		assert.equal(await labelAt('https://cor.example.com/v1'), 'Lucía · cor.example.com');
	});

	it('have another id at another address', async () => {
		const ids = await Promise.all(
			[cor, new URL('https://api.projectcor.com/v2')].map(async url => (await listed([lucia], url))[0]?.sessionId),
		);
		assert.equal(new Set(ids).size, 2);
	});

	it('come, go and change', async () => {
		const [before, after] = [await listed([lucia]), await listed([joao])];
		assert.deepEqual(whatChanged(before, after), { added: after, removed: before, changed: [] });
		assert.deepEqual(whatChanged(before, before), { added: [], removed: [], changed: [] });

		const again = await listed([{ ...lucia, createdAt: '2026-11-24T10:00:00.000Z' }]);
		assert.deepEqual(whatChanged(before, again), { added: [], removed: [], changed: again });
	});

	it('go and come again where they are called otherwise, as beside a namesake', async () => {
		const [before, after] = [await listed([lucia]), await listed([{ ...lucia, id: '77', userId: 77 }, lucia])];

		const { added, removed, changed } = whatChanged(before, after);
		assert.deepEqual([added, removed, changed], [after, before, []]);
	});
});
