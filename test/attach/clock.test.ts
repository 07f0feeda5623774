import assert from 'node:assert/strict';
import { pause, systemClock } from '../../src/attach/clock.js';

const never = new AbortController().signal;

/** A clock that keeps what it was asked to do. */
function keptClock() {
	const actions = new Set<() => void>();
	const after = (_: number, action: () => void) => {
		actions.add(action);
		return () => actions.delete(action);
	};
	return { clock: { now: () => 0, after }, actions };
}

describe('the clock of this machine', () => {
	it('tells the time in milliseconds since the epoch', () => {
		const before = Date.now();
		const now = systemClock.now();
		assert.ok(now >= before && now <= Date.now());
	});

	it('does once what it was asked to do, and nothing that was taken back', async () => {
		const done: string[] = [];
		systemClock.after(0, () => done.push('taken back'))();
		await new Promise<void>(resolve => {
			systemClock.after(0, () => done.push('done'));
			systemClock.after(1, resolve);
		});
		assert.deepEqual(done, ['done']);
	});
});

describe('a pause', () => {
	it('tells that its time has passed', async () => {
		assert.equal(await pause(0, systemClock, never), true);
	});

	it('ends at once when it is given up, before or meanwhile', async () => {
		const { clock, actions } = keptClock();
		assert.equal(await pause(1_000, clock, AbortSignal.abort()), false);
		const controller = new AbortController();
		const pausing = pause(1_000, clock, controller.signal);
		controller.abort();
		assert.equal(await pausing, false);
		assert.equal(actions.size, 0);
	});
});
