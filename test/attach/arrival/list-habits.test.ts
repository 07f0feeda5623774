import assert from 'node:assert/strict';
import { AllListHabits, ListHabits } from '../../../src/attach/arrival/list-habits.js';
import type { ListedAttachment, StoredAttachment } from '../../../src/attach/attachment.js';

const task = 4101;
const me = 501;
const item = (id: number, changes: Partial<ListedAttachment> = {}): ListedAttachment => ({
	id,
	name: `${id}.txt`,
	size: 5,
	userId: me,
	currentVersionId: id,
	...changes,
});

/** A file of five bytes was answered with attachment 901 at 10 s. */
function afterAnswer(changes: Partial<StoredAttachment> = {}): ListHabits {
	const habits = new ListHabits();
	habits.answered({ id: 901, name: 'a.txt', ...changes }, { taskId: task, size: 5, at: 10_000 });
	return habits;
}

describe('how long a file has to be missing from lists', () => {
	const watchAfter = (...looks: readonly (readonly [readAt: number, ...list: readonly ListedAttachment[]])[]) => {
		const habits = afterAnswer();
		for (const [readAt, ...list] of looks) {
			habits.listed(task, list, readAt);
		}
		return habits.watchMs;
	};

	it('is 20 seconds where nothing is known', () => {
		assert.equal(new ListHabits().watchMs, 20_000);
		assert.equal(watchAfter(), 20_000);
		assert.equal(watchAfter([10_000, item(900)]), 20_000);
	});

	it('is 5 seconds once a list was seen to show a file within two and a half seconds of its answer', () => {
		assert.equal(watchAfter([10_000, item(901)]), 5_000);
		assert.equal(watchAfter([12_500, item(901)]), 5_000);
		assert.equal(watchAfter([12_501, item(901)]), 20_000);
	});

	it('is 5 seconds where the list shows it as the newest version of another', () => {
		const currentVersion = { id: 901, name: 'a.txt', size: 5 };
		assert.equal(watchAfter([10_000, item(900, { currentVersionId: 901, currentVersion })]), 5_000);
	});

	it('is 20 seconds for ever once a list was seen without one that was answered before, whatever comes then', () => {
		assert.equal(watchAfter([10_000], [10_000, item(901)]), 20_000);
		assert.equal(watchAfter([10_000, item(901)], [60_000]), 20_000);
	});

	it('is nothing that a list tells whose reading began before the answer, or after a clock was set back', () => {
		assert.equal(watchAfter([9_999, item(901)]), 20_000);
		assert.equal(watchAfter([9_999], [10_000, item(901)]), 5_000);
	});
});

describe('a list of which only what is new was read', () => {
	it('says nothing of what it does not show, and all of what it does', () => {
		const habits = afterAnswer();
		habits.listed(task, [item(902)], 10_500, false);
		habits.listed(task, [item(901)], 11_000, false);
		assert.equal(habits.watchMs, 5_000);
		habits.listed(task, [item(902)], 11_500);
		assert.equal(habits.watchMs, 20_000);
	});
});

describe('the sizes that lists give', () => {
	it('are known to differ once one is seen that does, or that is missing', () => {
		for (const [listed, differ] of [
			[item(901), false],
			[item(901, { size: 6 }), true],
			[item(901, { size: 0 }), true],
			[{ id: 901, name: 'a.txt' }, true],
		] as const) {
			const habits = afterAnswer();
			habits.listed(task, [listed], 10_000);
			assert.equal(habits.sizesDiffer, differ);
		}
	});

	it('stay known to differ', () => {
		const habits = afterAnswer();
		habits.listed(task, [item(901, { size: 6 })], 10_000);
		habits.listed(task, [item(901)], 11_000);
		assert.equal(habits.sizesDiffer, true);
	});

	it('are not learnt from what no answer has named, nor from another task', () => {
		const habits = afterAnswer();
		habits.listed(task, [item(900, { size: 6 })], 10_000);
		habits.listed(4102, [item(901, { size: 6 })], 10_000);
		assert.equal(habits.sizesDiffer, false);
	});
});

describe('whom COR names as the one who sent', () => {
	it('is nobody at first', () => {
		assert.deepEqual(new ListHabits().ownIds, new Set());
	});

	it('is everybody whom answers and lists name for what was sent', () => {
		const habits = afterAnswer({ userId: 601 });
		assert.deepEqual(habits.ownIds, new Set([601]));
		habits.listed(task, [item(901, { userId: 602 }), item(900, { userId: 603 })], 10_000);
		assert.deepEqual(habits.ownIds, new Set([601, 602]));
	});

	it('is known of lists once one has named somebody for what was sent', () => {
		const habits = afterAnswer({ userId: 601 });
		assert.equal(habits.knowsOwners, false);
		habits.listed(task, [item(901, { userId: 602 })], 10_000);
		assert.equal(habits.knowsOwners, true);
	});

	it('is not learnt where COR names nobody', () => {
		const habits = afterAnswer();
		habits.listed(task, [{ id: 901, name: 'a.txt', size: 5 }], 10_000);
		assert.deepEqual(habits.ownIds, new Set());
	});
});

describe('the answers from which the habits of lists are learnt', () => {
	it('are those of one task each: a list of another says nothing of them', () => {
		const habits = afterAnswer();
		habits.listed(4102, [], 10_000);
		habits.listed(task, [item(901)], 10_000);
		assert.equal(habits.watchMs, 5_000);
	});

	it('are the newest 50', () => {
		const habits = afterAnswer();
		for (let id = 902; id <= 951; id += 1) {
			habits.answered({ id, name: 'b.txt' }, { taskId: task, size: 5, at: 10_000 });
		}
		const others = Array.from({ length: 49 }, (_, index) => item(903 + index));
		habits.listed(task, [item(901, { size: 6 }), item(902), ...others], 10_000);
		assert.equal(habits.sizesDiffer, false);
		habits.listed(task, [item(902, { size: 6 }), ...others], 10_000);
		assert.equal(habits.sizesDiffer, true);
	});
});

describe('the habits of lists', () => {
	it('are shared by all that one person does at one server, and by nobody else', () => {
		const all = new AllListHabits();
		const url = new URL('https://a.example/v1');
		const habits = all.of(url, 'Lucía');
		assert.equal(all.of(new URL('https://a.example/v1'), 'Lucía'), habits);
		assert.notEqual(all.of(new URL('https://b.example/v1'), 'Lucía'), habits);
		assert.notEqual(all.of(url, 'Ana'), habits);
		assert.notEqual(all.of(url, undefined), habits);
	});
});
