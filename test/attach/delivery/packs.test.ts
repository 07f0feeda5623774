import assert from 'node:assert/strict';
import type { Load, PostedEnd } from '../../../src/attach/delivery/courier.js';
import { PackTrust } from '../../../src/attach/delivery/pack-trust.js';
import { CorError } from '../../../src/attach/errors.js';
import type { Outcome } from '../../../src/attach/outcome.js';
import type { PlannedFile } from '../../../src/attach/plan/plan.js';
import {
	type Answer,
	deliver,
	earlier,
	fails,
	filesNamed,
	kinds,
	ScriptedTask,
	statuses,
	stores,
	storesAndBreaks,
	unknown,
} from '../kit/scripted-task.js';

const files = filesNamed('a.txt', 'b.txt', 'c.txt');
const earned = () => ({ trust: new PackTrust('earned') });
const named = (end: PostedEnd): PostedEnd => ({ ...end, isOwn: true });
const allAttached = ['attached', 'attached', 'attached'];

describe('small files of a batch', () => {
	it('go two together first, and then as many as may', async () => {
		const task = new ScriptedTask();
		const { ends } = await deliver(task, filesNamed('a', 'b', 'c', 'd', 'e'));

		assert.deepEqual(statuses(ends), Array(5).fill('attached'));
		assert.deepEqual(task.requests, ['a+b', 'c+d+e']);
		assert.equal(task.lists, 1);
	});

	it('go one by one after an answer that does not name each, in the next batch too', async () => {
		const task = new ScriptedTask().plan('b.txt', (at, file) => {
			at.store(file);
			return unknown('not-in-answer')(at, file);
		});
		const trust = new PackTrust();
		const { ends } = await deliver(task, files, { trust });
		await deliver(task, filesNamed('d', 'e'), { trust });

		assert.deepEqual(statuses(ends), allAttached);
		assert.deepEqual(task.requests, ['a.txt+b.txt', 'c.txt', 'd', 'e']);
	});

	it('go two together first in the next batch, where nothing of this one was sent', async () => {
		const task = new ScriptedTask();
		const trust = new PackTrust();
		const { ends } = await deliver(task, files, { trust, signal: AbortSignal.abort() });
		await deliver(task, filesNamed('d', 'e', 'f', 'g'), { trust });

		assert.deepEqual(statuses(ends), Array(3).fill('cancelled'));
		assert.deepEqual(task.requests, ['d+e', 'f+g']);
	});

	it('of which COR keeps only the first: the others are seen not to be there, and sent alone', async () => {
		const task = new ScriptedTask().plan('b.txt', unknown('not-in-answer')).plan('c.txt', unknown('not-in-answer'));
		const { ends, waitedMs } = await deliver(task, files, earned());

		assert.deepEqual(statuses(ends), allAttached);
		assert.deepEqual(task.requests, ['a.txt+b.txt+c.txt', 'b.txt', 'c.txt']);
		assert.equal(task.lists, 5); // once before, and while nobody has seen them for six seconds
		assert.ok(waitedMs >= 5_000);
	});

	for (const [kind, status] of [
		['too-large', 413],
		['rejected', 400],
	] as const) {
		it(`that are refused together (${status}) are sent one by one, at once`, async () => {
			const refused = fails(kind, { status });
			const task = new ScriptedTask().plan('a.txt', refused).plan('b.txt', refused, refused).plan('c.txt', refused);
			const { ends, waitedMs } = await deliver(task, files, earned());

			assert.deepEqual(kinds(ends), ['attached', `failed ${kind}`, 'attached']);
			assert.deepEqual(task.requests, ['a.txt+b.txt+c.txt', 'a.txt', 'b.txt', 'c.txt']);
			assert.equal(waitedMs, 0);
		});
	}

	for (const [kind, status] of [
		['task-not-found', 417],
		['forbidden', 403],
	] as const) {
		it(`that are refused together because of the task (${status}) end the batch with one request`, async () => {
			const refused = fails(kind, { status });
			const task = new ScriptedTask().plan('a.txt', refused).plan('b.txt', refused).plan('c.txt', refused);
			const sent = [...files, ...filesNamed('d.txt', 'e.txt')];
			const plan = (all: readonly PlannedFile[]) => [all.slice(0, 3), ...all.slice(3).map(file => [file])];
			const { ends } = await deliver(task, sent, { ...earned(), plan });

			assert.deepEqual(kinds(ends), Array(5).fill(`failed ${kind}`));
			assert.deepEqual(task.requests, ['a.txt+b.txt+c.txt']);
		});
	}

	it('of which COR refuses one by name are all through after one request: the others are attached', async () => {
		const task = new ScriptedTask().plan('b.txt', (at, file) => named(fails('rejected')(at, file)));
		const { ends } = await deliver(task, files, earned());

		assert.deepEqual(kinds(ends), ['attached', 'failed rejected', 'attached']);
		assert.deepEqual(task.requests, ['a.txt+b.txt+c.txt']);
	});

	for (const kind of ['rate-limited', 'unavailable', 'no-connection', 'network'] as const) {
		it(`of which nothing was taken (${kind}) are sent again together`, async () => {
			const task = new ScriptedTask();
			for (const { name } of files) {
				task.plan(name, fails(kind));
			}
			const { ends } = await deliver(task, files, earned());

			assert.deepEqual(statuses(ends), allAttached);
			assert.deepEqual(task.requests, ['a.txt+b.txt+c.txt', 'a.txt+b.txt+c.txt']);
		});
	}

	it('go on together with another credential', async () => {
		const refused = fails('unauthorized', { status: 401 });
		const old = new ScriptedTask().plan('a.txt', refused).plan('b.txt', refused).plan('c.txt', refused);
		const fresh = new ScriptedTask();
		const { ends } = await deliver(old, files, { ...earned(), reconnect: async () => fresh });

		assert.deepEqual(statuses(ends), allAttached);
		assert.deepEqual(fresh.requests, ['a.txt+b.txt+c.txt']);
	});

	it('whose connection breaks in the middle: what had left is looked for, and nothing is there twice', async () => {
		const task = new ScriptedTask()
			.plan('a.txt', storesAndBreaks)
			.plan('b.txt', unknown('network'))
			.plan('c.txt', fails('network'));
		const { ends } = await deliver(task, files, earned());

		assert.deepEqual(statuses(ends), allAttached);
		assert.deepEqual(task.requests, ['a.txt+b.txt+c.txt', 'b.txt', 'c.txt']);
		assert.deepEqual(task.attachments.map(({ name }) => name).toSorted(), ['a.txt', 'b.txt', 'c.txt']);
	});

	it('whose answer does not come in time are looked for, and never sent again', async () => {
		const late: Answer = (at, file) => {
			at.store(file);
			return unknown('answer-timeout')(at, file);
		};
		const task = new ScriptedTask().plan('a.txt', late).plan('b.txt', unknown('answer-timeout')).plan('c.txt', late);
		const { ends } = await deliver(task, files, earned());

		assert.deepEqual(statuses(ends), ['attached', 'unknown', 'attached']);
		assert.deepEqual(task.requests, ['a.txt+b.txt+c.txt']);
	});

	it('are sent while others are looked for, but for one that could be taken for those', async () => {
		const sent = filesNamed('a.txt', 'b.txt', 'A-txt', 'c.txt');
		const task = new ScriptedTask().plan('a.txt', unknown('network'));
		const seen: string[] = [];
		const [list, upload] = [task.list.bind(task), task.upload.bind(task)];
		task.list = () => {
			seen.push('list');
			return list();
		};
		task.upload = uploaded => {
			seen.push(uploaded.map(({ name }) => name).join('+'));
			return upload(uploaded);
		};
		const plan = (all: readonly PlannedFile[]) => all.map(file => [file]);
		const { ends } = await deliver(task, sent, { plan });

		assert.deepEqual(statuses(ends), Array(4).fill('attached'));
		assert.deepEqual(seen.slice(0, 5), ['list', 'a.txt', 'list', 'b.txt', 'c.txt']);
		assert.deepEqual(seen.slice(-2).toSorted(), ['A-txt', 'a.txt']);
	});

	it('that are cancelled in the middle are looked for where they may be there', async () => {
		const controller = new AbortController();
		const task = new ScriptedTask()
			.plan('a.txt', (at, file) => {
				controller.abort();
				at.store(file);
				return unknown('answer-timeout')(at, file);
			})
			.plan('b.txt', () => ({ status: 'cancelled' }))
			.plan('c.txt', () => ({ status: 'cancelled' }));
		const { ends } = await deliver(task, files, { ...earned(), signal: controller.signal });

		assert.deepEqual(statuses(ends), ['attached', 'cancelled', 'cancelled']);
	});
});

describe('a file that is not ready when its pack is', () => {
	const preparing = (change: (load: Load) => Load) => {
		const task = new ScriptedTask();
		task.prepare = async sent => {
			const parcel = await new ScriptedTask().prepare(sent);
			const loads = parcel.loads.map(load => (sent.length > 1 ? change(load) : load));
			const ready = loads.filter(({ status }) => status === 'ready').map(({ file }) => file);
			return { loads, send: () => task.upload(ready) };
		};
		return task;
	};

	it('fails alone', async () => {
		const error = new CorError('file-missing', 'gone');
		const task = preparing(load => (load.file.name === 'b.txt' ? { status: 'failed', file: load.file, error } : load));
		const { ends } = await deliver(task, files, earned());

		assert.deepEqual(kinds(ends), ['attached', 'failed file-missing', 'attached']);
		assert.deepEqual(task.requests, ['a.txt+c.txt']);
	});

	it('goes alone where it has become too large', async () => {
		const task = preparing(load => (load.file.name === 'b.txt' ? { status: 'outgrown', file: load.file } : load));
		const { ends } = await deliver(task, files, earned());

		assert.deepEqual(statuses(ends), allAttached);
		assert.deepEqual(task.requests, ['a.txt+c.txt', 'b.txt']);
	});

	it('takes nothing from the others where nothing of it can be told', async () => {
		const task = new ScriptedTask();
		task.prepare = () => Promise.reject(new RangeError('a defect'));

		assert.deepEqual(kinds((await deliver(task, files, earned())).ends), Array(3).fill('failed unexpected'));
	});
});

describe('a batch of several that goes on after the editor ended', () => {
	it('looks for all of them in the same lists, and sends together what is new meanwhile', async () => {
		const sent = filesNamed('a', 'b', 'c', 'd', 'e');
		const task = new ScriptedTask();
		task.store(sent[1] as PlannedFile);
		const inDoubt = new Map(sent.slice(0, 3).map(file => [file, earlier]));
		const { ends } = await deliver(task, sent, { ...earned(), earlier: inDoubt });

		assert.deepEqual(statuses(ends), Array(5).fill('attached'));
		assert.deepEqual(task.requests, ['d+e', 'a', 'c']);
		assert.equal(task.lists, 5); // once before, and while nobody has seen them for six seconds
	});
});

describe('a batch of which COR says that it is too much', () => {
	it('goes on with one request at a time', async () => {
		let open = 0;
		const most: number[] = [];
		const task = new ScriptedTask().plan('b', fails('rate-limited'));
		const upload = task.upload.bind(task);
		task.upload = async sent => {
			open += 1;
			most.push(open);
			await new Promise(setImmediate);
			open -= 1;
			return upload(sent);
		};
		const plan = (all: readonly PlannedFile[]) => all.map(file => [file]);
		const { ends } = await deliver(task, filesNamed('a', 'b', 'c', 'd', 'e', 'f'), { concurrency: 2, plan });

		assert.deepEqual(statuses(ends), Array(6).fill('attached'));
		assert.deepEqual([most[1], Math.max(...most.slice(3))], [2, 1]);
	});
});

describe('the record of a pack', () => {
	it('is told of each file before the request and after it', async () => {
		const steps: string[] = [];
		const task = new ScriptedTask();
		const upload = task.upload.bind(task);
		task.upload = sent => {
			steps.push('request');
			return upload(sent);
		};
		const record = {
			began: async () => {},
			sending: async ({ name }: PlannedFile) => void steps.push(`sending ${name}`),
			ended: async ({ file, end }: Outcome<PlannedFile>) => void steps.push(`${end.status} ${file.name}`),
		};
		await deliver(task, files, { ...earned(), record });

		assert.deepEqual(steps, [
			...['sending a.txt', 'sending b.txt', 'sending c.txt', 'request'],
			...['attached a.txt', 'attached b.txt', 'attached c.txt'],
		]);
	});

	it('keeps the request back where one of them must not go out', async () => {
		const task = new ScriptedTask().plan('a.txt', stores);
		const refuses = async () => {
			throw new CorError('unexpected', 'another window has resumed the batch');
		};
		const record = { began: async () => {}, sending: refuses, ended: async () => {} };
		const { ends } = await deliver(task, files, { ...earned(), record });

		assert.deepEqual([kinds(ends), task.requests], [Array(3).fill('failed unexpected'), []]);
	});
});
