import assert from 'node:assert/strict';
import { ListHabits } from '../../../src/attach/arrival/list-habits.js';
import { type EarlierAttempt, Lookout } from '../../../src/attach/arrival/lookout.js';
import type { ListedAttachment } from '../../../src/attach/attachment.js';
import { CorError } from '../../../src/attach/errors.js';
import type { PlannedFile } from '../../../src/attach/plan/plan.js';
import { ManualClock } from '../kit/manual-clock.js';
import { earlier, filesNamed, me } from '../kit/scripted-task.js';
import { MemoryClaims } from '../kit/unattended.js';

type List = readonly ListedAttachment[];
type Doubts = ReadonlyMap<PlannedFile, EarlierAttempt>;

const [file, other, third] = filesNamed('a.txt', 'b.txt', 'c.txt') as [PlannedFile, PlannedFile, PlannedFile];
const attempts: Doubts = new Map([[file, earlier]]);
const given = (changes: Partial<EarlierAttempt>): Doubts => new Map([[file, { ...earlier, ...changes }]]);
const dayMs = 86_400_000;
const sentAt = (at: number): Doubts => given({ attempt: { ...earlier.attempt, sentAt: at } });

const listed = (name: string, id = 901, changes: Partial<ListedAttachment> = {}): ListedAttachment => ({
	id,
	name,
	size: 5,
	userId: me,
	currentVersionId: id,
	...changes,
});

/** Habits of a server that was seen to show a file at once. */
function quick(): ListHabits {
	const habits = new ListHabits();
	habits.answered({ id: 801, name: 'x' }, { taskId: 4101, size: 5, at: 0 });
	habits.listed(4101, [{ id: 801, name: 'x', size: 5 }], 0);
	return habits;
}

/** A clock that somebody puts forward or back. */
class SetClock extends ManualClock {
	offsetMs = 0;

	override now(): number {
		return super.now() + this.offsetMs;
	}
}

interface Changes {
	readonly signal?: AbortSignal;
	readonly files?: readonly PlannedFile[];
	readonly claims?: MemoryClaims;
	readonly habits?: ListHabits;
	readonly userId?: number | undefined;
	readonly clock?: ManualClock;
}

/** A lookout, and what it did. `list` gives what the task shows at each look, beginning with 1. */
function lookoutWith(list: (look: number, signal: AbortSignal) => List | Promise<List>, changes: Changes = {}) {
	const { signal = new AbortController().signal, files = [file, other, third] } = changes;
	const { claims = new MemoryClaims(), habits = new ListHabits(), clock = new ManualClock() } = changes;
	const seen = { looks: 0, watched: [] as string[], known: undefined as number[] | undefined };
	const lookout = new Lookout({
		list: async (patience, isKnown) => {
			seen.looks += 1;
			seen.known = isKnown && [899, 900, 901].filter(isKnown);
			return list(seen.looks, patience);
		},
		habits: () => habits,
		userId: async () => ('userId' in changes ? changes.userId : me),
		claims,
		clock,
		signal,
		files,
		onWatch: open => void seen.watched.push(open.map(({ name }) => name).join('+')),
	});
	return { lookout, seen, clock, claims };
}

/** Looks for files in lists that come one after the other, the last one again and again. */
async function look(lists: readonly List[], doubts: Doubts = attempts, changes: Changes = {}) {
	const { lookout, seen, clock, claims } = lookoutWith(at => lists[Math.min(at, lists.length) - 1] ?? [], changes);
	const ends = await lookout.watch(doubts);
	return {
		end: ends.get([...doubts.keys()][0] ?? file),
		ends: [...ends.values()].map(end => ('looked' in end ? `${end.status} ${end.looked}` : end.status)),
		looks: seen.looks,
		waitedMs: clock.now(),
		watched: seen.watched,
		known: seen.known,
		claims,
	};
}

/** A list that never comes, until whoever reads it is told to stop. */
const never = (_: number, signal: AbortSignal) =>
	new Promise<never>((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));

const turns = async (count = 20): Promise<void> => {
	for (let turn = 0; turn < count; turn += 1) {
		await new Promise(setImmediate);
	}
};

describe('a file that is looked for on the task', () => {
	it('has to be missing for 20 seconds before it is said not to be there, and is looked for less often after five', async () => {
		const { end, looks, waitedMs } = await look([[]]);
		assert.deepEqual(end, { status: 'failed', error: earlier.error });
		assert.deepEqual([looks, waitedMs], [7, 21_000]);
	});

	it('has to be missing for five seconds where lists were seen to show new files at once', async () => {
		const { end, looks, waitedMs } = await look([[]], attempts, { habits: quick() });
		assert.equal(end?.status, 'failed');
		assert.deepEqual([looks, waitedMs], [4, 6_000]);
	});

	it('has to be missing as long as what is learnt meanwhile asks for', async () => {
		const habits = quick();
		const { lookout, clock } = lookoutWith(
			at => {
				if (at === 3) {
					habits.listed(4101, [], 0); // what was answered is missing
				}
				return [];
			},
			{ habits },
		);
		await lookout.watch(attempts);
		assert.equal(clock.now(), 21_000);
	});

	it('has to be missing for two seconds where it may not be sent again anyway', async () => {
		const { ends, looks, waitedMs } = await look([[]], given({ mayRepeat: false }));
		assert.deepEqual([ends, looks, waitedMs], [['unknown absent'], 2, 2_000]);
	});

	it('has to be missing for two seconds where an earlier run began to send it more than a day ago', async () => {
		const { ends, looks, waitedMs } = await look([[]], sentAt(-dayMs));
		assert.deepEqual([ends, looks, waitedMs], [['failed'], 2, 2_000]);
		assert.equal((await look([[]], sentAt(10_000 - dayMs))).waitedMs, 11_000);
		assert.equal((await look([[]], sentAt(30_000 - dayMs))).waitedMs, 21_000);
	});

	it('has to be missing for 20 seconds after a request that took hours, in this run and in an earlier one', async () => {
		const { attempt } = earlier;
		const justEnded = given({ hasJustEnded: true, attempt: { ...attempt, sentAt: -2 * dayMs } });
		assert.equal((await look([[]], justEnded)).waitedMs, 21_000);
		assert.equal((await look([[]], sentAt(-dayMs / 2))).waitedMs, 21_000);
	});

	it('has to be missing in one list where nothing tells that it was ever sent', async () => {
		const { ends, looks, waitedMs } = await look([[]], given({ isUnlikely: true }));
		assert.deepEqual([ends, looks, waitedMs], [['failed'], 1, 0]);
	});

	it('is looked for as long as anything, where something may be it, and then nobody knows', async () => {
		const renamed = [listed('renamed by COR')];
		for (const doubts of [attempts, given({ mayRepeat: false }), given({ isUnlikely: true }), sentAt(-2 * dayMs)]) {
			const { ends, waitedMs, end } = await look([renamed], doubts);
			assert.deepEqual([ends, waitedMs], [['unknown unclear'], 21_000]);
			assert.ok(end?.status === 'unknown' && end.attempt === doubts.get(file)?.attempt);
		}
		assert.equal((await look([renamed], attempts, { habits: quick() })).waitedMs, 6_000);
	});

	it('is found as soon as a list shows it, and looked for no longer', async () => {
		const { end, looks, waitedMs } = await look([[], [listed('renamed')], [], [listed('a.txt')], []]);
		assert.equal(end?.status, 'attached');
		assert.deepEqual([looks, waitedMs], [4, 6_000]);
	});

	it('is found 20 seconds after it was sent, where the list shows it only then', async () => {
		const { end } = await look([[], [], [], [], [], [], [listed('a.txt')]]);
		assert.equal(end?.status, 'attached');
	});

	it('is given as it was found, with a hash only where there is one', async () => {
		assert.deepEqual((await look([[listed('a.txt')]])).end, {
			status: 'attached',
			attachment: listed('a.txt'),
			isFound: true,
		});
		assert.deepEqual((await look([[listed('a.txt')]], given({ sent: { sha256: 'ab', grownFrom: 3 } }))).end, {
			status: 'attached',
			attachment: listed('a.txt'),
			isFound: true,
			sha256: 'ab',
			grownFrom: 3,
		});
	});

	it('is found with the bytes that were sent, whatever it was planned with', async () => {
		const grown = { ...file, size: 9 };
		const { ends } = await look([[listed('a.txt')]], new Map([[grown, earlier]]), { files: [grown] });
		assert.deepEqual(ends, ['attached']);
	});

	it('is found as a version of its parent', async () => {
		const version = { ...file, parentId: 800 };
		const attempt = { ...earlier.attempt, baseline: { ids: new Set([800]), currentVersions: { 800: 800 } } };
		const root = (currentVersionId: number): ListedAttachment => ({
			...listed('a.txt', 800, { currentVersionId }),
			...(currentVersionId !== 800 && { currentVersion: listed('a.txt', currentVersionId) }),
		});
		const doubts = new Map([[version, { ...earlier, attempt }]]);
		const { end } = await look([[root(800)], [root(901)]], doubts, { files: [version] });
		assert.ok(end?.status === 'attached' && end.attachment.id === 901);
		assert.deepEqual((await look([[root(800)]], doubts, { files: [version] })).ends, ['failed']);
	});

	it('that is one of many is not said to be missing while something may be it', async () => {
		const names = Array.from({ length: 25 }, (_, index) => `f${index}.txt`);
		const others = filesNamed(...names);
		const doubts = new Map([...given({ isUnlikely: true }), ...others.map(each => [each, earlier] as const)]);
		const task = [...names.map((name, index) => listed(name, 902 + index)), listed('renamed by COR', 901)];
		const { end, ends } = await look([task], doubts, { files: [file, ...others] });
		assert.ok(end?.status === 'unknown' && end.looked === 'unclear');
		assert.deepEqual(ends.slice(1), Array(25).fill('attached'));
	});
});

describe('the ids and sizes by which a file is looked for', () => {
	const learnt = (): ListHabits => {
		const habits = new ListHabits();
		habits.answered({ id: 801, name: 'x', userId: 777 }, { taskId: 4101, size: 5, at: 0 });
		return habits;
	};

	it('are also those by which COR is known to name the one who sends', async () => {
		const theirs = [listed('a.txt', 901, { userId: 777 })];
		assert.deepEqual((await look([theirs], attempts, { habits: learnt() })).ends, ['attached']);
		assert.deepEqual((await look([theirs])).ends, ['unknown unclear']);
		assert.deepEqual((await look([[listed('a.txt')]], attempts, { habits: learnt() })).ends, ['attached']);
	});

	it('are not those of whoever sends now where somebody else had sent it, or nobody knows who sends', async () => {
		const theirs = [listed('a.txt', 901, { userId: 777 })];
		for (const userId of [502, undefined]) {
			assert.deepEqual((await look([theirs], attempts, { habits: learnt(), userId })).ends, ['unknown unclear']);
			assert.deepEqual((await look([[listed('a.txt')]], attempts, { habits: learnt(), userId })).ends, ['attached']);
		}
	});

	it('leave a file in doubt where lists give other sizes, and anything of ours is new', async () => {
		const habits = learnt();
		const rounded = [listed('renamed', 901, { size: 1 })];
		assert.deepEqual((await look([rounded], attempts, { habits })).ends, ['failed']);
		habits.listed(4101, [{ id: 801, name: 'x', size: 1 }], 0);
		assert.deepEqual((await look([rounded], attempts, { habits })).ends, ['unknown unclear']);
	});
});

describe('several files that are looked for', () => {
	const both: Doubts = new Map([...attempts, [other, earlier]]);

	it('are all looked for in the same list', async () => {
		const { ends, looks } = await look([[listed('a.txt', 901), listed('b.txt', 902)]], both);
		assert.deepEqual([ends, looks], [['attached', 'attached'], 1]);
	});

	it('have each its own: what was found as one is no other', async () => {
		const { ends, claims } = await look([[listed('a.txt')]], both);
		assert.deepEqual(ends, ['attached', 'failed']);
		assert.deepEqual([...claims.claimed], [901]);
	});

	it('are told of as long as they are looked for', async () => {
		const { watched } = await look([[listed('a.txt', 901)], [listed('a.txt', 901), listed('b.txt', 902)]], both);
		assert.deepEqual(watched, ['a.txt+b.txt', 'b.txt', '']);
	});

	it('that come while a list is read are not looked for in that one, but in the next, with the others', async () => {
		let show: (list: List) => void = () => {};
		const { lookout, seen, clock } = lookoutWith(at =>
			at === 1
				? new Promise<List>(resolve => {
						show = resolve;
					})
				: [listed('b.txt', 902)],
		);
		const first = lookout.watch(given({ mayRepeat: false }));
		await turns();
		const second = lookout.watch(new Map([[other, earlier]]));
		show([listed('b.txt', 902)]);
		assert.equal((await second).get(other)?.status, 'attached');
		assert.equal((await first).get(file)?.status, 'unknown');
		assert.deepEqual([seen.looks, clock.now()], [2, 2_000]);
		assert.deepEqual(seen.watched.slice(0, 2), ['a.txt', 'a.txt+b.txt']);
	});

	it('that come during a pause share the looks that follow, and each is looked for as long as it needs', async () => {
		const { lookout, seen, clock } = lookoutWith(() => []);
		const decidedAt: Record<string, number> = {};
		const watch = async (each: PlannedFile) => {
			const ends = await lookout.watch(new Map([[each, earlier]]));
			assert.equal(ends.get(each)?.status, 'failed');
			decidedAt[each.name] = clock.now();
		};
		const first = watch(file);
		await new Promise<void>(resolve => clock.after(3_000, resolve));
		await Promise.all([first, watch(other)]);
		assert.deepEqual([decidedAt, seen.looks], [{ 'a.txt': 20_000, 'b.txt': 25_000 }, 9]);
	});

	it('are given to whoever asked for them, each as soon as those are decided', async () => {
		const { lookout, clock } = lookoutWith(() => [listed('b.txt', 902)]);
		const missing = lookout.watch(attempts);
		await lookout.watch(new Map([[other, earlier]]));
		assert.ok(clock.now() < 20_000);
		await missing;
		assert.equal(clock.now(), 21_000);
	});

	it('are looked for anew once all that were before are decided', async () => {
		const { lookout, seen } = lookoutWith(() => [listed('a.txt', 901), listed('b.txt', 902)]);
		await lookout.watch(attempts);
		assert.equal((await lookout.watch(new Map([[other, earlier]]))).get(other)?.status, 'attached');
		assert.equal(seen.looks, 2);
	});
});

describe('an attachment that is claimed', () => {
	it('is never taken for the file where another one has it, in this window or any', async () => {
		const claims = new MemoryClaims([901]);
		assert.deepEqual((await look([[listed('a.txt')]], attempts, { claims })).ends, ['failed']);
	});

	it('is not taken for the file where another one was faster to claim it', async () => {
		const claims = new MemoryClaims();
		const asked: number[] = [];
		claims.claim = async id => {
			asked.push(id);
			return false;
		};
		assert.deepEqual((await look([[listed('a.txt')]], attempts, { claims })).ends, ['failed']);
		assert.equal(asked[0], 901);
	});

	it('is seen to be so at each look', async () => {
		const claims = new MemoryClaims();
		const { lookout } = lookoutWith(
			async at => {
				if (at === 2) {
					await claims.claim(901, other);
				}
				return [listed('renamed')];
			},
			{ claims },
		);
		assert.equal((await lookout.watch(attempts)).get(file)?.status, 'failed');
	});

	it('is the file that was found, from then on', async () => {
		const { claims } = await look([[listed('a.txt')]]);
		assert.ok(await claims.claim(901, file));
		assert.ok(!(await claims.claim(901, other)));
	});
});

describe('two files that COR may give one name', () => {
	const [one, two] = filesNamed('a.txt', 'A-txt') as [PlannedFile, PlannedFile];
	const doubt: Doubts = new Map([[one, earlier]]);

	it('are not told apart by a name that each could have', async () => {
		assert.deepEqual((await look([[listed('a.txt')]], doubt, { files: [one, two] })).ends, ['unknown unclear']);
	});

	it('are told apart by their size', async () => {
		const files = [one, { ...two, size: 6 }];
		assert.deepEqual((await look([[listed('a.txt')]], doubt, { files })).ends, ['attached']);
	});

	it('are not told apart where the one that is looked for had another size when it was planned', async () => {
		const grown = { ...one, size: 9 };
		const files = [grown, two];
		const { ends } = await look([[listed('a.txt')]], new Map([[grown, earlier]]), { files });
		assert.deepEqual(ends, ['unknown unclear']);
	});

	it('are not told apart where one is of another batch, as long as that may still come', async () => {
		const claims = new MemoryClaims([], [{ name: 'A-txt', size: 5 }]);
		assert.deepEqual((await look([[listed('a.txt')]], attempts, { claims })).ends, ['unknown unclear']);

		const { lookout } = lookoutWith(
			at => {
				claims.stragglers = at < 3 ? claims.stragglers : [];
				return [listed('a.txt')];
			},
			{ claims },
		);
		assert.equal((await lookout.watch(attempts)).get(file)?.status, 'attached');
	});
});

describe('a file that is to be sent while others are looked for', () => {
	const [upper, numbered] = filesNamed('A-txt', 'a (1).txt') as [PlannedFile, PlannedFile];
	const version = { ...file, parentId: 800 };

	it('is in the way where COR may give both one name, and no longer than they are looked for', async () => {
		const { lookout } = lookoutWith(() => []);
		assert.ok(!lookout.isInTheWay(file));
		const watching = lookout.watch(attempts);
		assert.deepEqual(
			[file, upper, other, numbered].map(each => lookout.isInTheWay(each)),
			[true, true, false, false],
		);
		await watching;
		assert.ok(!lookout.isInTheWay(file));
	});

	it('is in the way where it becomes a version of the same attachment', async () => {
		const { lookout } = lookoutWith(() => []);
		const watching = lookout.watch(new Map([[version, earlier]]));
		assert.deepEqual(
			[{ ...other, parentId: 800 }, { ...other, parentId: 801 }, other].map(each => lookout.isInTheWay(each)),
			[true, false, false],
		);
		await watching;
	});
});

describe('looking for files in a list that cannot be read', () => {
	const broken = () => Promise.reject(new Error('HTTP 500'));
	const garbled = () => Promise.reject(new CorError('unreadable-answer', 'the attachments changed again and again'));

	it('ends with what was known before', async () => {
		const { lookout, seen } = lookoutWith(broken);
		const ends = await lookout.watch(attempts);
		assert.deepEqual(ends.get(file), { status: 'unknown', error: earlier.error, attempt: earlier.attempt });
		assert.deepEqual([seen.looks, seen.watched], [1, ['a.txt', '']]);
	});

	it('says what the list said before it could not be read any more', async () => {
		const { lookout } = lookoutWith(at => (at > 1 ? broken() : []));
		const end = (await lookout.watch(attempts)).get(file);
		assert.ok(end?.status === 'unknown' && end.looked === 'absent');
	});

	it('is tried again where it came and could not be understood, as one that changes while it is read', async () => {
		const { lookout, seen } = lookoutWith(at => (at < 3 ? garbled() : [listed('a.txt')]));
		assert.equal((await lookout.watch(attempts)).get(file)?.status, 'attached');
		assert.equal(seen.looks, 3);
	});

	it('ends with what was known before where it can never be understood', async () => {
		const { lookout, clock } = lookoutWith(garbled);
		assert.deepEqual((await lookout.watch(attempts)).get(file), {
			status: 'unknown',
			error: earlier.error,
			attempt: earlier.attempt,
		});
		assert.ok(clock.now() >= 20_000);
	});

	it('is tried again for files that come later', async () => {
		const { lookout } = lookoutWith(at => (at > 1 ? [listed('b.txt', 902)] : broken()));
		await lookout.watch(attempts);
		assert.equal((await lookout.watch(new Map([[other, earlier]]))).get(other)?.status, 'attached');
	});

	it('ends so for files, too, that came while it was read', async () => {
		let fail: (error: Error) => void = () => {};
		const { lookout } = lookoutWith(
			() =>
				new Promise((_, reject) => {
					fail = reject;
				}),
		);
		const watching = lookout.watch(attempts);
		await turns();
		const later = lookout.watch(new Map([[other, earlier]]));
		fail(new Error('HTTP 500'));
		assert.deepEqual([(await watching).get(file)?.status, (await later).get(other)?.status], ['unknown', 'unknown']);
	});
});

describe('looking for files after Cancel', () => {
	it('gives a list five seconds more, and then does not know', async () => {
		const controller = new AbortController();
		const { lookout, clock } = lookoutWith(
			(at, signal) => {
				controller.abort();
				return never(at, signal);
			},
			{ signal: controller.signal },
		);
		assert.equal((await lookout.watch(attempts)).get(file)?.status, 'unknown');
		assert.equal(clock.now(), 5_000);
	});

	it('gives them to a list that is asked for later, too', async () => {
		const { lookout, clock } = lookoutWith(never, { signal: AbortSignal.abort() });
		assert.deepEqual([(await lookout.watch(attempts)).get(file)?.status, clock.now()], ['unknown', 5_000]);
	});

	it('looks once, and waits for no other look', async () => {
		const { ends, looks, waitedMs } = await look([[]], attempts, { signal: AbortSignal.abort() });
		assert.deepEqual([ends, looks, waitedMs], [['unknown absent'], 1, 0]);
		const found = await look([[listed('a.txt')]], attempts, { signal: AbortSignal.abort() });
		assert.deepEqual([found.ends, found.looks], [['attached'], 1]);
	});

	it('ends at once where it comes in a pause, with what the list said before', async () => {
		const controller = new AbortController();
		const { lookout, seen, clock } = lookoutWith(() => [], { signal: controller.signal });
		const watching = lookout.watch(attempts);
		clock.after(3_000, () => controller.abort());
		const end = (await watching).get(file);
		assert.ok(end?.status === 'unknown' && end.looked === 'absent');
		assert.deepEqual([seen.looks, clock.now()], [2, 3_000]);
	});

	it('leaves nothing behind that would still wait', async () => {
		const waiting = new Set<() => void>();
		const controller = new AbortController();
		const clock = new ManualClock();
		clock.after = (_, action) => {
			waiting.add(action);
			return () => waiting.delete(action);
		};
		const { lookout } = lookoutWith(
			() => {
				controller.abort();
				return [listed('a.txt')];
			},
			{ signal: controller.signal, clock },
		);
		await lookout.watch(attempts);
		assert.equal(waiting.size, 0);
	});
});

describe('a clock that is set while files are looked for', () => {
	const setAt = async (jumpMs: number, doubts: Doubts) => {
		const clock = new SetClock();
		const { lookout, seen } = lookoutWith(
			at => {
				clock.offsetMs = at > 1 ? jumpMs : 0;
				return [];
			},
			{ clock },
		);
		const status = (await lookout.watch(doubts)).get(file)?.status;
		clock.offsetMs = 0;
		return { status, looks: seen.looks, waitedMs: clock.now() };
	};
	const asEver = { status: 'failed', looks: 7, waitedMs: 21_000 };

	it('changes nothing for what this run has sent, back or forward', async () => {
		for (const jumpMs of [-10 * dayMs, 500_000, 10 * dayMs]) {
			assert.deepEqual(await setAt(jumpMs, given({ hasJustEnded: true })), asEver);
		}
	});

	it('changes nothing for what an earlier run has sent where it goes back, or forward by less than a day', async () => {
		for (const jumpMs of [-dayMs, -600_000, dayMs - 100_000]) {
			assert.deepEqual(await setAt(jumpMs, attempts), asEver);
		}
	});

	it('makes what an earlier run has sent look old where it goes forward by more: then two seconds are enough', async () => {
		assert.deepEqual(await setAt(dayMs, attempts), { status: 'failed', looks: 2, waitedMs: 2_000 });
	});

	it('makes what is old look new where it goes back: then it is looked for longer', async () => {
		assert.deepEqual(await setAt(-2 * dayMs, sentAt(-2 * dayMs)), asEver);
	});
});

describe('how much of a list is read to look for files', () => {
	it('is what was not there before any of them', async () => {
		const lookedAfter = (ids: readonly number[]): EarlierAttempt => ({
			...earlier,
			attempt: { ...earlier.attempt, baseline: { ids: new Set(ids), currentVersions: {} } },
		});
		assert.deepEqual((await look([[]], new Map([[file, lookedAfter([899, 900])]]))).known, [899, 900]);
		const both = new Map([
			[file, lookedAfter([899, 900])],
			[other, lookedAfter([900, 901])],
		]);
		assert.deepEqual((await look([[]], both)).known, [900]);
	});

	it('is all of it where one is a version, whose parent may be anywhere', async () => {
		assert.equal((await look([[]], new Map([[{ ...file, parentId: 7 }, earlier]]))).known, undefined);
	});
});
