import assert from 'node:assert/strict';
import type { Courier } from '../../../src/attach/delivery/courier.js';
import { Couriers, type CouriersPorts } from '../../../src/attach/delivery/couriers.js';
import { CorError, type FailureKind } from '../../../src/attach/errors.js';
import { ManualClock } from '../kit/manual-clock.js';
import { me, ScriptedTask } from '../kit/scripted-task.js';

const attached = { status: 'attached', attachment: { id: 901, name: 'a.txt' } } as const;

/** The couriers of a batch, who can be asked for another one as often as there is one. */
function couriersOf(courier: Courier, others: readonly Courier[] = [], changes: Partial<CouriersPorts> = {}) {
	const clock = new ManualClock();
	const left = [...others];
	const seen = { asked: 0, replaced: 0 };
	const couriers = new Couriers(
		{
			courier,
			clock,
			signal: new AbortController().signal,
			random: () => 0.5,
			reconnect: async () => {
				seen.asked += 1;
				return left.shift();
			},
			...changes,
		},
		async () => {
			seen.replaced += 1;
		},
	);
	return { couriers, seen, clock };
}

/** A task whose list fails so, every time. */
function failing(kind: FailureKind): ScriptedTask {
	const task = new ScriptedTask();
	task.list = async () => {
		task.lists += 1;
		throw new CorError(kind, kind);
	};
	return task;
}

const signal = new AbortController().signal;

describe('another credential in a batch', () => {
	const [first, second, third] = [new ScriptedTask(), new ScriptedTask(), new ScriptedTask()];

	it('is not asked for by a request that was refused with the one before: the one at hand is another already', async () => {
		const { couriers, seen } = couriersOf(first, [second, third]);
		assert.equal(await couriers.replace(first), true);
		assert.equal(await couriers.replace(first), true);
		assert.equal(couriers.current, second);
		assert.deepEqual(seen, { asked: 1, replaced: 1 });
	});

	it('is asked for again once the new one has attached something and is refused in its turn', async () => {
		const { couriers, seen } = couriersOf(first, [second, third]);
		await couriers.replace(first);
		couriers.heard(attached);
		assert.equal(await couriers.replace(second), true);
		assert.equal(couriers.current, third);
		assert.equal(seen.asked, 2);
	});

	it('is not asked for while the new one has attached nothing, whatever else came of it', async () => {
		const { couriers, seen } = couriersOf(first, [second, third]);
		await couriers.replace(first);
		couriers.heard({ status: 'failed', error: new CorError('rejected', 'no') });
		assert.equal(await couriers.replace(second), false);
		assert.equal(seen.asked, 1);
	});

	it('is asked for by nobody who has cancelled, nor once the batch has ended', async () => {
		const cancelled = couriersOf(first, [second], { signal: AbortSignal.abort() });
		assert.equal(await cancelled.couriers.replace(first), false);
		const ended = couriersOf(first, [second]);
		ended.couriers.giveUp(new CorError('unavailable', 'HTTP 503'));
		assert.equal(await ended.couriers.replace(first), false);
		assert.deepEqual([cancelled.seen.asked, ended.seen.asked], [0, 0]);
	});

	it('is told to nobody where there is none', async () => {
		const { couriers, seen } = couriersOf(first);
		assert.equal(await couriers.replace(first), false);
		assert.equal(couriers.current, first);
		assert.deepEqual(seen, { asked: 1, replaced: 0 });
	});

	it('is none where asking for it fails', async () => {
		const reconnect = () => Promise.reject(new CorError('secret-store', 'the key store is locked'));
		const { couriers, seen } = couriersOf(first, [], { reconnect });
		assert.equal(await couriers.replace(first), false);
		assert.equal(couriers.current, first);
		assert.equal(seen.replaced, 0);
	});

	it('is waited for until the batch is cancelled, and not used if it comes later', async () => {
		const controller = new AbortController();
		let signIn: (courier: Courier) => void = () => {};
		const reconnect = () =>
			new Promise<Courier>(resolve => {
				signIn = resolve;
			});
		const { couriers, seen } = couriersOf(first, [], { reconnect, signal: controller.signal });
		const replaced = couriers.replace(first);
		controller.abort();
		assert.equal(await Promise.race([replaced, new Promise(setImmediate)]), false);
		signIn(second);
		await new Promise(setImmediate);
		assert.equal(couriers.current, first);
		assert.equal(seen.replaced, 0);
	});
});

describe('the list of a task', () => {
	it('is read three times more where COR says "not now", after half a second, two and eight', async () => {
		const task = failing('unavailable');
		const { couriers, clock } = couriersOf(task);
		await assert.rejects(couriers.list(signal), { kind: 'unavailable' });
		assert.deepEqual([task.lists, clock.now()], [4, 10_500]);
	});

	it('is read again no more often than its reader wants', async () => {
		const task = failing('unavailable');
		const { couriers, clock } = couriersOf(task);
		await assert.rejects(couriers.list(signal, 1), { kind: 'unavailable' });
		assert.deepEqual([task.lists, clock.now()], [2, 500]);
		await assert.rejects(couriers.list(signal, 0), { kind: 'unavailable' });
		assert.deepEqual([task.lists, clock.now()], [3, 500]);
	});

	it('tells how lists are, from the moment when its reading began', async () => {
		const readIn = async (answeredAt: number) => {
			const task = new ScriptedTask();
			const { couriers, clock } = couriersOf(task);
			await new Promise<void>(resolve => clock.after(1_000, resolve));
			task.list = async () => {
				await new Promise<void>(resolve => clock.after(5_000, resolve));
				return [{ id: 901, name: 'a.txt', size: 5 }];
			};
			task.habits.answered({ id: 901, name: 'a.txt' }, { taskId: task.taskId, size: 5, at: answeredAt });
			await couriers.list(signal);
			return task.habits.watchMs;
		};
		assert.deepEqual([await readIn(1_000), await readIn(1_001)], [5_000, 20_000]);
	});

	it('tells the courier that reads it, and no other', async () => {
		const [old, fresh] = [failing('unauthorized'), new ScriptedTask()];
		for (const task of [old, fresh]) {
			task.habits.answered({ id: 901, name: 'a.txt' }, { taskId: task.taskId, size: 5, at: 0 });
		}
		fresh.attachments.push({ id: 901, name: 'a.txt', size: 5 });
		const { couriers } = couriersOf(old, [fresh]);
		await couriers.list(signal);
		assert.deepEqual([old.habits.watchMs, fresh.habits.watchMs], [20_000, 5_000]);
	});

	for (const kind of ['forbidden', 'server', 'task-not-found', 'account-missing'] as const) {
		it(`that ends with ${kind} asks nobody for another credential`, async () => {
			const { couriers, seen } = couriersOf(failing(kind), [new ScriptedTask()]);
			await assert.rejects(couriers.list(signal), { kind });
			assert.equal(seen.asked, 0);
		});
	}

	it('is read again with another credential where COR refuses the first, at once', async () => {
		const fresh = new ScriptedTask();
		const { couriers, seen, clock } = couriersOf(failing('unauthorized'), [fresh]);
		assert.deepEqual(await couriers.list(signal), []);
		assert.deepEqual([seen.asked, fresh.lists, clock.now()], [1, 1, 0]);
	});

	it('is not read again where nobody was ever reached, but is where somebody was', async () => {
		const task = failing('no-connection');
		const { couriers } = couriersOf(task);
		await assert.rejects(couriers.list(signal), { kind: 'no-connection' });
		assert.equal(task.lists, 1);
		couriers.heard({ status: 'failed', error: new CorError('rejected', 'no') });
		await assert.rejects(couriers.list(signal), { kind: 'no-connection' });
		assert.equal(task.lists, 5);
	});

	it('shows by being read that somebody was reached', async () => {
		const task = new ScriptedTask();
		const { couriers } = couriersOf(task);
		const offline = new CorError('no-connection', 'ENOTFOUND');
		assert.equal(couriers.isInVain(offline), true);
		await couriers.list(signal);
		assert.equal(couriers.isInVain(offline), false);
	});

	it('is not read again once its reader has given up', async () => {
		const task = failing('unavailable');
		const { couriers } = couriersOf(task);
		const reason = new Error('changed my mind');
		await assert.rejects(couriers.list(AbortSignal.abort(reason)), reason);
		assert.equal(task.lists, 1);
	});
});

describe('sending again', () => {
	it('is in vain once something said that the whole batch is over, and nothing else says so', () => {
		const { couriers } = couriersOf(new ScriptedTask());
		const [broken, refused] = [new CorError('network', 'ECONNRESET'), new CorError('rejected', 'no')];
		couriers.giveUp(refused);
		assert.deepEqual([couriers.isInVain(broken), couriers.endOfBatch], [false, undefined]);
		const first = new CorError('unavailable', 'HTTP 503');
		couriers.giveUp(first);
		couriers.giveUp(new CorError('certificate', 'expired'));
		assert.deepEqual([couriers.isInVain(broken), couriers.endOfBatch], [true, first]);
	});
});

describe('whose uploads these are', () => {
	it('is not known, and no failure, where COR cannot be asked', async () => {
		const task = new ScriptedTask();
		const { couriers } = couriersOf(task);
		assert.equal(await couriers.userId(), me);
		task.userId = () => Promise.reject(new CorError('server', 'HTTP 500'));
		assert.equal(await couriers.userId(), undefined);
	});

	it('is asked of whoever sends now', async () => {
		const [old, fresh] = [new ScriptedTask(), new ScriptedTask()];
		fresh.userId = async () => 777;
		const { couriers } = couriersOf(old, [fresh]);
		await couriers.replace(old);
		assert.equal(await couriers.userId(), 777);
	});
});
