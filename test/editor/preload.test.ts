import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { preload } from '../../src/editor/register-on-demand.js';

describe('the code for the first attach', () => {
	it('is loaded by itself in later turns, one piece after the other', async () => {
		const events = new EventEmitter();
		const loaded = once(events, 'second');
		const order: string[] = [];
		const piece = (name: string) => async () => {
			order.push(`${name} begins`);
			await nextTurn();
			order.push(`${name} ends`);
			events.emit(name);
		};

		const preloading = preload([piece('first'), piece('second')], 0);
		assert.deepEqual(order, []);
		await loaded;
		preloading.dispose();

		assert.deepEqual(order, ['first begins', 'first ends', 'second begins', 'second ends']);
	});

	it('is left where it fails, or where the window closes before', async () => {
		const order: string[] = [];
		const events = new EventEmitter();
		const fails = once(events, 'fails');
		const fail = async () => {
			events.emit('fails');
			throw new Error('gone');
		};
		preload([async () => order.push('after it closed')], 0).dispose();
		const failing = preload([fail, async () => order.push('after it failed')], 0);

		await fails;
		await new Promise(resolve => setTimeout(resolve)); // a turn for a next piece, which would wait for one, too
		failing.dispose();

		assert.deepEqual(order, []);
	});
});
