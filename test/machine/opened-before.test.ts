import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { openedBefore } from '../../src/machine/opened-before.js';

describe('opening, which may be given up', () => {
	const { signal } = new AbortController();

	it('gives what it opens, or why it does not', async () => {
		const opened = {};
		assert.equal(await openedBefore(signal, Promise.resolve(opened)), opened);
		await assert.rejects(openedBefore(signal, Promise.reject(new Error('gone'))), /gone/);
	});

	it('ends when it is given up, and closes what opens later', async () => {
		const abort = new AbortController();
		const closed = new EventEmitter();
		const isClosed = once(closed, 'close');
		let open = (_opened: { close(): Promise<void> }): void => {};
		const opening = openedBefore(
			abort.signal,
			new Promise<{ close(): Promise<void> }>(resolve => {
				open = resolve;
			}),
		);

		abort.abort(new Error('given up'));
		await assert.rejects(opening, /given up/);
		open({ close: async () => void closed.emit('close') });

		await isClosed;
	});
});
