import assert from 'node:assert/strict';
import type { ListedAttachment } from '../../../src/attach/attachment.js';
import type { PostedEnd } from '../../../src/attach/delivery/courier.js';
import type { DeliveryRecord } from '../../../src/attach/delivery/ledger.js';
import { PackTrust } from '../../../src/attach/delivery/pack-trust.js';
import { CorError } from '../../../src/attach/errors.js';
import type { Outcome } from '../../../src/attach/outcome.js';
import type { PlannedFile } from '../../../src/attach/plan/plan.js';
import {
	deliver,
	fails,
	filesNamed,
	kinds,
	me,
	ScriptedTask,
	statuses,
	storesAndBreaks,
	unknown,
} from '../kit/scripted-task.js';
import { oneByOne } from '../kit/unattended.js';

const [first, second, third] = filesNamed('a.txt', 'b.txt', 'c.txt') as [PlannedFile, PlannedFile, PlannedFile];
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

	it('has a hash only where it was attached', async () => {
		const task = new ScriptedTask().plan('a.txt', fails('rejected'));
		const prepare = task.prepare.bind(task);
		task.prepare = async files => {
			const parcel = await prepare(files);
			return { ...parcel, loads: parcel.loads.map(load => ({ ...load, sha256: () => 'ab' })) };
		};
		const { ends } = await deliver(task, [first]);
		assert.deepEqual(Object.keys(ends[0] ?? {}), ['status', 'error']);
	});

	it('takes as long as it was under way, from its first request on', async () => {
		const task = new ScriptedTask().plan('a.txt', fails('network'));
		const upload = task.upload.bind(task);
		const times: number[] = [];
		task.upload = async files => {
			times.push(performance.now());
			await new Promise(resolve => setTimeout(resolve, 5));
			const ends = await upload(files);
			times.push(performance.now());
			return ends;
		};
		const took: number[] = [];
		const began = performance.now();
		await deliver(task, [first], { record: { ...quiet, ended: async ({ tookMs }) => void took.push(tookMs) } });
		const [start = 0, , , end = 0] = times;
		assert.equal(took.length, 1);
		assert.ok((took[0] ?? 0) >= end - start && (took[0] ?? 0) <= performance.now() - began);
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

describe('a new version in a batch', () => {
	const root: ListedAttachment = { id: 800, name: 'a.txt', currentVersionId: 800 };
	const version = { ...first, parentId: 800 };

	it('is found on the task though its answer broke off', async () => {
		const task = new ScriptedTask().plan('a.txt', (at, { name, size }) => {
			const currentVersion = { id: 901, name, size, userId: me, parentId: 800 };
			at.attachments.splice(0, 1, { ...root, currentVersionId: 901, currentVersion });
			return unknown('network')(at, version);
		});
		task.attachments.push(root);
		const { ends } = await deliver(task, [version]);
		assert.ok(ends[0]?.status === 'attached' && ends[0].attachment.id === 901);
	});

	it('that is refused ends as any other file', async () => {
		const task = new ScriptedTask().plan('a.txt', fails('parent-missing'));
		assert.deepEqual(kinds((await deliver(task, [version])).ends), ['failed parent-missing']);
	});

	it('is believed by its answer alone where the list cannot be read', async () => {
		const told = async (parentId: number | undefined) => {
			const task = new ScriptedTask().plan('a.txt', (at, file) => ({
				status: 'attached',
				attachment: at.store(file, parentId === undefined ? {} : { parentId }),
			}));
			task.list = () => Promise.reject(new CorError('server', 'HTTP 500'));
			const [end] = (await deliver(task, [version])).ends;
			return end?.status === 'attached' && end.isBeside === true;
		};
		assert.deepEqual([await told(800), await told(undefined)], [false, true]);
	});

	it('is nothing that COR can make of a file without a parent', async () => {
		const task = new ScriptedTask().plan('a.txt', (at, file) => ({
			status: 'attached',
			attachment: at.store(file, { parentId: 700 }),
		}));
		const [end] = (await deliver(task, [first])).ends;
		assert.ok(end?.status === 'attached' && !('isBeside' in end));
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

	it('is told once more what is to be looked for as soon as it is known who sends, before anything else of it', async () => {
		const lines: string[] = [];
		const record = {
			began: async (_: unknown, userId: number | undefined) => void lines.push(`began by ${userId}`),
			sending: async ({ name }: PlannedFile) => void lines.push(`sending ${name}`),
			ended: async ({ file, end }: Outcome<PlannedFile>) => void lines.push(`${file.name} ${end.status}`),
		};
		const task = new ScriptedTask().plan('a.txt', storesAndBreaks).plan('b.txt', storesAndBreaks);
		const answers = [() => Promise.reject(new CorError('server', 'HTTP 500'))];
		task.userId = () => answers.shift()?.() ?? Promise.resolve(me);
		await deliver(task, [first, second], { ...oneByOne, record });
		assert.deepEqual(
			lines.filter(line => line !== 'a.txt attached' && line !== 'b.txt attached'),
			[
				'began by undefined',
				'sending a.txt',
				'began by 501',
				'sending a.txt',
				'a.txt unknown',
				'sending b.txt',
				'b.txt unknown',
			],
		);
	});
});

describe('a batch of files of which none can be read', () => {
	it('asks COR for nothing', async () => {
		const task = new ScriptedTask();
		const problem = new CorError('file-missing', 'gone');
		const { ends } = await deliver(task, [
			{ ...first, problem },
			{ ...second, problem },
		]);
		assert.deepEqual(kinds(ends), ['failed file-missing', 'failed file-missing']);
		assert.deepEqual([task.lists, task.requests], [0, []]);
	});
});

describe('a request with several files', () => {
	const together = { plan: (all: readonly PlannedFile[]) => [[...all]], trust: new PackTrust('earned') };

	it('is told when it has ended, with its files and their ends; one with a single file is not', async () => {
		const told: unknown[] = [];
		const onPack = (files: readonly PlannedFile[], ends: readonly PostedEnd[]) =>
			void told.push([files.map(({ name }) => name), ends.map(({ status }) => status)]);
		await deliver(new ScriptedTask().plan('b.txt', fails('rejected')), [first, second], { ...together, onPack });
		assert.deepEqual(told, [
			[
				['a.txt', 'b.txt'],
				['attached', 'failed'],
			],
		]);
		told.length = 0;
		await deliver(new ScriptedTask(), [first], { ...together, onPack });
		assert.deepEqual(told, []);
	});

	it('is sent again after the longest of the pauses that COR asks for', async () => {
		const task = new ScriptedTask()
			.plan('a.txt', fails('network'))
			.plan('b.txt', fails('rate-limited', { retryAfterMs: 5_000 }));
		assert.equal((await deliver(task, [first, second], together)).waitedMs, 5_000);
	});

	it('that is the first waits for no file that goes alone: what that tells says nothing of packs', async () => {
		const files = filesNamed('1', '2', '3', '4', '5');
		const plan = ([a, b, c, d, e]: readonly PlannedFile[]) =>
			[[a, b], [c], [d, e]].map(parcel => parcel.filter(file => file !== undefined));
		const task = new ScriptedTask();
		const upload = task.upload.bind(task);
		const steps: string[] = [];
		task.upload = async sent => {
			const name = sent.map(file => file.name).join('+');
			steps.push(`begins ${name}`);
			for (let turns = 0; turns < (name === '1+2' ? 20 : 1); turns += 1) {
				await new Promise(setImmediate);
			}
			steps.push(`ends ${name}`);
			return upload(sent);
		};
		await deliver(task, files, { plan, concurrency: 2 });
		assert.deepEqual(steps, ['begins 1+2', 'begins 3', 'ends 3', 'ends 1+2', 'begins 4+5', 'ends 4+5']);
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
