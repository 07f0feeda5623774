import { MiB, mebibytes, medianCost, seconds } from '../figures/figures.js';
import { type Contestant, inTurn } from '../figures/in-turn.js';
import { atMost, type Row } from '../figures/row.js';
import type { Ground } from '../ground.js';
import type { Cost, Order } from '../order.js';

/** What our client adds to the memory for files of 64 MiB and for one of 4 GiB and a byte. */
export async function measureFlatness(ground: Ground, tell: (line: string) => void): Promise<Row> {
	const small = 64 * MiB;
	const large = Math.round(4096 * ground.scale) * MiB + 1;
	const smallOrder: Order = { ...ground.order([ground.file('64-MiB.bin', small)]), times: 16 };
	const largeOrder = ground.order([ground.file('4-GiB.bin', large)]);
	const rounds = Math.min(2, ground.rounds);
	const contestant = (name: string, run: () => Promise<Cost>): Contestant<Cost> => ({ name, rounds, run });
	await ground.sink.take();
	const results = await inTurn(
		[
			contestant('16 × 64 MiB, in Node', () => ground.inNode('ours, in Node', smallOrder)),
			contestant('4 GiB, in Node', async () => {
				await ground.sink.take();
				const cost = await ground.inNode('ours, in Node', largeOrder);
				await ground.arrived(large);
				return cost;
			}),
			contestant('16 × 64 MiB, in the editor', () => ground.inEditor(smallOrder)),
			contestant('4 GiB, in the editor', async () => {
				await ground.sink.take();
				const cost = await ground.inEditor(largeOrder);
				await ground.arrived(large);
				return cost;
			}),
		],
		tell,
	);
	const added = (name: string) => medianCost(results.get(name) ?? []).addedBytes;
	const verdicts = ['in Node', 'in the editor'].flatMap(where => [
		atMost(
			`memory added by 4 GiB and a byte over that of 64 MiB, ${where}`,
			added(`4 GiB, ${where}`) - added(`16 × 64 MiB, ${where}`),
			16 * MiB,
			mebibytes,
			'When garbage is collected is the engine’s business.',
		),
		atMost(
			`memory added by 4 GiB and a byte, ${where}`,
			added(`4 GiB, ${where}`),
			(where === 'in the editor' ? 16 : 96) * MiB,
			mebibytes,
		),
	]);
	return {
		work: 'memory from 64 MiB to 4 GiB and a byte, loopback',
		verdicts,
		tables: [
			{
				caption: `Memory added, medians of ${rounds} rounds`,
				head: ['Work', 'Memory added', 'Time'],
				lines: [...results].map(([name, all]) => {
					const { addedBytes, wallMs } = medianCost(all);
					return [name, mebibytes(addedBytes), seconds(wallMs)];
				}),
			},
		],
	};
}
