import assert from 'node:assert/strict';
import { compareWithTask } from '../../../src/attach/arrival/comparison.js';
import type { ListedAttachment } from '../../../src/attach/attachment.js';
import type { PlannedFile } from '../../../src/attach/plan/plan.js';
import { ManualClock } from '../kit/manual-clock.js';
import { earlier, filesNamed, me } from '../kit/scripted-task.js';

const [file, other] = filesNamed('a.txt', 'b.txt') as [PlannedFile, PlannedFile];
const attempts = new Map([[file, earlier]]);

const listed = (name: string, id = 901): ListedAttachment => ({ id, name, size: 5, userId: me, currentVersionId: id });

interface Changes {
	readonly signal?: AbortSignal;
	readonly files?: readonly PlannedFile[];
	readonly claimed?: Set<number>;
}

/** Looks for the files in lists that come one after the other, the last one again and again. */
async function compare(lists: readonly (readonly ListedAttachment[])[], doubtful = attempts, changes: Changes = {}) {
	const clock = new ManualClock();
	let looks = 0;
	const ends = await compareWithTask(doubtful, {
		list: async () => {
			looks += 1;
			return lists[Math.min(looks, lists.length) - 1] ?? [];
		},
		clock,
		signal: new AbortController().signal,
		files: [...doubtful.keys()],
		stragglers: [],
		claimed: new Set(),
		...changes,
	});
	return { end: ends.get(file), ends: [...ends.values()].map(({ status }) => status), looks, waitedMs: clock.now() };
}

/** A list that never comes, until whoever reads it is told to stop. */
const never = (signal: AbortSignal) =>
	new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));

describe('looking for a file on the task', () => {
	it('looks twice, two seconds apart, before it says that it is not there', async () => {
		const { end, looks, waitedMs } = await compare([[]]);
		assert.equal(end?.status, 'failed');
		assert.deepEqual([looks, waitedMs], [2, 2_000]);
	});

	it('looks five times where the list says something else each time, and then does not know', async () => {
		const lists = [1, 2, 3, 4, 5, 6].map(count =>
			Array.from({ length: count }, (_, index) => listed(`x${index}`, 901 + index)),
		);
		const { end, looks } = await compare(lists);
		assert.ok(end?.status === 'unknown' && end.looked === 'unclear');
		assert.equal(looks, 5);
	});

	it('says what it knew where the list cannot be read', async () => {
		const ends = await compareWithTask(attempts, {
			list: () => Promise.reject(new Error('HTTP 500')),
			clock: new ManualClock(),
			signal: new AbortController().signal,
			files: [file],
			stragglers: [],
			claimed: new Set(),
		});
		assert.deepEqual(ends.get(file), { status: 'unknown', error: earlier.error, attempt: earlier.attempt });
	});

	it('gives what it finds, with a hash only where there is one', async () => {
		assert.deepEqual((await compare([[listed('a.txt')]])).end, { status: 'attached', attachment: listed('a.txt') });
		const hashed = new Map([[file, { ...earlier, sha256: 'ab' }]]);
		assert.deepEqual((await compare([[listed('a.txt')]], hashed)).end, {
			status: 'attached',
			attachment: listed('a.txt'),
			sha256: 'ab',
		});
	});

	it('does not say that it is not there while one of the others that were found hides what may be it', async () => {
		const names = Array.from({ length: 25 }, (_, index) => `f${index}.txt`);
		const doubtful = new Map([...attempts, ...filesNamed(...names).map(each => [each, earlier] as const)]);
		const renamed = listed('renamed by COR', 901);
		const { end } = await compare([[renamed, ...names.map((name, index) => listed(name, 902 + index))]], doubtful);
		assert.ok(end?.status === 'unknown' && end.looked === 'unclear');
	});

	it('claims what it finds, so that the same is not taken for another file', async () => {
		const claimed = new Set<number>();
		const both = new Map([...attempts, [other, earlier]]);
		const { ends } = await compare([[listed('a.txt')]], both, { claimed });
		assert.deepEqual(ends, ['attached', 'failed']);
		assert.deepEqual([...claimed], [901]);
	});
});

describe('looking for a file on the task after Cancel', () => {
	const cancelled = async (cancel: (controller: AbortController) => void) => {
		const clock = new ManualClock();
		const controller = new AbortController();
		const looking = compareWithTask(attempts, {
			list: signal => {
				cancel(controller);
				return never(signal);
			},
			clock,
			signal: controller.signal,
			files: [file],
			stragglers: [],
			claimed: new Set(),
		});
		return { ends: await looking, waitedMs: clock.now() };
	};

	it('gives a list five seconds more, and then does not know', async () => {
		const { ends, waitedMs } = await cancelled(controller => controller.abort());
		assert.equal(ends.get(file)?.status, 'unknown');
		assert.equal(waitedMs, 5_000);
	});

	it('gives them to a list that is asked for later, too', async () => {
		const clock = new ManualClock();
		const ends = await compareWithTask(attempts, {
			list: never,
			clock,
			signal: AbortSignal.abort(),
			files: [file],
			stragglers: [],
			claimed: new Set(),
		});
		assert.deepEqual([ends.get(file)?.status, clock.now()], ['unknown', 5_000]);
	});

	it('looks once, and does not wait for a second look', async () => {
		const { end, looks } = await compare([[]], attempts, { signal: AbortSignal.abort() });
		assert.ok(end?.status === 'unknown' && end.looked === 'absent');
		assert.equal(looks, 1);
	});

	it('leaves nothing behind that would still wait', async () => {
		const waiting = new Set<() => void>();
		const clock = {
			now: () => 0,
			after: (_: number, action: () => void) => {
				waiting.add(action);
				return () => waiting.delete(action);
			},
		};
		const controller = new AbortController();
		await compareWithTask(attempts, {
			list: async () => {
				controller.abort();
				return [listed('a.txt')];
			},
			clock,
			signal: controller.signal,
			files: [file],
			stragglers: [],
			claimed: new Set(),
		});
		assert.equal(waiting.size, 0);
	});
});

describe('two files that COR may give one name', () => {
	it('are not told apart by a name that each could have', async () => {
		const alike = filesNamed('a.txt', 'A-txt') as [PlannedFile, PlannedFile];
		const { ends } = await compare([[listed('a.txt')]], new Map([[alike[0], earlier]]), { files: alike });
		assert.deepEqual(ends, ['unknown']);
	});

	it('are told apart by their size', async () => {
		const [one, two] = filesNamed('a.txt', 'A-txt') as [PlannedFile, PlannedFile];
		const { ends } = await compare([[listed('a.txt')]], new Map([[one, earlier]]), {
			files: [one, { ...two, size: 6 }],
		});
		assert.deepEqual(ends, ['attached']);
	});

	it('may be one file that had another size when it was sent', async () => {
		const grown = { ...file, size: 9 };
		const { ends } = await compare([[listed('a.txt')]], new Map([[grown, earlier]]), { files: [grown] });
		assert.deepEqual(ends, ['attached']);
	});

	it('are not told apart where the one that is looked for had another size when it was planned', async () => {
		const [one, two] = filesNamed('a.txt', 'A-txt') as [PlannedFile, PlannedFile];
		const grown = { ...one, size: 9 };
		const { ends } = await compare([[listed('a.txt')]], new Map([[grown, earlier]]), { files: [grown, two] });
		assert.deepEqual(ends, ['unknown']);
	});
});
