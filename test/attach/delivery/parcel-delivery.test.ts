import assert from 'node:assert/strict';
import type { DeliveryRecord } from '../../../src/attach/delivery/ledger.js';
import { CorError } from '../../../src/attach/errors.js';
import type { PlannedFile } from '../../../src/attach/plan/plan.js';
import {
	deliver,
	fails,
	filesNamed,
	kinds,
	ScriptedTask,
	statuses,
	storesAndBreaks,
	unknown,
} from '../kit/scripted-task.js';

const [first, second, third] = filesNamed('a.txt', 'b.txt', 'c.txt') as [PlannedFile, PlannedFile, PlannedFile];
const oneByOne = { plan: (all: readonly PlannedFile[]) => all.map(file => [file]) };
const quiet = { began: async () => {}, sending: async () => {}, ended: async () => {} } satisfies DeliveryRecord;

describe('a file of a batch', () => {
	for (const kind of ['forbidden', 'rejected', 'task-not-found', 'no-credential'] as const) {
		it(`that ends with ${kind} asks nobody for another credential`, async () => {
			let asked = 0;
			const reconnect = async () => {
				asked += 1;
				return new ScriptedTask();
			};
			const task = new ScriptedTask().plan('a.txt', fails(kind));
			assert.deepEqual(kinds((await deliver(task, [first], { reconnect })).ends), [`failed ${kind}`]);
			assert.equal(asked, 0);
		});
	}

	it('that cannot be read keeps no other from being looked for on the task', async () => {
		const task = new ScriptedTask().plan('b.txt', storesAndBreaks);
		const problem = new CorError('file-missing', 'gone');
		const { ends } = await deliver(task, [{ ...first, problem }, second], oneByOne);
		assert.deepEqual(kinds(ends), ['failed file-missing', 'attached']);
	});

	it('stays unknown, and is not sent again, where COR does not tell whose upload it was', async () => {
		const task = new ScriptedTask().plan('a.txt', unknown('network'));
		task.userId = () => Promise.reject(new CorError('server', 'HTTP 500'));
		assert.deepEqual(kinds((await deliver(task, [first], oneByOne)).ends), ['unknown network']);
		assert.deepEqual(task.requests, ['a.txt']);
	});

	it('is not sent where it cannot be written down that it is', async () => {
		const task = new ScriptedTask();
		const record = {
			...quiet,
			sending: async ({ name }: PlannedFile) => {
				if (name === 'b.txt') {
					throw new CorError('became-secret', 'it became a secret');
				}
			},
		};
		const { ends } = await deliver(task, [first, second, third], { ...oneByOne, record });
		assert.deepEqual(kinds(ends), ['attached', 'failed became-secret', 'attached']);
		assert.deepEqual(task.requests, ['a.txt', 'c.txt']);
	});

	it('that has become unreadable with all of its parcel makes no request', async () => {
		const task = new ScriptedTask();
		let sent = 0;
		task.prepare = async files => ({
			loads: files.map(file => ({ status: 'failed', file, error: new CorError('file-unreadable', 'EACCES') })),
			send: async () => {
				sent += 1;
				return [];
			},
		});
		const { ends } = await deliver(task, [first, second]);
		assert.deepEqual(kinds(ends), ['failed file-unreadable', 'failed file-unreadable']);
		assert.equal(sent, 0);
	});

	it('fails where its parcel cannot be made or sent, and the batch goes on', async () => {
		const task = new ScriptedTask();
		const prepare = task.prepare.bind(task);
		task.prepare = async files => {
			if (files.includes(first)) {
				throw new CorError('file-missing', 'gone');
			}
			const parcel = await prepare(files);
			return files.includes(second) ? { ...parcel, send: () => Promise.reject(new Error('broken')) } : parcel;
		};
		const { ends } = await deliver(task, [first, second, third], oneByOne);
		assert.deepEqual(kinds(ends), ['failed file-missing', 'failed unexpected', 'attached']);
	});

	it('is let go of when its request is over', async () => {
		const task = new ScriptedTask();
		const prepare = task.prepare.bind(task);
		const steps: string[] = [];
		task.prepare = async files => {
			const parcel = await prepare(files);
			const send = (signal: AbortSignal) => {
				steps.push('sent');
				return parcel.send(signal);
			};
			return { ...parcel, send, close: async () => void steps.push('closed') };
		};
		assert.deepEqual(statuses((await deliver(task, [first])).ends), ['attached']);
		assert.deepEqual(steps, ['sent', 'closed']);
	});
});

describe('the record of a delivery that another person goes on with', () => {
	it('is told who that is', async () => {
		const began: (number | undefined)[] = [];
		const fresh = new ScriptedTask();
		fresh.userId = async () => 777;
		const task = new ScriptedTask().plan('a.txt', fails('unauthorized', { status: 401 }));
		const record = { ...quiet, began: async (_: unknown, userId: number | undefined) => void began.push(userId) };
		await deliver(task, [first], { record, reconnect: async () => fresh });
		assert.deepEqual(began, [501, 777]);
	});

	it('is told at the beginning, too, where nobody knows who sends', async () => {
		const began: (number | undefined)[] = [];
		const task = new ScriptedTask();
		task.userId = () => Promise.reject(new CorError('server', 'HTTP 500'));
		const record = { ...quiet, began: async (_: unknown, userId: number | undefined) => void began.push(userId) };
		await deliver(task, [first], { record });
		assert.deepEqual(began, [undefined]);
	});
});

describe('a batch in which one at a time is enough', () => {
	it('goes on one by one once COR has said that it is too much at once', async () => {
		const files = filesNamed('1', '2', '3', '4', '5', '6');
		const task = new ScriptedTask().plan('1', fails('rate-limited'));
		let [now, most] = [0, 0];
		const upload = task.upload.bind(task);
		task.upload = async sent => {
			const isAfter = task.requests.length >= 2;
			now += 1;
			most = isAfter ? Math.max(most, now) : most;
			await new Promise(setImmediate);
			now -= 1;
			return upload(sent);
		};
		const { ends } = await deliver(task, files, { ...oneByOne, concurrency: 2 });
		assert.ok(ends.every(({ status }) => status === 'attached'));
		assert.equal(most, 1);
	});
});
