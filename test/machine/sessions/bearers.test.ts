import assert from 'node:assert/strict';
import { CorError } from '../../../src/attach/errors.js';
import type { Credential, CredentialKeeper } from '../../../src/cor/credentials.js';
import { Bearers } from '../../../src/machine/sessions/bearers.js';

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
