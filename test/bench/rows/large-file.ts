import { costTable } from '../figures/cost-table.js';
import { MiB, mebibytes, medianCost, seconds } from '../figures/figures.js';
import { type Contestant, inTurn } from '../figures/in-turn.js';
import { atMost, type Row, type Verdict } from '../figures/row.js';
import { type Ground, inEditor } from '../ground.js';
import type { Cost } from '../order.js';
import { type Way, ways } from '../ways/ways.js';

const ours: readonly string[] = ['ours, in Node', inEditor];
const beaten = ['axios + form-data', 'fetch + FormData + openAsBlob', 'read whole, fetch + FormData'];

// What the extension host itself costs is seen in what others cost there.
const othersInEditor: readonly Way[] = ['https.request + form-data', 'fetch + FormData + openAsBlob'];

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
		...othersInEditor.map(way => ({
			name: `${way}, in the editor`,
			rounds: ground.rounds,
			run: () => checked(ground.inEditorWith(way, order)),
		})),
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
	const against = (reference: string): Verdict =>
		atMost(`${name}: CPU, against 1.5 × ${reference}`, own.cpuMs, 1.5 * costOf(reference, costs).cpuMs, seconds);
	return [
		atMost(`${name}: time, against the best of fetch and axios in Node`, own.wallMs, least('wallMs'), seconds),
		atMost(`${name}: CPU, against the best of fetch and axios in Node`, own.cpuMs, least('cpuMs'), seconds),
		against('https.request + form-data'),
		...(name === inEditor ? [against('https.request + form-data, in the editor')] : []),
		atMost(`${name}: memory added`, own.addedBytes, 96 * MiB, mebibytes),
	];
}

function costOf(name: string, costs: ReadonlyMap<string, Cost>): Cost {
	const cost = costs.get(name);
	if (!cost) {
		throw new Error(`${name} took no part`);
	}
	return cost;
}
