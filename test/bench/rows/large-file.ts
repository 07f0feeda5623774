import { costTable } from '../cost-table.js';
import { MiB, mebibytes, medianCost, seconds } from '../figures.js';
import { type Ground, inEditor } from '../ground.js';
import { type Contestant, inTurn } from '../in-turn.js';
import type { Cost } from '../order.js';
import { atMost, type Row, type Verdict } from '../row.js';
import { type Way, ways } from '../ways/ways.js';

const ours: readonly string[] = ['ours, in Node', inEditor];
const beaten = ['axios + form-data', 'fetch + FormData + openAsBlob', 'read whole, fetch + FormData'];

/** One file of 1 GiB over loopback to the sink, sent in every way. */
export async function measureLargeFile(ground: Ground, tell: (line: string) => void): Promise<Row> {
	const size = Math.round(1024 * ground.scale) * MiB;
	const order = ground.order([ground.file('large.bin', size)]);
	const checked = async (run: Promise<Cost>): Promise<Cost> => {
		const cost = await run;
		await ground.arrived(size);
		return cost;
	};
	const contestants: Contestant<Cost>[] = [
		...Object.keys(ways).map(way => ({
			name: way,
			rounds: ground.rounds,
			run: () => checked(ground.inNode(way as Way, order)),
		})),
		{ name: inEditor, rounds: ground.rounds, run: () => checked(ground.inEditor(order)) },
	];
	await ground.sink.take();
	const results = await inTurn(contestants, tell);
	const costs = new Map([...results].map(([name, all]) => [name, medianCost(all)]));
	return {
		work: `1 file of ${mebibytes(size)}, loopback`,
		verdicts: ours.flatMap(name => verdictsOn(name, costs)),
		tables: [costTable(`One file of ${mebibytes(size)} to the sink, medians of ${ground.rounds} rounds`, costs)],
	};
}

function verdictsOn(name: string, costs: ReadonlyMap<string, Cost>): Verdict[] {
	const own = costOf(name, costs);
	const least = (part: 'wallMs' | 'cpuMs') => Math.min(...beaten.map(other => costOf(other, costs)[part]));
	const reference = costOf('https.request + form-data', costs).cpuMs;
	const best = costOf('the same, reads of 1 MiB', costs).cpuMs;
	const why = name === inEditor ? 'The extension host works for others, too.' : undefined;
	return [
		atMost(`${name}: time, against the best of fetch and axios`, own.wallMs, least('wallMs'), seconds, why),
		atMost(`${name}: CPU, against the best of fetch and axios`, own.cpuMs, least('cpuMs'), seconds, why),
		atMost(`${name}: CPU, 1.5 × https.request + form-data`, own.cpuMs, 1.5 * reference, seconds, why),
		atMost(`${name}: CPU, 1.5 × the same with reads of 1 MiB`, own.cpuMs, 1.5 * best, seconds, fetchCosts),
	];
}

const fetchCosts =
	'Only `fetch` knows the proxy and the certificates of the user, and its streams cost more than `https.request`.';

function costOf(name: string, costs: ReadonlyMap<string, Cost>): Cost {
	const cost = costs.get(name);
	if (!cost) {
		throw new Error(`${name} took no part`);
	}
	return cost;
}
