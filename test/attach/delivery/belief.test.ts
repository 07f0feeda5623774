import assert from 'node:assert/strict';
import type { ListedAttachment } from '../../../src/attach/attachment.js';
import { PackTrust } from '../../../src/attach/delivery/pack-trust.js';
import { CorError } from '../../../src/attach/errors.js';
import type { PlannedFile } from '../../../src/attach/plan/plan.js';
import { type Answer, deliver, filesNamed, kinds, me, ScriptedTask, statuses, stores } from '../kit/scripted-task.js';
import { MemoryClaims, oneByOne } from '../kit/unattended.js';

const [first, second] = filesNamed('a.txt', 'b.txt') as [PlannedFile, PlannedFile];
const before: ListedAttachment = { id: 800, name: 'a.txt', size: 5, userId: me, currentVersionId: 850 };

/** COR's answer names the attachment with that id, and nothing is stored. */
const names =
	(id: number): Answer =>
	(_, { name, size }) => ({ status: 'attached', attachment: { id, name, size, userId: me } });

/** COR stores the file, and its answer names another attachment. */
const storesAndNames =
	(id: number): Answer =>
	(task, file) => {
		task.store(file);
		return names(id)(task, file);
	};

describe('an attachment that COR’s answer names for a file', () => {
	for (const id of [800, 850]) {
		it(`is not believed where it was on the task before (${id === 800 ? 'a root' : 'its newest version'}): the file is looked for, and sent again`, async () => {
			const task = new ScriptedTask([before]).plan('a.txt', names(id));
			const { ends } = await deliver(task, [first], oneByOne);

			assert.deepEqual(ends, [{ status: 'attached', attachment: task.attachments[1] }]);
			assert.deepEqual(task.requests, ['a.txt', 'a.txt']);
		});
	}

	it('is not believed where it is another file’s, in whatever window', async () => {
		const task = new ScriptedTask().plan('a.txt', names(990));
		const { ends } = await deliver(task, [first], { ...oneByOne, claims: new MemoryClaims([990]) });

		assert.deepEqual(ends, [{ status: 'attached', attachment: task.attachments[0] }]);
		assert.deepEqual(task.requests, ['a.txt', 'a.txt']);
	});

	it('is not believed where it is called like another file of the batch, or of one that may still come', async () => {
		const asOther: Answer = (at, file) => {
			const { id, size } = at.store(file);
			return { status: 'attached', attachment: { id, name: 'B-txt', ...(size !== undefined && { size }), userId: me } };
		};
		const asked = async (sent: readonly PlannedFile[], claims = new MemoryClaims()) => {
			const task = new ScriptedTask().plan('a.txt', asOther);
			const { ends } = await deliver(task, sent, { ...oneByOne, claims });
			assert.deepEqual([statuses(ends)[0], task.requests.length], ['attached', sent.length]);
			return ends[0]?.status === 'attached' && ends[0].isFound === true;
		};
		assert.equal(await asked([first, second]), true);
		assert.equal(await asked([first], new MemoryClaims([], [{ name: 'b.txt', size: 9 }])), true);
		assert.equal(await asked([first]), false);
	});

	it('is not believed where it was another file of the batch before', async () => {
		const task = new ScriptedTask().plan('b.txt', names(901));
		const { ends } = await deliver(task, [first, second], oneByOne);

		assert.deepEqual(
			ends.map(end => end.status === 'attached' && end.attachment.id),
			[901, 902],
		);
		assert.deepEqual(task.requests, ['a.txt', 'b.txt', 'b.txt']);
	});

	it('is believed for one file alone of a request with several, and costs COR the trust in packs', async () => {
		const task = new ScriptedTask().plan('b.txt', names(901));
		const trust = new PackTrust('earned');
		const { ends } = await deliver(task, [first, second], { trust });

		assert.deepEqual(
			ends.map(end => end.status === 'attached' && end.attachment.id),
			[901, 902],
		);
		assert.deepEqual(task.requests, ['a.txt+b.txt', 'b.txt']);
		assert.equal(trust.take(10), 1);
	});

	it('that cannot be believed keeps the file from being sent again where the task shows it', async () => {
		const task = new ScriptedTask([before]).plan('a.txt', storesAndNames(800));
		const { ends } = await deliver(task, [first], oneByOne);

		assert.deepEqual(ends, [{ status: 'attached', attachment: task.attachments[1], isFound: true }]);
		assert.deepEqual(task.requests, ['a.txt']);
	});

	it('that cannot be believed leaves the file in doubt where the list cannot be read', async () => {
		const task = new ScriptedTask().plan('a.txt', names(990));
		task.list = () => Promise.reject(new CorError('server', 'HTTP 500'));
		const { ends } = await deliver(task, [first, second], { ...oneByOne, claims: new MemoryClaims([990]) });

		assert.deepEqual(kinds(ends), ['unknown not-in-answer', 'attached']);
		assert.deepEqual(task.requests, ['a.txt', 'b.txt']);
	});

	it('is claimed for the file once it is believed', async () => {
		const claims = new MemoryClaims();
		await deliver(new ScriptedTask(), [first, second], { ...oneByOne, claims });

		assert.deepEqual([...claims.claimed], [901, 902]);
		assert.ok(await claims.claim(901, first));
		assert.ok(!(await claims.claim(901, second)));
	});
});

describe('what is learnt of COR’s lists while files are sent', () => {
	it('comes from the answers that are believed', async () => {
		const task = new ScriptedTask().plan('a.txt', (at, file) => ({
			status: 'attached',
			attachment: at.store(file, { userId: 777 }),
		}));
		await deliver(task, [first], oneByOne);
		assert.deepEqual([...task.habits.ownIds], [777]);

		task.habits.listed(task.taskId, await task.list(), 0);
		assert.deepEqual([task.habits.watchMs, task.habits.sizesDiffer], [5_000, false]);
		task.habits.listed(task.taskId, [{ id: 901, name: 'a.txt', size: 6 }], 0);
		assert.equal(task.habits.sizesDiffer, true);
	});

	it('does not come from those that are not', async () => {
		const task = new ScriptedTask([before]).plan('a.txt', (_, { name }) => ({
			status: 'attached',
			attachment: { id: 800, name, userId: 777 },
		}));
		await deliver(task, [first], oneByOne);

		assert.deepEqual([...task.habits.ownIds], [me]);
	});

	it('lets a file be found that COR names somebody else for', async () => {
		const asSomebody: Answer = (task, file) => ({ status: 'attached', attachment: task.store(file, { userId: 777 }) });
		const breaksAs: Answer = (task, file) => {
			asSomebody(task, file);
			return { status: 'unknown', error: new CorError('network', 'ECONNRESET') };
		};
		const learnt = new ScriptedTask().plan('a.txt', asSomebody).plan('b.txt', breaksAs);
		assert.deepEqual(statuses((await deliver(learnt, [first, second], oneByOne)).ends), ['attached', 'attached']);

		const unlearnt = new ScriptedTask().plan('a.txt', breaksAs).plan('b.txt', stores);
		assert.deepEqual(statuses((await deliver(unlearnt, [first, second], oneByOne)).ends), ['unknown', 'attached']);
		assert.deepEqual(unlearnt.requests, ['a.txt', 'b.txt']);
	});
});
