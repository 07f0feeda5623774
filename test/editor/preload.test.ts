import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { preload } from '../../src/editor/register-on-demand.js';

describe('the code for the first attach', () => {
	it('is loaded by itself in later turns, one piece after the other', async () => {
		const events = new EventEmitter();
		const loaded = once(events, 'second');
		const order: string[] = [];
		const piece = (name: string) => async () => {
			order.push(`${name} begins`);
			await delay(5);
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
		const failing = preload([() => Promise.reject(new Error('gone')), async () => order.push('after it failed')], 0);
		preload([async () => order.push('after it closed')], 0).dispose();

		await delay(20);
		failing.dispose();

		assert.deepEqual(order, []);
	});
});
