import assert from 'node:assert/strict';
import fc from 'fast-check';
import { deliverMessage } from '../../../src/attach/task-message/deliver-message.js';
import { type Deliver, type MessageSchedule, messageSchedules, runMessage } from './message-runs.js';

const runs = Number(process.env.FAULT_SCHEDULES) || 3_000;
const seed = Number(process.env.FAULT_SEED) || 20_261_129;

const plain: MessageSchedule = {
	references: 'told',
	lagMs: 0,
	others: [],
	posts: [],
	lists: [],
	presses: 0,
	cancelAt: null,
};

describe('a message to which anything may happen', () => {
	it(`is sent at most once for each word of the person, and told as it is, ${runs} times`, async () => {
		await fc.assert(
			fc.asyncProperty(messageSchedules, async schedule => {
				assert.deepEqual(await runMessage(schedule), []);
			}),
			{ numRuns: runs, seed },
		);
	});

	const mutants: readonly (readonly [what: string, schedule: MessageSchedule, deliver: Deliver])[] = [
		[
			'repeats blindly what is not known',
			{ ...plain, posts: [{ kind: 'status', status: 503, stored: 0 }] },
			async (ids, before, ports) => {
				const posted = await ports.post(ports.signal);
				return posted.status === 'unknown'
					? deliverMessage(ids, before, ports)
					: deliverMessage(ids, posted as never, ports);
			},
		],
		[
			'takes a message that is not listed for one that was not sent',
			{ ...plain, references: 'missing', posts: [{ kind: 'reset', stored: 0 }] },
			async (ids, before, ports) => {
				const end = await deliverMessage(ids, before, ports);
				return end.status === 'unknown' ? { status: 'failed', error: end.error } : end;
			},
		],
		[
			'takes any message that refers to one of its files for its own',
			{ ...plain, others: [[7]], posts: [{ kind: 'reset', stored: 'no' }] },
			(ids, before, ports) => deliverMessage(ids.slice(0, 1), before, ports),
		],
		[
			'believes whatever came with a 200',
			{ ...plain, posts: [{ kind: 'page', stored: 'no' }] },
			(ids, before, ports) =>
				deliverMessage(ids, before, {
					...ports,
					post: async signal => {
						const end = await ports.post(signal);
						return 'error' in end && end.error.kind === 'unreadable-answer' ? { status: 'sent' } : end;
					},
				}),
		],
	];
	for (const [what, schedule, mutant] of mutants) {
		it(`catches a mutant that ${what}`, async () => {
			assert.deepEqual(await runMessage(schedule), []);
			assert.notDeepEqual(await runMessage(schedule, mutant), []);
		});
	}
});
