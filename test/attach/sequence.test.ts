import assert from 'node:assert/strict';
import { Sequence } from '../../src/attach/sequence.js';

describe('work in a sequence', () => {
	it('begins when the work before has ended, also in an error, which only its caller gets', async () => {
		const sequence = new Sequence();
		let fail = (_error: Error): void => {};
		const first = new Promise<string>((_, reject) => {
			fail = reject;
		});
		const begun: string[] = [];
		const work = (name: string, result: Promise<string>) => () => {
			begun.push(name);
			return result;
		};

		const one = sequence.run(work('one', first));
		const two = sequence.run(work('two', Promise.resolve('second')));
		await Promise.resolve();
		assert.deepEqual(begun, ['one']);

		fail(new Error('first'));
		await assert.rejects(one, /first/);
		assert.equal(await two, 'second');
		assert.deepEqual(begun, ['one', 'two']);
	});
});
