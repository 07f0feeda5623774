import assert from 'node:assert/strict';
import type { Claims } from '../../../src/attach/arrival/claims.js';
import type { LateCopy } from '../../../src/attach/arrival/late-copies.js';
import { LaterLooks } from '../../../src/attach/arrival/later-looks.js';
import { ListHabits } from '../../../src/attach/arrival/list-habits.js';
import type { ListedAttachment } from '../../../src/attach/attachment.js';
import type { PlannedFile } from '../../../src/attach/plan/plan.js';
import { earlier, filesNamed } from '../kit/scripted-task.js';

const taskId = 4101;
const files = filesNamed('a.txt', 'b.txt') as [PlannedFile, PlannedFile];
const { error, attempt } = earlier;
const arrived: readonly ListedAttachment[] = files.map(({ name, size = 0 }, index) => ({
	id: 901 + index,
	name,
	size,
	userId: attempt.userId,
	currentVersionId: 901 + index,
}));

/** Looks for files in doubt, which have arrived. */
class Looking {
	readonly claimed: number[] = [];
	readonly told: string[] = [];
	readonly later = new LaterLooks({
		now: () => attempt.sentAt + 1_000,
		after: (_ms, action) => {
			this.timers.push(action);
			return () => {};
		},
	});
	readonly timers: (() => void)[] = [];

	constructor({ onList = () => {}, onClaim = () => {} }: { onList?: () => unknown; onClaim?: () => unknown }) {
		const claims: Claims = {
			look: async () => ({ claimed: new Set(this.claimed), stragglers: [] }),
			claim: async id => {
				this.claimed.push(id);
				await onClaim();
				return true;
			},
		};
		this.later.watch({
			taskId,
			files,
			claims,
			habits: new ListHabits(),
			lingering: files.map(file => ({
				outcome: { file, end: { status: 'unknown', error, attempt }, tookMs: 0 },
				attempts: [{ ...attempt, size: file.size ?? 0 }],
			})),
			list: async () => {
				await onList();
				return arrived;
			},
			onLate: async (copies: readonly LateCopy[]) => {
				this.told.push(...copies.map(({ kind, file }) => `${file.name} ${kind}`));
			},
		});
	}
}

describe('a later look', () => {
	it('tells of each file that has arrived, once', async () => {
		const looking = new Looking({});

		assert.deepEqual([await looking.later.lookNow(), await looking.later.lookNow()], [true, false]);
		assert.deepEqual(looking.told, ['a.txt arrived', 'b.txt arrived']);
		assert.deepEqual(looking.claimed, [901, 902]);
	});

	it('tells of each file once, too, where a person asks while another look is under way', async () => {
		const looking = new Looking({});
		looking.timers[0]?.();
		await looking.later.lookNow();

		assert.deepEqual(looking.told, ['a.txt arrived', 'b.txt arrived']);
	});

	it('leaves alone a file that is sent again while the list is read', async () => {
		const looking: Looking = new Looking({ onList: () => looking.later.forget(taskId, files.slice(0, 1)) });
		await looking.later.lookNow();

		assert.deepEqual(looking.told, ['b.txt arrived']);
		assert.deepEqual(looking.claimed, [902]);
	});

	it('leaves alone a file that is sent again while another one is claimed', async () => {
		const looking: Looking = new Looking({ onClaim: () => looking.later.forget(taskId, files.slice(1)) });
		await looking.later.lookNow();

		assert.deepEqual(looking.told, ['a.txt arrived']);
		assert.deepEqual(looking.claimed, [901]);
	});
});
