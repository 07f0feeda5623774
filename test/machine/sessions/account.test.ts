import assert from 'node:assert/strict';
import { accountId, personLabel, toAccounts } from '../../../src/machine/sessions/account.js';

const signedIn = (userId: number, name: string, email?: string) => ({
	id: accountId({ userId, ...(email !== undefined && { email }) }),
	userId,
	name,
	...(email !== undefined && { email }),
	createdAt: '2026-01-01T00:00:00.000Z',
	isStored: true,
});

const wordsOf = (...people: readonly ReturnType<typeof signedIn>[]) =>
	toAccounts(people).map(({ label, shortName }) => [label, shortName]);

describe('an account', () => {
	it('is told from others by number and mail address, in any case', () => {
		assert.equal(accountId({ userId: 7, email: 'Ana@Acme.example' }), '7 ana@acme.example');
		assert.equal(accountId({ userId: 7 }), '7');
	});

	it('is called by name and mail address, or by what is the same in both', () => {
		assert.equal(personLabel({ userId: 7, name: 'Ana', email: 'a@acme.example' }), 'Ana (a@acme.example)');
		assert.equal(personLabel({ userId: 7, name: 'a@acme.example', email: 'a@acme.example' }), 'a@acme.example');
		assert.equal(personLabel({ userId: 7, name: 'Ana' }), 'Ana');
	});

	it('has its name alone as its short name where nobody else has that', () => {
		assert.deepEqual(wordsOf(signedIn(7, 'Ana', 'a@acme.example'), signedIn(8, 'Bea')), [
			['Ana (a@acme.example)', 'Ana'],
			['Bea', 'Bea'],
		]);
		assert.deepEqual(wordsOf(signedIn(7, 'Ana', 'a@acme.example'), signedIn(8, 'Ana', 'b@acme.example')), [
			['Ana (a@acme.example)', 'Ana (a@acme.example)'],
			['Ana (b@acme.example)', 'Ana (b@acme.example)'],
		]);
	});

	it('has its number, too, where another has name and mail address', () => {
		assert.deepEqual(wordsOf(signedIn(7, 'Ana'), signedIn(8, 'Ana')), [
			['Ana · 7', 'Ana · 7'],
			['Ana · 8', 'Ana · 8'],
		]);
	});

	it('knows whether it is the only one, and since when it is there', () => {
		const [only] = toAccounts([signedIn(7, 'Ana')]);
		assert.deepEqual([only?.isOnly, only?.since, only?.isStored], [true, '2026-01-01T00:00:00.000Z', true]);
		assert.deepEqual(
			toAccounts([signedIn(7, 'Ana'), signedIn(8, 'Bea')]).map(({ isOnly }) => isOnly),
			[false, false],
		);
	});
});
