import assert from 'node:assert/strict';
import type { EarlierAttempt } from '../../../src/attach/arrival/lookout.js';
import type { Attempt, ListedAttachment } from '../../../src/attach/attachment.js';
import type { DeliveryRecord } from '../../../src/attach/delivery/ledger.js';
import { CorError } from '../../../src/attach/errors.js';
import type { PlannedFile } from '../../../src/attach/plan/plan.js';
import {
	type Changes,
	deliver as deliverPacked,
	earlier,
	fails,
	filesNamed,
	kinds,
	me,
	ScriptedTask,
	statuses,
} from '../kit/scripted-task.js';
import { MemoryClaims, oneByOne } from '../kit/unattended.js';

const files = filesNamed('a.txt', 'b.txt', 'c.txt');
const [first, second] = files as [PlannedFile, PlannedFile];

/** Each file in a request of its own. */
const deliver = (task: ScriptedTask, changes: Changes = {}, sent = files) =>
	deliverPacked(task, sent, { ...oneByOne, ...changes });

/** Earlier requests with a file that is sent by itself, as they are written down with its end. */
async function missedOf(
	task: ScriptedTask,
	changes: Changes,
	file: PlannedFile,
): Promise<readonly Attempt[] | undefined> {
	const missed: (readonly Attempt[] | undefined)[] = [];
	const record: DeliveryRecord = {
		began: async () => {},
		sending: async () => {},
		ended: async outcome => void missed.push(outcome.missed),
	};
	await deliver(task, { ...changes, record }, [file]);
	assert.equal(missed.length, 1);
	return missed[0];
}

describe('a batch that goes on after the editor ended', () => {
	it('looks first for what may have arrived, and does not send it', async () => {
		const task = new ScriptedTask();
		task.store(first);
		const { ends } = await deliver(task, { earlier: new Map([[first, earlier]]) });
		assert.deepEqual(statuses(ends), ['attached', 'attached', 'attached']);
		assert.deepEqual(task.requests, ['b.txt', 'c.txt']);
	});

	it('sends what did not arrive once that is known, and the others meanwhile', async () => {
		const task = new ScriptedTask();
		const { ends } = await deliver(task, { earlier: new Map([[first, earlier]]) });
		assert.deepEqual(statuses(ends), ['attached', 'attached', 'attached']);
		assert.deepEqual(task.requests, ['b.txt', 'c.txt', 'a.txt']);
	});

	it('looks for a file that cannot be sent any more', async () => {
		const problem = new CorError('file-missing', 'gone');
		const [there, gone] = [
			{ ...first, problem },
			{ ...second, problem },
		];
		const task = new ScriptedTask();
		task.store(first);
		const { ends } = await deliver(
			task,
			{
				earlier: new Map([
					[there, earlier],
					[gone, earlier],
				]),
			},
			[there, gone],
		);
		assert.equal(ends[0]?.status, 'attached');
		assert.deepEqual(ends[1], { status: 'failed', error: problem });
		assert.deepEqual(task.requests, []);
	});

	it('reads the list no more than any other where nothing is in doubt', async () => {
		const task = new ScriptedTask();
		await deliver(task, { earlier: new Map() });
		assert.equal(task.lists, 1);
	});

	it('only looks where nobody asked to send', async () => {
		const task = new ScriptedTask();
		const only = new Map([[first, { ...earlier, mayRepeat: false }]]);
		const { ends } = await deliver(task, { earlier: only }, [first]);
		assert.ok(ends[0]?.status === 'unknown' && ends[0].looked === 'absent');
		assert.deepEqual(task.requests, []);
	});
});

describe('files of an interrupted batch that were not begun as far as is known', () => {
	const unlikely: EarlierAttempt = { ...earlier, isUnlikely: true };
	const notBegun = (...which: readonly PlannedFile[]) => ({
		earlier: new Map(which.map(file => [file, unlikely] as const)),
	});

	it('are all looked for with one look, and sent together where they are not there', async () => {
		const task = new ScriptedTask();
		const { ends, waitedMs } = await deliverPacked(task, files, notBegun(...files));
		assert.deepEqual(statuses(ends), ['attached', 'attached', 'attached']);
		assert.deepEqual(task.requests, ['a.txt+b.txt', 'c.txt']);
		assert.deepEqual([task.lists, waitedMs], [2, 0]);
	});

	it('are found where they had arrived though nothing was written down, and not sent', async () => {
		const task = new ScriptedTask();
		task.store(second);
		const { ends } = await deliver(task, notBegun(...files));
		assert.deepEqual(ends[1], { status: 'attached', attachment: task.attachments[0], isFound: true });
		assert.deepEqual(statuses(ends), ['attached', 'attached', 'attached']);
		assert.deepEqual(task.requests, ['a.txt', 'c.txt']);
	});

	it('stay in doubt where something may be them, and are not sent', async () => {
		const task = new ScriptedTask();
		task.store(first, { userId: 502 });
		const { ends } = await deliver(task, notBegun(...files));
		assert.deepEqual(kinds(ends), ['unknown network', 'attached', 'attached']);
		assert.ok(ends[0]?.status === 'unknown' && ends[0].looked === 'unclear');
		assert.deepEqual(task.requests.toSorted(), ['b.txt', 'c.txt']);
	});

	it('stay in doubt where the list cannot be read', async () => {
		const task = new ScriptedTask();
		task.list = () => Promise.reject(new CorError('server', 'HTTP 500'));
		const { ends } = await deliver(task, notBegun(first), [first, second]);
		assert.deepEqual(kinds(ends), ['unknown network', 'attached']);
		assert.deepEqual(task.requests, ['b.txt']);
	});

	it('keep nothing else waiting that cannot be taken for them', async () => {
		const task = new ScriptedTask();
		await deliver(task, notBegun(second));
		assert.deepEqual(task.requests.toSorted(), ['a.txt', 'b.txt', 'c.txt']);
		assert.equal(task.requests[0], 'a.txt');
	});

	it('are looked for later, too: if they were sent, they may be listed late, or under another name', async () => {
		const attempt = notBegun(first).earlier.get(first)?.attempt;
		assert.deepEqual(await missedOf(new ScriptedTask(), notBegun(first), first), [attempt]);
	});

	it('are cancelled, and neither failed nor unknown, where that is known before they are sent', async () => {
		const { ends } = await deliver(new ScriptedTask(), { ...notBegun(first), signal: AbortSignal.abort() }, [first]);
		assert.deepEqual(statuses(ends), ['cancelled']);
	});
});

describe('files of an interrupted batch of which nobody knows what was on the task before', () => {
	const plannedAt = Date.parse('2026-11-24T03:00:00Z');
	const untold = new Map([
		[first, plannedAt],
		[second, plannedAt],
	]);
	const old = '2026-11-23 02:59:59';
	const young = '2026-11-23T03:00:00.000Z';
	const on = (...list: readonly Partial<ListedAttachment>[]) =>
		new ScriptedTask(
			list.map((item, index) => ({ id: 800 + index, name: 'x', size: 9, userId: 502, createdAt: young, ...item })),
		);

	const knowingOwners = (task: ScriptedTask): ScriptedTask => {
		const ours = { id: 700, name: 'd.txt', size: 5, userId: me };
		task.habits.answered(ours, { taskId: task.taskId, size: 5, at: 0 });
		task.habits.listed(task.taskId, [ours], 0);
		return task;
	};

	it('are sent where all that is on the task was there a day before, without another look', async () => {
		const task = on({ name: 'a.txt', createdAt: old }, { size: 5, userId: me, createdAt: old });
		const { ends } = await deliver(task, { untold });
		assert.deepEqual(statuses(ends), ['attached', 'attached', 'attached']);
		assert.deepEqual([task.requests.toSorted(), task.lists], [['a.txt', 'b.txt', 'c.txt'], 1]);
	});

	for (const [what, item] of [
		['put there since', {}],
		['of which COR does not tell when', { createdAt: undefined }],
		['with a newer version', { createdAt: old, currentVersionId: 850, currentVersion: { id: 850, name: 'x' } }],
	] as const) {
		it(`are in doubt, and not sent, where anything ${what} is on the task: COR may tell of other names, sizes and owners`, async () => {
			const task = on(item as Partial<ListedAttachment>);
			const { ends } = await deliver(task, { untold });
			assert.deepEqual(statuses(ends), ['unknown', 'unknown', 'attached']);
			assert.ok(ends[0]?.status === 'unknown' && ends[0].looked === 'unclear' && ends[0].attempt === undefined);
			assert.deepEqual(task.requests, ['c.txt']);
		});
	}

	it('are looked for later, too, by what is on the task when they are sent', async () => {
		const task = on({ createdAt: old });
		const baseline = { ids: new Set([800]), currentVersions: {} };
		const attempt = { size: 5, userId: me, baseline, sentAt: plannedAt };
		assert.deepEqual(await missedOf(task, { untold: new Map([[first, plannedAt]]) }, first), [attempt]);
	});

	it('are sent where that is known to be another file of ours', async () => {
		const { ends } = await deliver(on({}), { untold, claims: new MemoryClaims([800]) });
		assert.deepEqual(statuses(ends), ['attached', 'attached', 'attached']);
	});

	it('are sent where that is known to be somebody else’s, but for one of its name', async () => {
		const task = knowingOwners(on({ name: 'A-txt' }));
		assert.deepEqual(statuses((await deliver(task, { untold })).ends), ['unknown', 'attached', 'attached']);
	});

	for (const [what, item] of [
		['tells nothing of versions', {}],
		[
			'tells of a newer one',
			{ currentVersionId: 850, currentVersion: { id: 850, name: 'x', userId: 502, createdAt: young } },
		],
	] as const) {
		it(`are in doubt as versions where the list ${what}`, async () => {
			const version = { ...first, parentId: 800 };
			const task = knowingOwners(on({ createdAt: old, ...item }));
			const { ends } = await deliver(task, { untold: new Map([[version, plannedAt]]) }, [version]);
			assert.deepEqual(statuses(ends), ['unknown']);
		});
	}

	it('are not sent, and may have arrived, where the list cannot be read: the others are sent', async () => {
		const task = new ScriptedTask();
		task.list = () => Promise.reject(new CorError('server', 'HTTP 500'));
		const { ends } = await deliver(task, { untold });
		assert.deepEqual(kinds(ends), ['unknown network', 'unknown network', 'attached']);
		assert.deepEqual(task.requests, ['c.txt']);
	});

	it('are told with their ends, once each', async () => {
		const task = knowingOwners(on({ name: 'a.txt' })).plan('b.txt', fails('rejected'));
		assert.deepEqual(kinds((await deliver(task, { untold })).ends), ['unknown network', 'failed rejected', 'attached']);
	});
});
