import assert from 'node:assert/strict';
import type { EarlierAttempt } from '../../../src/attach/arrival/lookout.js';
import type { ListedAttachment } from '../../../src/attach/attachment.js';
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

	it('are not missed: nobody knows that they were ever sent', async () => {
		const missed: unknown[] = [];
		const record = {
			began: async () => {},
			sending: async () => {},
			ended: async (outcome: { readonly missed?: unknown }) => void missed.push(outcome.missed),
		};
		await deliver(new ScriptedTask(), { ...notBegun(first), record }, [first]);
		assert.deepEqual(missed, [undefined]);
	});

	it('are cancelled, and neither failed nor unknown, where that is known before they are sent', async () => {
		const { ends } = await deliver(new ScriptedTask(), { ...notBegun(first), signal: AbortSignal.abort() }, [first]);
		assert.deepEqual(statuses(ends), ['cancelled']);
	});
});

describe('files of an interrupted batch of which nobody knows what was on the task before', () => {
	const untold = new Set([first, second]);
	const on = (...list: readonly Partial<ListedAttachment>[]) =>
		new ScriptedTask(list.map((item, index) => ({ id: 800 + index, name: 'x', size: 9, userId: 502, ...item })));

	it('are sent where nothing of their names is on the task, without another look', async () => {
		const task = on({ name: 'a (1).txt' });
		const { ends } = await deliver(task, { untold });
		assert.deepEqual(statuses(ends), ['attached', 'attached', 'attached']);
		assert.deepEqual([task.requests.toSorted(), task.lists], [['a.txt', 'b.txt', 'c.txt'], 1]);
	});

	for (const [what, item] of [
		['of their name', { name: 'a.txt' }],
		['of a name that a server may make of theirs', { name: 'A-txt' }],
		[
			'with a newest version of their name',
			{ currentVersion: { id: 850, name: 'a.txt', size: 9, userId: 502 }, currentVersionId: 850 },
		],
	] as const) {
		it(`are in doubt, and not sent, where anything ${what} is on the task, whoever sent it`, async () => {
			const task = on(item);
			const { ends } = await deliver(task, { untold });
			assert.deepEqual(statuses(ends), ['unknown', 'attached', 'attached']);
			assert.ok(ends[0]?.status === 'unknown' && ends[0].looked === 'unclear' && ends[0].attempt === undefined);
			assert.deepEqual(task.requests.toSorted(), ['b.txt', 'c.txt']);
		});
	}

	it('are in doubt, too, where anything of ours is as large: COR may have renamed it; but for what is another file', async () => {
		const ours = { name: 'x', size: 5, userId: me };
		assert.deepEqual(statuses((await deliver(on(ours), { untold: new Set([first]) })).ends)[0], 'unknown');
		assert.deepEqual(
			statuses((await deliver(on({ ...ours, size: 6 }), { untold: new Set([first]) })).ends)[0],
			'attached',
		);
		const claims = new MemoryClaims([800]);
		assert.deepEqual(statuses((await deliver(on(ours), { untold: new Set([first]), claims })).ends)[0], 'attached');
	});

	it('are not sent, and may have arrived, where the list cannot be read: the others are sent', async () => {
		const task = new ScriptedTask();
		task.list = () => Promise.reject(new CorError('server', 'HTTP 500'));
		const { ends } = await deliver(task, { untold });
		assert.deepEqual(kinds(ends), ['unknown network', 'unknown network', 'attached']);
		assert.deepEqual(task.requests, ['c.txt']);
	});

	it('are told with their ends, once each', async () => {
		const task = on({ name: 'a.txt' }).plan('b.txt', fails('rejected'));
		assert.deepEqual(kinds((await deliver(task, { untold })).ends), ['unknown network', 'failed rejected', 'attached']);
	});
});
