import assert from 'node:assert/strict';
import { AccountChoice } from '../../../src/machine/memory/account-choice.js';
import { KeptInMemory } from '../kit/kept-in-memory.js';

const key = 'corAttachments.accounts';
const [here, there] = [new URL('https://one.example/v1'), new URL('https://other.example/v1')];
const silent = (message: string) => assert.fail(message);

describe('the account that a workspace used last', () => {
	it('is remembered for each address, beyond the window', async () => {
		const kept = new KeptInMemory();
		const choice = new AccountChoice(kept, silent);
		assert.equal(choice.at(here), undefined);
		await choice.set(here, 'ana');
		await choice.set(there, 'bea');
		await choice.set(here, 'carla');

		const later = new AccountChoice(kept, silent);
		assert.deepEqual([later.at(here), later.at(there)], ['carla', 'bea']);
	});

	it('is forgotten for one address alone', async () => {
		const choice = new AccountChoice(new KeptInMemory(), silent);
		await choice.set(here, 'ana');
		await choice.set(there, 'bea');
		await choice.set(here, undefined);

		assert.deepEqual([choice.at(here), choice.at(there)], [undefined, 'bea']);
	});

	it('is written only where it is another', async () => {
		const kept = new KeptInMemory();
		let writes = 0;
		const update = kept.update.bind(kept);
		kept.update = (...asked) => {
			writes += 1;
			return update(...asked);
		};
		const choice = new AccountChoice(kept, silent);
		await choice.set(here, undefined);
		await choice.set(here, 'ana');
		await choice.set(here, 'ana');

		assert.equal(writes, 1);
	});

	it('is used as far as what is stored is right, which is said', () => {
		for (const [value, expected] of [
			[{ [here.href]: 'ana', [there.href]: 7 }, 'ana'],
			[{ [here.href]: null }, undefined],
			['ana', undefined],
			[null, undefined],
			[7, undefined],
		] as const) {
			const warnings: string[] = [];
			const kept = new KeptInMemory({ [key]: { version: 1, value } });
			const choice = new AccountChoice(kept, message => warnings.push(message));

			assert.equal(choice.at(here), expected, JSON.stringify(value));
			assert.equal(choice.at(there), undefined);
			assert.match(warnings.join(), /is partly invalid/);
		}
	});
});
