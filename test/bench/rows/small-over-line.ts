import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { median, ratio, seconds } from '../figures/figures.js';
import { inTurn } from '../figures/in-turn.js';
import { atMost, type Row } from '../figures/row.js';
import { type Ground, inEditor, taskId } from '../ground.js';
import { startCorServer } from '../programs/cor-server.js';
import { startLine } from '../programs/line.js';
import { type Way, ways } from '../ways/ways.js';

interface Batch {
	readonly wallMs: number;
	readonly requests: number;
	readonly connections: number;
}

// The fastest way to send one request a file, one after another: the line is what it waits for.
const baseline: Way = 'undici.request + form-data';
const notForMany: readonly Way[] = ['the same, reads of 1 MiB', 'read whole, fetch + FormData'];
const ours: readonly string[] = ['ours, in Node', inEditor];

/** 1,000 files of 20 KiB to the sandbox over the line, ours against one request for each, one after another. */
export async function measureSmallOverLine(ground: Ground, tell: (line: string) => void): Promise<Row> {
	const count = Math.round(1_000 * ground.scale);
	const cor = await startCorServer(path.join(ground.dir, 'cor-line'), ground.identity);
	const line = await startLine(cor.port);
	try {
		const apiUrl = `https://127.0.0.1:${line.port}/v1`;
		const order = { ...ground.order(writeFiles(ground.dir, count)), apiUrl, token: cor.token, ca: ground.identity.ca };
		const run = async (name: string): Promise<Batch> => {
			const { wallMs } = await (name === inEditor ? ground.inEditor(order) : ground.inNode(name as Way, order));
			const { uploads, files, complaints } = await cor.take(taskId);
			if (files !== count + 1 || complaints.length > 0) {
				throw new Error(`${name}: ${files - 1} of ${count} files are on the task: ${complaints.join('; ')}`);
			}
			return { wallMs, requests: uploads - 1, connections: await line.takeConnections() };
		};
		const names = [...Object.keys(ways).filter(way => !notForMany.some(name => name === way)), inEditor];
		const results = await inTurn(
			names.map(name => ({
				name,
				rounds: ours.includes(name) ? Math.min(2, ground.rounds) : 1, // each of the others takes most of a minute
				run: () => run(name),
			})),
			tell,
		);
		const wallMs = (name: string) => median((results.get(name) ?? []).map(batch => batch.wallMs));
		return {
			work: `${count} files of 20 KiB over the line`,
			verdicts: ours.map(name =>
				atMost(
					`${name}: time against one request a file, one after another`,
					wallMs(name) / wallMs(baseline),
					0.25,
					value => `${value.toFixed(3)} ×`,
				),
			),
			tables: [
				{
					caption: `${count} files of 20 KiB to the sandbox over the line`,
					head: [
						'Way',
						'Time',
						`× ${baseline}`,
						'Requests with files',
						'Connections, with those of the small file before',
					],
					lines: [...results].map(([name, all]) => [
						name,
						seconds(wallMs(name)),
						ratio(wallMs(name), wallMs(baseline)),
						String(median(all.map(({ requests }) => requests))),
						String(median(all.map(({ connections }) => connections))),
					]),
				},
			],
		};
	} finally {
		await line.stop();
		await cor.stop();
	}
}

function writeFiles(dir: string, count: number): string[] {
	const folder = path.join(dir, 'small');
	mkdirSync(folder);
	return Array.from({ length: count }, (_, index) => {
		const file = path.join(folder, `file-${index}.txt`);
		writeFileSync(file, `${index} `.repeat(20 * 1024).slice(0, 20 * 1024));
		return file;
	});
}
