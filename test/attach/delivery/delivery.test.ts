import assert from 'node:assert/strict';
import type { ListedAttachment } from '../../../src/attach/attachment.js';
import type { PostedEnd } from '../../../src/attach/delivery/courier.js';
import { knownListLastsMs } from '../../../src/attach/delivery/delivery.js';
import type { DeliveryRecord } from '../../../src/attach/delivery/ledger.js';
import { CorError } from '../../../src/attach/errors.js';
import type { PlannedFile } from '../../../src/attach/plan/plan.js';
import {
	type Answer,
	type Changes,
	deliver as deliverPacked,
	earlier,
	fails,
	filesNamed,
	kinds,
	me,
	ScriptedTask,
	statuses,
	stores,
	storesAndBreaks,
	unknown,
} from '../kit/scripted-task.js';
import { MemoryClaims, oneByOne } from '../kit/unattended.js';

const files = filesNamed('a.txt', 'b.txt', 'c.txt');
const [first, second] = files as [PlannedFile, PlannedFile];

/** Each file in a request of its own. */
const deliver = (task: ScriptedTask, changes: Changes = {}, sent = files) =>
	deliverPacked(task, sent, { ...oneByOne, ...changes });

describe('delivering a batch', () => {
	it('sends each file once and reads the list once', async () => {
		const task = new ScriptedTask();
		const { ends, waitedMs } = await deliver(task);
		assert.deepEqual(statuses(ends), ['attached', 'attached', 'attached']);
		assert.deepEqual(task.requests, ['a.txt', 'b.txt', 'c.txt']);
		assert.equal(task.lists, 1);
		assert.equal(waitedMs, 0);
	});

	describe('with a list that was read before', () => {
		const old: ListedAttachment = { id: 900, name: 'a.txt', size: 5, userId: me, currentVersionId: 900 };

		it('reads no other list, and compares with the given one', async () => {
			const task = new ScriptedTask().plan('a.txt', storesAndBreaks);
			const known = { list: [old, { ...old, id: 901 }], readAt: 0 };
			const { ends } = await deliver(task, { known }, [first]);
			// What is stored has the id 901, which the list says was there before.
			assert.deepEqual(statuses(ends), ['attached']);
			assert.deepEqual(task.requests, ['a.txt', 'a.txt']);
		});

		it('reads the list anew where the given one is a minute old, or of the future', async () => {
			for (const readAt of [-knownListLastsMs, 1]) {
				const task = new ScriptedTask();
				await deliver(task, { known: { list: [old], readAt } }, [first]);
				assert.equal(task.lists, 1);
			}
			const task = new ScriptedTask();
			await deliver(task, { known: { list: [old], readAt: 1 - knownListLastsMs } }, [first]);
			assert.equal(task.lists, 0);
		});

		it('takes nothing for its own that another batch has attached since', async () => {
			const task = new ScriptedTask().plan('a.txt', unknown('network'));
			task.attachments.push({ ...old, id: 901, currentVersionId: 901 });
			const claims = new MemoryClaims([901]);
			const { ends } = await deliver(task, { known: { list: [old], readAt: 0 }, claims }, [first]);
			assert.deepEqual(statuses(ends), ['attached']);
			assert.deepEqual(task.requests, ['a.txt', 'a.txt']);
		});
	});

	describe('with a new version', () => {
		const root: ListedAttachment = { id: 800, name: 'a.txt', currentVersionId: 850 };
		const asked = async (parentId: number, told: number | undefined) => {
			const task = new ScriptedTask().plan('a.txt', (cor, file) => ({
				status: 'attached',
				attachment: cor.store(file, told === undefined ? {} : { parentId: told }),
			}));
			task.attachments.push(root);
			const { ends } = await deliver(task, {}, [{ ...first, parentId }]);
			return ends.map(end => end.status === 'attached' && end.isBeside === true);
		};

		it('believes an answer that names the parent, or the root of the one that was named', async () => {
			assert.deepEqual(await asked(800, 800), [false]);
			assert.deepEqual(await asked(850, 800), [false]);
			assert.deepEqual(await asked(850, 850), [false]);
			assert.deepEqual(await asked(820, 800), [false]);
		});

		it('says that it became a separate file where the answer names no parent, or another one', async () => {
			assert.deepEqual(await asked(800, undefined), [true]);
			assert.deepEqual(await asked(800, 700), [true]);
			assert.deepEqual(await asked(820, undefined), [true]);
		});
	});

	it('asks whose uploads they are only where something is in doubt', async () => {
		const asked = async (answer: Answer) => {
			const task = new ScriptedTask().plan('a.txt', answer);
			let times = 0;
			task.userId = async () => {
				times += 1;
				return me;
			};
			await deliver(task);
			return times;
		};
		assert.equal(await asked(stores), 0);
		assert.ok((await asked(storesAndBreaks)) > 0);
	});

	it('cancels files that wait to be sent again, but for one with a problem: it fails for that', async () => {
		const problem = new CorError('file-missing', 'gone');
		const controller = new AbortController();
		const task = new ScriptedTask();
		const list = task.list.bind(task);
		task.list = () => {
			if (task.lists === 2) {
				setImmediate(() => controller.abort());
			}
			return list();
		};
		const sent = [{ ...first, problem }, second];
		const longAgo = { ...earlier, attempt: { ...earlier.attempt, sentAt: -90_000_000 } };
		const inDoubt = new Map(sent.map(file => [file, longAgo]));
		const { ends } = await deliver(task, { earlier: inDoubt, signal: controller.signal }, sent);
		assert.deepEqual(kinds(ends), ['failed file-missing', 'cancelled']);
	});

	it('never repeats what was refused', async () => {
		const task = new ScriptedTask().plan('b.txt', fails('rejected'));
		assert.deepEqual(kinds((await deliver(task)).ends), ['attached', 'failed rejected', 'attached']);
		assert.deepEqual(task.requests, ['a.txt', 'b.txt', 'c.txt']);
	});

	it('sends again what COR did not take yet', async () => {
		const task = new ScriptedTask().plan('a.txt', fails('unavailable'), fails('network'), fails('no-connection'));
		const { ends, waitedMs } = await deliver(task, {}, [first]);
		assert.deepEqual(statuses(ends), ['attached']);
		assert.equal(task.requests.length, 4);
		assert.equal(waitedMs, 10_500);
	});

	it('leaves the rest alone where COR asks for more than a minute', async () => {
		const task = new ScriptedTask().plan('a.txt', fails('rate-limited', { retryAfterMs: 3_600_000 }));
		assert.deepEqual(kinds((await deliver(task)).ends), [
			'failed rate-limited',
			'failed rate-limited',
			'failed rate-limited',
		]);
		assert.deepEqual(task.requests, ['a.txt']);
	});

	for (const kind of ['no-connection', 'proxy-unreachable'] as const) {
		it(`says at once that nobody can be reached, and sends nothing (${kind})`, async () => {
			const task = new ScriptedTask();
			task.list = () => Promise.reject(new CorError(kind, 'ENOTFOUND'));
			const { ends, waitedMs } = await deliver(task);
			assert.deepEqual(kinds(ends), Array(3).fill(`failed ${kind}`));
			assert.deepEqual([task.requests, waitedMs], [[], 0]);
		});
	}

	it('says at once that COR cannot be reached where only its list was read before, and waits where a file has arrived', async () => {
		const offline = fails('no-connection');
		const task = new ScriptedTask().plan('a.txt', offline).plan('b.txt', offline);
		const known = { list: [], readAt: 0 };
		const { ends, waitedMs } = await deliver(task, { known });
		assert.deepEqual(kinds(ends), ['failed no-connection', 'failed no-connection', 'failed no-connection']);
		assert.deepEqual([task.requests, waitedMs], [['a.txt'], 0]);

		const later = new ScriptedTask().plan('b.txt', offline);
		assert.deepEqual(statuses((await deliver(later, { known })).ends), ['attached', 'attached', 'attached']);
	});

	it('reads the list again where COR says "not now", so that it can look for what it sends', async () => {
		const task = new ScriptedTask().plan('a.txt', storesAndBreaks);
		const list = task.list.bind(task);
		let asked = 0;
		task.list = () => {
			asked += 1;
			return asked === 1 ? Promise.reject(new CorError('unavailable', 'HTTP 503')) : list();
		};
		assert.deepEqual(statuses((await deliver(task, {}, [first])).ends), ['attached']);
		assert.equal(task.requests.length, 1);
	});

	it('is held up for half a second by a list that cannot be read, and no longer', async () => {
		const task = new ScriptedTask();
		let asked = 0;
		task.list = () => {
			asked += 1;
			return Promise.reject(new CorError('server', 'HTTP 500'));
		};
		const { ends, waitedMs } = await deliver(task);
		assert.deepEqual(statuses(ends), ['attached', 'attached', 'attached']);
		assert.deepEqual([asked, waitedMs], [2, 500]);
	});

	it('sends although the list cannot be read, and then never guesses', async () => {
		const task = new ScriptedTask().plan('b.txt', storesAndBreaks);
		task.list = () => Promise.reject(new CorError('server', 'HTTP 500'));
		const { ends } = await deliver(task);
		assert.deepEqual(statuses(ends), ['attached', 'unknown', 'attached']);
		assert.deepEqual(task.requests, ['a.txt', 'b.txt', 'c.txt']);
		assert.ok(ends[0]?.status === 'attached' && ends[0].isUnverified);
	});

	it('takes no attachment for a file that was sent in vain before', async () => {
		const task = new ScriptedTask().plan('a.txt', unknown('network'));
		const { ends, waitedMs } = await deliver(task, {}, [first]);
		assert.deepEqual(ends, [{ status: 'attached', attachment: task.attachments[0] }]);
		assert.equal(task.requests.length, 2);
		assert.ok(waitedMs >= 20_000);
	});

	it('finds a file that arrived although the connection broke', async () => {
		const task = new ScriptedTask().plan('a.txt', storesAndBreaks);
		const { ends, waitedMs } = await deliver(task);
		assert.deepEqual(statuses(ends), ['attached', 'attached', 'attached']);
		assert.deepEqual(task.requests, ['a.txt', 'b.txt', 'c.txt']);
		assert.equal(waitedMs, 0);
	});

	it('keeps the hash of what was sent, answered or found', async () => {
		const task = new ScriptedTask().plan('a.txt', storesAndBreaks);
		const prepare = task.prepare.bind(task);
		task.prepare = async sent => {
			const parcel = await prepare(sent);
			return { ...parcel, loads: parcel.loads.map(load => ({ ...load, sha256: () => `of ${load.file.name}` })) };
		};
		const { ends } = await deliver(task, {}, [first, second]);
		assert.deepEqual(
			ends.map(end => end.status === 'attached' && end.sha256),
			['of a.txt', 'of b.txt'],
		);
	});

	it('finds a file that the list shows late, and does not send it again', async () => {
		const task = new ScriptedTask().plan('a.txt', storesAndBreaks);
		const list = task.list.bind(task);
		task.list = async () => {
			const all = await list();
			return task.lists <= 2 ? [] : all;
		};
		assert.deepEqual(statuses((await deliver(task, {}, [first])).ends), ['attached']);
		assert.equal(task.requests.length, 1);
	});

	it('never repeats unasked after a time-out', async () => {
		const task = new ScriptedTask().plan('a.txt', unknown('answer-timeout'));
		const { ends } = await deliver(task, {}, [first]);
		assert.ok(ends[0]?.status === 'unknown' && ends[0].looked === 'absent');
		assert.equal(task.requests.length, 1);
	});

	it('does not send again while something that may be the file is on the task', async () => {
		const renames = (to: ScriptedTask, file: PlannedFile): PostedEnd => {
			to.store(file, { name: `renamed ${file.name}` });
			return unknown('network')(to, file);
		};
		const task = new ScriptedTask().plan('a.txt', renames);
		const { ends } = await deliver(task);
		assert.ok(ends[0]?.status === 'unknown' && ends[0].looked === 'unclear');
		assert.deepEqual(task.requests, ['a.txt', 'b.txt', 'c.txt']);
	});

	it('does not take one file for two', async () => {
		const task = new ScriptedTask().plan('a.txt', storesAndBreaks);
		const claims = new MemoryClaims();
		await deliver(task, { claims }, [first]);
		const again = new ScriptedTask().plan('b.txt', unknown('network'));
		again.attachments.push(...task.attachments);
		const list = again.list.bind(again);
		again.list = async () => (again.lists === 0 ? list().then(() => []) : list());
		assert.deepEqual(statuses((await deliver(again, { claims }, [second])).ends), ['attached']);
		assert.equal(again.requests.length, 2);
	});
});

describe('a credential that ends in mid-batch', () => {
	const refused = fails('unauthorized', { status: 401 });

	it('is asked for once, and what is left goes on with the new one', async () => {
		let refuseBoth = () => {};
		const bothRefused = new Promise<void>(resolve => {
			refuseBoth = resolve;
		});
		const refusedLast: Answer = (at, file) => {
			refuseBoth();
			return refused(at, file);
		};
		const old = new ScriptedTask().plan('b.txt', refused).plan('c.txt', refusedLast);
		const fresh = new ScriptedTask(old.attachments);
		let asked = 0;
		const reconnect = async () => {
			asked += 1;
			await bothRefused.then(() => new Promise(setImmediate)); // whoever is asked takes their time
			return fresh;
		};
		const { ends } = await deliver(old, { reconnect, concurrency: 2 });
		assert.deepEqual(statuses(ends), ['attached', 'attached', 'attached']);
		assert.deepEqual([asked, fresh.requests.toSorted()], [1, ['b.txt', 'c.txt']]);
	});

	it('is not what a file in doubt is looked for by: its sender is who sent it', async () => {
		let replace = () => {};
		const replaced = new Promise<void>(resolve => {
			replace = resolve;
		});
		class Slow extends ScriptedTask {
			override async upload(sent: readonly PlannedFile[]) {
				const ends = await super.upload(sent);
				await (sent[0]?.name === 'b.txt' && replaced);
				return ends;
			}
		}
		const old = new Slow().plan('a.txt', refused).plan('b.txt', (at, file) => {
			at.store(file, { name: `1733_${file.name}` });
			return unknown('unavailable', { status: 503 })(at, file);
		});
		const fresh = new ScriptedTask(old.attachments).plan('a.txt', (at, file) => {
			setImmediate(replace);
			return { status: 'attached', attachment: at.store(file, { userId: 502 }) };
		});
		fresh.userId = async () => 502;
		const sent = files.slice(0, 2).map((file, index) => ({ ...file, size: 300_000 + index }));
		const { ends } = await deliver(old, { reconnect: async () => fresh, concurrency: 2 }, sent);

		assert.deepEqual(statuses(ends), ['attached', 'unknown']);
		assert.deepEqual([old.requests, fresh.requests], [['a.txt', 'b.txt'], ['a.txt']]);
	});

	it('ends the batch where nobody gives another', async () => {
		const task = new ScriptedTask().plan('b.txt', refused);
		const { ends } = await deliver(task, { reconnect: async () => undefined });
		assert.deepEqual(kinds(ends), ['attached', 'failed unauthorized', 'failed unauthorized']);
		assert.deepEqual(task.requests, ['a.txt', 'b.txt']);
	});

	it('ends the batch where asking for another fails', async () => {
		const task = new ScriptedTask().plan('b.txt', refused);
		const reconnect = () => Promise.reject(new CorError('secret-store', 'the key store is locked'));
		const { ends } = await deliver(task, { reconnect });
		assert.deepEqual(kinds(ends), ['attached', 'failed unauthorized', 'failed unauthorized']);
	});

	it('is not asked for again while the new credential has done nothing', async () => {
		const old = new ScriptedTask().plan('a.txt', refused);
		const fresh = new ScriptedTask().plan('a.txt', refused);
		let asked = 0;
		const reconnect = async () => {
			asked += 1;
			return fresh;
		};
		assert.deepEqual(kinds((await deliver(old, { reconnect })).ends), [
			'failed unauthorized',
			'failed unauthorized',
			'failed unauthorized',
		]);
		assert.equal(asked, 1);
	});

	it('is asked for where it ends before the first file', async () => {
		const old = new ScriptedTask();
		old.list = () => Promise.reject(new CorError('unauthorized', 'HTTP 401'));
		const fresh = new ScriptedTask();
		assert.deepEqual(statuses((await deliver(old, { reconnect: async () => fresh })).ends), [
			'attached',
			'attached',
			'attached',
		]);
	});
});

describe('a batch that is cancelled', () => {
	it('sends nothing more, and keeps what it found out', async () => {
		const controller = new AbortController();
		const task = new ScriptedTask().plan('b.txt', (at, file) => {
			controller.abort();
			return stores(at, file);
		});
		const { ends } = await deliver(task, { signal: controller.signal });
		assert.deepEqual(statuses(ends), ['attached', 'attached', 'cancelled']);
	});

	it('looks once for a file whose answer was due', async () => {
		const controller = new AbortController();
		const breaks = (at: ScriptedTask, file: PlannedFile): PostedEnd => {
			controller.abort();
			return storesAndBreaks(at, file);
		};
		const task = new ScriptedTask().plan('a.txt', breaks);
		assert.deepEqual(statuses((await deliver(task, { signal: controller.signal })).ends), [
			'attached',
			'cancelled',
			'cancelled',
		]);
	});

	it('does not call a file cancelled that may have arrived', async () => {
		const controller = new AbortController();
		const breaks: Answer = (at, file) => {
			controller.abort();
			return unknown('network')(at, file);
		};
		const { ends } = await deliver(new ScriptedTask().plan('a.txt', breaks), { signal: controller.signal }, [first]);
		assert.deepEqual(statuses(ends), ['unknown']);
	});

	it('waits no longer for another credential, and keeps what it knows of each file', async () => {
		const controller = new AbortController();
		const task = new ScriptedTask()
			.plan('a.txt', unknown('network'))
			.plan('b.txt', fails('unauthorized', { status: 401 }));
		const readList = task.list.bind(task);
		task.list = async () => {
			if (task.lists > 0) {
				throw new CorError('unauthorized', 'HTTP 401');
			}
			return readList();
		};
		const reconnect = () => {
			setImmediate(() => controller.abort());
			return new Promise<never>(() => {}); // nobody answers
		};
		const { ends } = await deliver(task, { reconnect, signal: controller.signal });
		assert.deepEqual(kinds(ends), ['unknown network', 'failed unauthorized', 'cancelled']);
	});

	it('stops waiting for its turn', async () => {
		const controller = new AbortController();
		const task = new ScriptedTask().plan('a.txt', (at, file) => {
			setImmediate(() => controller.abort());
			return fails('rate-limited', { retryAfterMs: 50_000 })(at, file);
		});
		const never = { now: () => 0, after: () => () => {} };
		assert.deepEqual(statuses((await deliver(task, { signal: controller.signal, clock: never }, [first])).ends), [
			'cancelled',
		]);
	});
});

describe('a file that is known not to work', () => {
	it('fails without being sent', async () => {
		const problem = new CorError('file-unreadable', 'EACCES');
		const task = new ScriptedTask();
		const { ends } = await deliver(task, {}, [{ ...first, problem }, second]);
		assert.deepEqual(ends[0], { status: 'failed', error: problem });
		assert.deepEqual(task.requests, ['b.txt']);
	});
});

describe('a file that looks like one that another batch gave up', () => {
	const stragglers = [{ name: 'a.txt', size: 5 }];
	const claims = () => new MemoryClaims([], stragglers);

	it('is not said to be on the task while what is there may be the one of the other batch', async () => {
		const task = new ScriptedTask().plan('a.txt', storesAndBreaks);
		const { ends } = await deliver(task, { claims: claims() }, [first]);
		assert.ok(ends[0]?.status === 'unknown' && ends[0].looked === 'unclear');
		assert.deepEqual(task.requests, ['a.txt']);
	});

	it('is not taken for the one of the other batch after the editor ended, or where COR could make one name of both', async () => {
		const task = new ScriptedTask();
		task.store(first);
		const other = [{ name: 'A-txt', size: 5 }];
		const { ends } = await deliver(
			task,
			{ claims: new MemoryClaims([], other), earlier: new Map([[first, earlier]]) },
			[first],
		);
		assert.ok(ends[0]?.status === 'unknown' && ends[0].looked === 'unclear');
		assert.deepEqual(task.requests, []);
	});

	it('is sent again where neither file is on the task, and COR’s answer is believed', async () => {
		const task = new ScriptedTask().plan('a.txt', unknown('network'));
		const { ends } = await deliver(task, { claims: claims() }, [first]);
		assert.deepEqual(statuses(ends), ['attached']);
		assert.deepEqual(task.requests, ['a.txt', 'a.txt']);
	});

	it('is found where the one of the other batch has another name or size', async () => {
		const task = new ScriptedTask().plan('b.txt', storesAndBreaks);
		const { ends } = await deliver(
			task,
			{ claims: new MemoryClaims([], [...stragglers, { name: 'b.txt', size: 6 }]) },
			[second],
		);
		assert.deepEqual(statuses(ends), ['attached']);
	});
});

describe('the record of a delivery', () => {
	it('is told of each step before the next', async () => {
		const steps: string[] = [];
		const task = new ScriptedTask().plan('b.txt', fails('unavailable'));
		task.attachments.push({ id: 900, name: 'logo.png', currentVersionId: 910 });
		const upload = task.upload.bind(task);
		task.upload = sent => {
			steps.push(`request ${sent.map(({ name }) => name)}`);
			return upload(sent);
		};
		const record: DeliveryRecord = {
			began: async ({ ids }, userId) => void steps.push(`began after ${[...ids]} by ${userId}`),
			sending: async ({ name }, size, at) => void steps.push(`sending ${size} of ${name} at ${at}`),
			ended: async ({ file, end }) => void steps.push(`${end.status} ${file.name}`),
		};
		await deliver(task, { record }, [first, second]);
		assert.deepEqual(steps, [
			'began after 900,910 by 501',
			...['sending 5 of a.txt at 0', 'request a.txt', 'attached a.txt'],
			...['sending 5 of b.txt at 0', 'request b.txt'],
			...['sending 5 of b.txt at 500', 'request b.txt', 'attached b.txt'],
		]);
	});

	it('is told why an end is not known before the file is looked for', async () => {
		const steps: string[] = [];
		const task = new ScriptedTask().plan('a.txt', unknown('answer-timeout'));
		const list = task.list.bind(task);
		task.list = () => {
			steps.push('list');
			return list();
		};
		const record: DeliveryRecord = {
			began: async () => {},
			sending: async () => void steps.push('sending'),
			ended: async ({ end }) => void steps.push('error' in end ? `${end.status} ${end.error.kind}` : end.status),
		};
		await deliver(task, { record }, [first]);
		assert.deepEqual(steps.slice(0, 4), ['list', 'sending', 'unknown answer-timeout', 'list']);
	});
});
