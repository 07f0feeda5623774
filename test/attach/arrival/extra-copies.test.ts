import assert from 'node:assert/strict';
import { extraStanding } from '../../../src/attach/arrival/extra-copies.js';
import { lingeringOf } from '../../../src/attach/arrival/late-copies.js';
import type { Attempt, ListedAttachment } from '../../../src/attach/attachment.js';
import type { FileEnd } from '../../../src/attach/outcome.js';
import type { PlannedFile } from '../../../src/attach/plan/plan.js';
import { earlier, filesNamed, me } from '../kit/scripted-task.js';

const [file, other] = filesNamed('a.txt', 'b.txt') as [PlannedFile, PlannedFile];
const { error, attempt } = earlier;
const attemptAt = (sentAt: number): Attempt => ({ ...attempt, sentAt });
const outcomeOf = (planned: PlannedFile, end: FileEnd, missed: readonly Attempt[] = []) => ({
	file: planned,
	end,
	tookMs: 0,
	...(missed.length > 0 && { missed }),
});
const attached: FileEnd = { status: 'attached', attachment: { id: 901, name: 'a.txt' } };

describe('what may still turn up of files', () => {
	const times = (...args: Parameters<typeof lingeringOf>) =>
		lingeringOf(...args).map(({ outcome, attempts }) => [
			outcome.file.name,
			outcome.end.status,
			...attempts.map(({ sentAt }) => sentAt),
		]);

	it('is that of the requests the list did not show, and of the last one where its end is not known', () => {
		const unknown: FileEnd = { status: 'unknown', error, attempt: attemptAt(2) };
		assert.deepEqual(times([outcomeOf(file, unknown, [attemptAt(1)]), outcomeOf(other, attached)]), [
			['a.txt', 'unknown', 1, 2],
		]);
		assert.deepEqual(
			times([outcomeOf(file, { status: 'unknown', error }), outcomeOf(other, attached, [attemptAt(3)])]),
			[['b.txt', 'attached', 3]],
		);
	});

	it('is that of earlier requests, too, where they are sent again, and of others that are not', () => {
		const before = lingeringOf([
			outcomeOf(file, { status: 'failed', error }, [attemptAt(1)]),
			outcomeOf(other, { status: 'failed', error }, [attemptAt(2)]),
		]);
		assert.deepEqual(times([outcomeOf({ ...file }, attached)], before), [
			['b.txt', 'failed', 2],
			['a.txt', 'attached', 1],
		]);
	});
});

describe('a copy that could be removed', () => {
	const seen = { size: 5, userId: me, createdAt: '2026-11-28T10:00:00Z' };
	const copyOf = (id: number, changes: Partial<ListedAttachment> = {}): ListedAttachment => ({
		id,
		name: 'a.txt',
		currentVersionId: id,
		...seen,
		...changes,
	});
	const [extra, late] = [copyOf(901), copyOf(902)];
	const standing = (...list: readonly ListedAttachment[]) =>
		extraStanding({ attachments: [{ id: 901, name: 'a.txt' }, late], extra: { id: 901, name: 'a.txt' } }, list);

	it('can be while the other is there, as large, and as it was seen', () => {
		assert.deepEqual(standing(late, extra), { status: 'extra', kept: late });
	});

	it('cannot be where it is gone, or is the only one', () => {
		assert.deepEqual(standing(late), { status: 'gone' });
		assert.deepEqual(standing(extra, copyOf(903)), { status: 'alone' });
		const none = { attachments: [late] };
		assert.deepEqual(extraStanding(none, [extra, late]), { status: 'gone' });
	});

	it('cannot be where it has versions, or the list does not tell', () => {
		assert.deepEqual(standing(copyOf(901, { currentVersionId: 905 }), late), { status: 'has-versions' });
		const { currentVersionId: _, ...silent } = extra;
		assert.deepEqual(standing(silent, late), { status: 'has-versions' });
	});

	for (const [what, changes] of Object.entries({
		size: { size: 4 },
		owner: { userId: 7 },
		time: { createdAt: '2026-11-28T10:00:01Z' },
	})) {
		it(`cannot be where the other one has another ${what} by then`, () => {
			assert.deepEqual(standing(extra, copyOf(902, changes)), { status: 'differs' });
		});
	}
});
