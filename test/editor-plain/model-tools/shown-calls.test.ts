import assert from 'node:assert/strict';
import { type Shown, ShownCalls } from '../../../src/editor/model-tools/shown-calls.js';
import type { AttachInput } from '../../../src/editor/model-tools/tool-input.js';

const call: AttachInput = { paths: ['a.txt'], taskId: 4101, fields: {} };

function shown(sha256: string, fields: Shown['fields'] = {}): Shown {
	return {
		apiUrl: 'https://cor.example/v1/',
		task: { id: 4101, title: 'Invierno' },
		account: 'Lucía',
		fields,
		files: new Map([['file:///a.txt', { size: 4, mtimeMs: 1, sha256 }]]),
		leftOut: [],
	};
}

describe('calls of models that people were shown', () => {
	it('are made once each', () => {
		const calls = new ShownCalls();
		calls.keep(call, shown('a'));

		assert.deepEqual(calls.take({ ...call }), shown('a'));
		assert.equal(calls.take(call), undefined);
	});

	it('are not made with anything else', () => {
		const calls = new ShownCalls();
		calls.keep(call, shown('a'));

		for (const other of [
			{ ...call, paths: ['b.txt'] },
			{ ...call, taskId: 4102 },
			{ ...call, fields: { available: false } },
			{ ...call, account: 'João' },
		]) {
			assert.equal(calls.take(other), undefined);
		}
	});

	it('are made as often as they were shown, where that was the same each time', () => {
		const calls = new ShownCalls();
		calls.keep(call, shown('a'));
		calls.keep(call, shown('a'));

		assert.deepEqual(calls.take(call), shown('a'));
		assert.deepEqual(calls.take(call), shown('a'));
		assert.equal(calls.take(call), undefined);
	});

	it('are made each with the token it was shown with, which nobody sees', () => {
		const calls = new ShownCalls();
		const both = ['one', 'other'].map(sessionToken => shown('a', { sessionToken }));
		for (const each of both) {
			calls.keep(call, each);
		}

		assert.deepEqual([calls.take(call), calls.take(call), calls.take(call)], [...both, undefined]);
	});

	it('are not made where one notification for all was shown only once', () => {
		const calls = new ShownCalls();
		calls.keep(call, shown('a', { sessionToken: 'one' }));
		calls.keep(call, shown('a'));

		assert.equal(calls.take(call), 'unclear');
	});

	it('are not made where one thing was shown and then another: nobody knows which was confirmed', () => {
		const calls = new ShownCalls();
		for (const sha256 of ['a', 'b', 'a']) {
			calls.keep(call, shown(sha256));
		}

		assert.equal(calls.take(call), 'unclear');
		assert.equal(calls.take(call), undefined);
		calls.keep(call, shown('b'));
		assert.deepEqual(calls.take(call), shown('b'));
	});

	it('are kept up to a number, the latest', () => {
		const calls = new ShownCalls();
		const numbers = Array.from({ length: 10_000 }, (_, index) => index + 1);
		for (const taskId of numbers) {
			calls.keep({ ...call, taskId, account: 'x'.repeat(1_000) }, shown('a'));
		}

		const left = numbers.filter(taskId => calls.take({ ...call, taskId, account: 'x'.repeat(1_000) }));
		assert.deepEqual([left.length, left[0]], [100, 9_901]);
	});
});
