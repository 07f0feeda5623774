import type { ChooseCost } from '../editor/editor-orders.js';
import { median, milliseconds } from '../figures/figures.js';
import { atMost, headline, type Row } from '../figures/row.js';
import type { Ground } from '../ground.js';
import { writeFolder } from './many-files.js';

const busy =
	'Painting takes a processor, too: on a machine that does something else at the same time, its pauses are in it.';

/** 5,000 files in 100 folders, and two files, from the command to the pick of the task and to the review. */
export async function measureChoosing(ground: Ground, tell: (line: string) => void): Promise<Row> {
	const count = Math.round(5_000 * ground.scale);
	const editor = await ground.editor();
	const many = ground.order([writeFolder(ground.dir, count)]);
	const two = ground.order([ground.file('one.txt', 5), ground.file('two.txt', 5)]);
	await editor.review(two); // from now on there is a task to propose
	const costs: Record<'two' | 'many', ChooseCost[]> = { two: [], many: [] };
	for (let round = 0; round <= Math.max(3, ground.rounds); round += 1) {
		for (const [name, order] of [
			['two', two],
			['many', many],
		] as const) {
			const cost = await editor.choose(order);
			tell(`  ${name}: pick ${milliseconds(cost.pickMs)}, review ${milliseconds(cost.reviewMs)}`);
			costs[name].push(...(round > 0 ? [cost] : [])); // the first is to get warm
		}
	}
	const middle = (name: 'two' | 'many', part: (cost: ChooseCost) => number) => median(costs[name].map(part));
	const pickMs = (name: 'two' | 'many') => middle(name, cost => cost.pickMs);
	const reviewMs = (name: 'two' | 'many') => middle(name, cost => cost.reviewMs);
	const line = (what: string, name: 'two' | 'many') => [
		what,
		milliseconds(pickMs(name)),
		milliseconds(reviewMs(name)),
		milliseconds(middle(name, ({ blocks }) => blocks.longestCpuMs)),
	];
	return {
		work: 'to choose, in the editor',
		verdicts: [
			atMost('two files: from the command to the pick, painted', pickMs('two'), 50, milliseconds, busy),
			atMost(
				`${count} files in 100 folders: from the command to the pick, painted`,
				pickMs('many'),
				100,
				milliseconds,
				busy,
			),
			atMost(
				`${count} files in 100 folders: from the command to the review, painted`,
				reviewMs('many'),
				700,
				milliseconds,
				busy,
			),
		].map(headline),
		tables: [
			{
				caption: `From the command, of somebody who takes the proposed task at once; medians of ${costs.many.length}`,
				head: ['What', 'To the pick', 'To the review', 'Longest block, CPU'],
				lines: [line('two files', 'two'), line(`${count} files in 100 folders`, 'many')],
			},
		],
	};
}
