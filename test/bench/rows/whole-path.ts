import path from 'node:path';
import { costTable } from '../figures/cost-table.js';
import { MiB, mebibytes, medianCost } from '../figures/figures.js';
import { inTurn } from '../figures/in-turn.js';
import type { Row } from '../figures/row.js';
import { type Ground, inEditor, taskId } from '../ground.js';
import type { Cost, Order } from '../order.js';
import { startCorServer } from '../programs/cor-server.js';
import type { Way } from '../ways/ways.js';

const others: readonly Way[] = ['curl', 'undici.request + form-data', 'https.request + form-data', 'ours, in Node'];

/** One file of 1 GiB to the sandbox, which parses the form, hashes the file and keeps it on the disk. */
export async function measureWholePath(ground: Ground, tell: (line: string) => void): Promise<Row> {
	const size = Math.round(1024 * ground.scale) * MiB;
	const cor = await startCorServer(path.join(ground.dir, 'cor-whole'));
	try {
		const order: Order = {
			...ground.order([ground.file('whole.bin', size)]),
			apiUrl: `http://127.0.0.1:${cor.port}/v1`,
			token: cor.token,
		};
		const stored = async (run: Promise<Cost>): Promise<Cost> => {
			const cost = await run;
			const { files, complaints } = await cor.take(taskId);
			if (files !== 2 || complaints.length > 0) {
				throw new Error(`${files} files are on the task: ${complaints.join('; ')}`);
			}
			return cost;
		};
		const contestants = [
			...others.map(name => ({ name: name as string, run: () => stored(ground.inNode(name, order)) })),
			{ name: inEditor, run: () => stored(ground.inEditor(order)) },
		];
		const results = await inTurn(
			contestants.map(contestant => ({ ...contestant, rounds: 1 })),
			tell,
		);
		const costs = new Map([...results].map(([name, all]) => [name, medianCost(all)]));
		return {
			work: `1 file of ${mebibytes(size)} to the sandbox`,
			verdicts: [],
			tables: [costTable(`One file of ${mebibytes(size)} to the sandbox, which keeps it; one round`, costs)],
		};
	} finally {
		await cor.stop();
	}
}
