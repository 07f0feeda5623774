import { costTable } from '../figures/cost-table.js';
import { MiB, mebibytes, medianCost, ratio, seconds } from '../figures/figures.js';
import { inTurn } from '../figures/in-turn.js';
import { atMost, type Row } from '../figures/row.js';
import { type Ground, inEditor } from '../ground.js';
import type { Cost } from '../order.js';
import { lineShape, startLine } from '../programs/line.js';
import { startSink } from '../programs/sink.js';
import { type Way, ways } from '../ways/ways.js';

const notCompared: readonly string[] = ['the same, reads of 1 MiB', 'read whole, fetch + FormData'];
const compared: readonly string[] = ['curl', 'ours, in Node', inEditor];

/** One file of 200 MiB over a line of 100 Mbit/s with 20 ms each way and TLS, against the time that its bytes take. */
export async function measureLargeOverLine(ground: Ground, tell: (line: string) => void): Promise<Row> {
	const size = Math.round(200 * ground.scale) * MiB;
	const leastMs = (size / lineShape.bytesPerSecond) * 1_000;
	const sink = await startSink(ground.identity);
	const line = await startLine(sink.port);
	try {
		const apiUrl = `https://127.0.0.1:${line.port}/v1`;
		const order = { ...ground.order([ground.file('line.bin', size)]), apiUrl, ca: ground.identity.ca };
		const run = (name: string): Promise<Cost> =>
			name === inEditor ? ground.inEditor(order) : ground.inNode(name as Way, order);
		const results = await inTurn(
			[...Object.keys(ways).filter(way => !notCompared.includes(way)), inEditor].map(name => ({
				name,
				rounds: compared.includes(name) ? Math.min(2, ground.rounds) : 1,
				run: () => run(name),
			})),
			tell,
		);
		const costs = new Map([...results].map(([name, all]) => [name, medianCost(all)]));
		const table = costTable(`One file of ${mebibytes(size)} over the line; its bytes take ${seconds(leastMs)}`, costs);
		const overLeast = ({ wallMs }: Cost) => ratio(wallMs, leastMs);
		return {
			work: `1 file of ${mebibytes(size)} over the line`,
			verdicts: compared
				.slice(1)
				.map(name =>
					atMost(
						`${name}: time against bytes ÷ bandwidth (curl ${overLeast(costs.get('curl') as Cost)})`,
						(costs.get(name)?.wallMs ?? Number.NaN) / leastMs,
						1.03,
						value => `${value.toFixed(3)} ×`,
					),
				),
			tables: [
				{
					...table,
					head: [...table.head, '× bytes ÷ bandwidth'],
					lines: table.lines.map(cells => [...cells, overLeast(costs.get(cells[0] ?? '') as Cost)]),
				},
			],
		};
	} finally {
		await line.stop();
		await sink.stop();
	}
}
