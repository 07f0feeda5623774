import assert from 'node:assert/strict';
import type { DeliveryRecord } from '../../../src/attach/delivery/ledger.js';
import { PackTrust } from '../../../src/attach/delivery/pack-trust.js';
import { planParcels } from '../../../src/attach/delivery/parcels.js';
import { CorError } from '../../../src/attach/errors.js';
import type { Outcome } from '../../../src/attach/outcome.js';
import type { PlannedFile } from '../../../src/attach/plan/plan.js';
import { ManualClock } from '../kit/manual-clock.js';
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
	storesAndBreaks,
	unknown,
} from '../kit/scripted-task.js';

const files = filesNamed('a.txt', 'b.txt', 'c.txt');
const [first, second] = files as [PlannedFile, PlannedFile];

/** Each file in a request of its own; gives how each ended, as it is written down, too. */
async function deliver(task: ScriptedTask, sent: readonly PlannedFile[] = [first], changes: Changes = {}) {
	const outcomes = new Map<PlannedFile, Outcome<PlannedFile>>();
	const record: DeliveryRecord = {
		began: async () => {},
		sending: async () => {},
		ended: async outcome => void outcomes.set(outcome.file, outcome),
	};
	const plan = (all: readonly PlannedFile[]) => all.map(file => [file]);
	return { ...(await deliverPacked(task, sent, { plan, record, ...changes })), outcomes };
}

/** COR stores the file, and something on the way answers so afterwards. */
const storesAndAnswers =
	(answer: Answer): Answer =>
	(task, file) => {
		task.store(file);
		return answer(task, file);
	};

const gateways = [
	unknown('unauthorized', { status: 401 }),
	unknown('rate-limited', { status: 429 }),
	unknown('unavailable', { status: 503 }),
	unknown('server', { status: 500 }),
	unknown('network'),
	unknown('not-in-answer'),
];

describe('a file whose last byte had left when something else than "stored" came', () => {
	for (const answer of gateways) {
		const [what] = kinds([answer(new ScriptedTask(), first)]);

		it(`is found where it is on the task, and not sent again (${what})`, async () => {
			const task = new ScriptedTask().plan('a.txt', storesAndAnswers(answer));
			const { ends } = await deliver(task);
			assert.deepEqual(ends, [{ status: 'attached', attachment: task.attachments[0], isFound: true }]);
			assert.deepEqual(task.requests, ['a.txt']);
		});

		it(`is sent again once it was missing for 20 seconds, and not before (${what})`, async () => {
			const task = new ScriptedTask().plan('a.txt', answer);
			const { ends, waitedMs } = await deliver(task);
			assert.deepEqual(statuses(ends), ['attached']);
			assert.deepEqual(task.requests, ['a.txt', 'a.txt']);
			assert.ok(waitedMs >= 20_000 && waitedMs < 25_000);
		});
	}

	it('is looked for where a list shows it 20 seconds late, and is not sent again', async () => {
		const task = new ScriptedTask().plan('a.txt', storesAndBreaks);
		const list = task.list.bind(task);
		task.list = async () => {
			const all = await list();
			return task.lists <= 7 ? [] : all;
		};
		const { ends } = await deliver(task);
		assert.deepEqual(statuses(ends), ['attached']);
		assert.deepEqual(task.requests, ['a.txt']);
	});

	it('is looked for as long after a request of eleven minutes, and is not sent again', async () => {
		const clock = new ManualClock();
		const now = clock.now.bind(clock);
		let tookMs = 0;
		clock.now = () => now() + tookMs;
		const slow: Answer = (task, file) => {
			tookMs = 660_000;
			return storesAndBreaks(task, file);
		};
		const task = new ScriptedTask().plan('a.txt', slow);
		const list = task.list.bind(task);
		task.list = async () => {
			const all = await list();
			return clock.now() < 668_000 ? [] : all;
		};
		const { ends } = await deliver(task, [first], { clock });
		assert.deepEqual(statuses(ends), ['attached']);
		assert.deepEqual(task.requests, ['a.txt']);
	});

	for (const answer of [
		unknown('answer-timeout'),
		unknown('unreadable-answer'),
		unknown('server', { status: 504 }),
		unknown('server', { status: 524 }),
	]) {
		const end = answer(new ScriptedTask(), first);
		it(`is never sent again unasked after ${kinds([end])} ${'error' in end ? (end.error.details.status ?? '') : ''}`, async () => {
			const task = new ScriptedTask().plan('a.txt', answer);
			const { ends, waitedMs } = await deliver(task);
			assert.ok(ends[0]?.status === 'unknown' && ends[0].looked === 'absent');
			assert.deepEqual([task.requests, waitedMs], [['a.txt'], 2_000]);
		});
	}

	it('is not sent again where the list says nothing of versions, and it was to be one', async () => {
		const task = new ScriptedTask([{ id: 800, name: 'a.txt', size: 5, userId: me }]).plan('a.txt', unknown('network'));
		const { ends } = await deliver(task, [{ ...first, parentId: 800 }]);
		assert.ok(ends[0]?.status === 'unknown' && ends[0].looked === 'unclear');
		assert.deepEqual(task.requests, ['a.txt']);
	});

	it('is told to whoever watches as long as it is looked for', async () => {
		const watched: string[] = [];
		const onWatch = (open: readonly PlannedFile[]) => void watched.push(open.map(({ name }) => name).join('+'));
		await deliver(new ScriptedTask().plan('b.txt', storesAndBreaks), files, { onWatch });
		assert.deepEqual(watched, ['b.txt', '']);
	});
});

describe('a credential that is refused after a file had left', () => {
	const refusedLate = unknown('unauthorized', { status: 401 });
	const refused = fails('unauthorized', { status: 401 });
	const asking = () => {
		const seen = { asked: 0 };
		const reconnect = async () => {
			seen.asked += 1;
			return undefined;
		};
		return { seen, reconnect };
	};

	it('is tried once more before another is asked for: the refusal may come from something on the way', async () => {
		const { seen, reconnect } = asking();
		const { ends } = await deliver(new ScriptedTask().plan('a.txt', refusedLate), [first], { reconnect });
		assert.deepEqual([statuses(ends), seen.asked], [['attached'], 0]);
	});

	it('is asked for anew where it is refused again', async () => {
		for (const again of [refused, refusedLate]) {
			const { seen, reconnect } = asking();
			const task = new ScriptedTask().plan('a.txt', refusedLate, again);
			const { ends } = await deliver(task, [first, second], { reconnect });
			assert.deepEqual(kinds(ends).slice(0, 1), ['failed unauthorized']);
			assert.deepEqual([seen.asked, task.requests.filter(name => name === 'a.txt').length], [1, 2]);
		}
	});

	it('goes on with another one where that is given', async () => {
		const old = new ScriptedTask().plan('a.txt', refusedLate, refused);
		const fresh = new ScriptedTask(old.attachments);
		const { ends } = await deliver(old, [first], { reconnect: async () => fresh });
		assert.deepEqual([statuses(ends), fresh.requests], [['attached'], ['a.txt']]);
	});

	it('is asked for at once where the refusal came before the file had left', async () => {
		const { seen, reconnect } = asking();
		const { waitedMs } = await deliver(new ScriptedTask().plan('a.txt', refused), [first], { reconnect });
		assert.deepEqual([seen.asked, waitedMs], [1, 0]);
	});
});

describe('a server that says after a file had left that it is too much', () => {
	it('gets one request at a time from then on', async () => {
		const sent = filesNamed('1', '2', '3', '4', '5', '6');
		const task = new ScriptedTask().plan('1', unknown('rate-limited', { status: 429 }));
		const upload = task.upload.bind(task);
		let [now, most] = [0, 0];
		task.upload = async uploaded => {
			now += 1;
			most = task.requests.length >= 2 ? Math.max(most, now) : most;
			await new Promise(setImmediate);
			now -= 1;
			return upload(uploaded);
		};
		const { ends } = await deliver(task, sent, { concurrency: 2 });
		assert.deepEqual(statuses(ends), Array(6).fill('attached'));
		assert.equal(most, 1);
	});
});

describe('a request that the list did not show in time', () => {
	it('is told with the end of the file that was sent again, for it may turn up late', async () => {
		const task = new ScriptedTask([{ id: 800, name: 'x', currentVersionId: 800 }]).plan(
			'b.txt',
			unknown('network'),
			unknown('server', { status: 500 }),
		);
		const { outcomes, ends } = await deliver(task, [first, second]);
		const baseline = { ids: new Set([800]), currentVersions: {} };
		assert.deepEqual(statuses(ends), ['attached', 'attached']);
		const missed = outcomes.get(second)?.missed;
		assert.deepEqual(missed?.[0], { size: 5, userId: me, baseline, sentAt: 0 });
		assert.equal(missed?.length, 2);
		assert.ok((missed?.[1]?.sentAt ?? 0) > 5_000);
		assert.equal(outcomes.get(first)?.missed, undefined);
	});

	it('is told, too, where it was of an earlier life of the batch', async () => {
		const { outcomes } = await deliver(new ScriptedTask(), [first], { earlier: new Map([[first, earlier]]) });
		assert.deepEqual(outcomes.get(first)?.missed, [earlier.attempt]);
	});

	it('is told also where the file fails in the end', async () => {
		const task = new ScriptedTask().plan('a.txt', unknown('network'), fails('rejected'));
		const { outcomes, ends } = await deliver(task);
		assert.deepEqual(kinds(ends), ['failed rejected']);
		assert.equal(outcomes.get(first)?.missed?.length, 1);
	});

	it('is nothing where the file was found, or its end stays unknown', async () => {
		for (const answer of [storesAndBreaks, unknown('answer-timeout')]) {
			const { outcomes } = await deliver(new ScriptedTask().plan('a.txt', answer));
			assert.equal(outcomes.get(first)?.missed, undefined);
		}
	});
});

describe('a refusal that speaks of the task or of the person', () => {
	for (const [kind, status] of [
		['forbidden', 403],
		['task-not-found', 417],
	] as const) {
		it(`ends the batch: 20 files are not sent 20 times to hear the same (${status})`, async () => {
			const sent = filesNamed(...Array.from({ length: 20 }, (_, index) => `${index}.bin`));
			const task = new ScriptedTask().plan('0.bin', fails(kind, { status }));
			const { ends } = await deliver(task, sent);
			assert.deepEqual(kinds(ends), Array(20).fill(`failed ${kind}`));
			assert.deepEqual(task.requests, ['0.bin']);
		});

		it(`leaves what is attached, and finds what is looked for (${status})`, async () => {
			const task = new ScriptedTask().plan('b.txt', storesAndBreaks).plan('c.txt', fails(kind, { status }));
			const list = task.list.bind(task);
			task.list = async () => {
				const all = await list();
				return task.lists <= 3 ? [] : all;
			};
			assert.deepEqual(kinds((await deliver(task, files)).ends), ['attached', 'attached', `failed ${kind}`]);
		});

		it(`keeps what is not on the task from being sent again (${status})`, async () => {
			const task = new ScriptedTask().plan('a.txt', unknown('network')).plan('b.txt', fails(kind, { status }));
			const { ends } = await deliver(task, files);
			assert.deepEqual(kinds(ends), ['failed network', `failed ${kind}`, `failed ${kind}`]);
			assert.deepEqual(task.requests, ['a.txt', 'b.txt']);
		});

		it(`does not end it where only the list says so (${status})`, async () => {
			const task = new ScriptedTask();
			task.list = () => Promise.reject(new CorError(kind, `HTTP ${status}`, { status }));
			assert.deepEqual(statuses((await deliver(task, files)).ends), ['attached', 'attached', 'attached']);
		});
	}

	it('is not one that speaks of a file: the others are sent', async () => {
		const task = new ScriptedTask().plan('a.txt', fails('rejected')).plan('b.txt', fails('too-large'));
		assert.deepEqual(kinds((await deliver(task, files)).ends), ['failed rejected', 'failed too-large', 'attached']);
	});
});

describe('600 files of which a third fails', () => {
	const sent = filesNamed(...Array.from({ length: 600 }, (_, index) => `${index}.txt`));
	const oneByOne = (all: readonly PlannedFile[]) => all.map(file => [file]);

	/** How long all takes, and how often the list is read, where a request takes 200 ms; every third file ends in one of these ways. */
	const measure = async (plan: Changes['plan'] & object, answers: readonly Answer[]) => {
		const clock = new ManualClock();
		const task = new ScriptedTask();
		for (let index = 0; index < sent.length && answers.length > 0; index += 3) {
			const answer = answers[(index / 3) % answers.length];
			task.plan(sent[index]?.name ?? '', ...(answer ? [answer] : []));
		}
		const upload = task.upload.bind(task);
		const duringLooks: number[] = [];
		task.upload = async uploaded => {
			duringLooks.push(task.lists);
			await new Promise<void>(resolve => clock.after(200, resolve));
			return upload(uploaded);
		};
		const changes = { clock, concurrency: 2, trust: new PackTrust('earned'), plan };
		const { ends } = await deliver(task, sent, changes);
		const names = (all: readonly { readonly name: string }[]) => all.map(({ name }) => name).toSorted();
		assert.deepEqual(new Set(statuses(ends)), new Set(['attached']));
		assert.deepEqual(names(task.attachments), names(sent));
		return { ms: clock.now(), lists: task.lists, betweenLooks: new Set(duringLooks).size };
	};

	it('are through in three times the time, with a look for all at a time, while the others go on', async () => {
		const whole = await measure(oneByOne, []);
		const third = await measure(oneByOne, [unknown('network'), storesAndBreaks, fails('unavailable')]);
		assert.equal(whole.lists, 1);
		assert.ok(third.ms <= 3 * whole.ms, `${third.ms} ms, ${whole.ms} ms without`);
		assert.ok(third.lists <= 2 + third.ms / 2_000, `${third.lists} lists in ${third.ms} ms`);
		assert.ok(third.betweenLooks > 10, `sent between ${third.betweenLooks} looks`);
	});

	it('are looked for together where they went together, too', async () => {
		const { lists, ms } = await measure(planParcels, [unknown('network'), storesAndBreaks]);
		assert.ok(lists <= 2 + ms / 2_000, `${lists} lists in ${ms} ms`);
	});
});
