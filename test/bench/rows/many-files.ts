import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { HostCost } from '../editor-orders.js';
import { MiB, mebibytes, milliseconds, seconds } from '../figures.js';
import type { Ground } from '../ground.js';
import { atMost, type Row } from '../row.js';

interface Batch {
	readonly count: number;
	readonly how: 'by a program' | 'with a review';
	/** From the command to the first byte of a file: to find, look at and plan all of them. */
	readonly plannedMs: number;
	readonly cost: HostCost;
	readonly requests: number;
}

const busy = 'On a machine that does something else at the same time, its pauses are in it.';

/** A folder of up to 10,000 files through the command: to plan, to review, to send to the sink, and to account for each. */
export async function measureManyFiles(ground: Ground, tell: (line: string) => void): Promise<Row> {
	const full = Math.round(10_000 * ground.scale);
	const batches: Batch[] = [];
	for (const count of [full / 10, full / 4, full / 2, full].map(Math.round)) {
		batches.push(await measure(ground, count, 'by a program'));
		tell(`  ${count} files: ${seconds(batches.at(-1)?.cost.wallMs ?? 0)}`);
	}
	batches.push(await measure(ground, full, 'with a review'));
	const [, , half, whole, reviewed] = batches as [Batch, Batch, Batch, Batch, Batch];
	const growth = (part: (batch: Batch) => number) => part(whole) / part(half);
	const times = (value: number) => `${value.toFixed(2)} ×`;
	return {
		work: `${full} files, plan, review and account`,
		verdicts: [
			atMost(
				'time to plan twice as many files',
				growth(({ plannedMs }) => plannedMs),
				2.4,
				times,
			),
			atMost(
				'time for all of twice as many files',
				growth(({ cost }) => cost.wallMs),
				2.4,
				times,
			),
			...[whole, reviewed].flatMap(({ how, cost }) => [
				atMost(`memory added, ${how}`, cost.addedBytes, 100 * MiB, mebibytes),
				atMost(`longest block of the host, ${how}`, cost.blocks.longestCpuMs, 50, milliseconds, busy),
			]),
		],
		tables: [
			{
				caption: 'A folder of small files through the command, to the sink over loopback',
				head: [
					'Files',
					'How',
					'To plan',
					'In all',
					'Requests with files',
					'Memory added',
					'Longest block, CPU',
					'by the clock',
				],
				lines: batches.map(({ count, how, plannedMs, cost, requests }) => [
					String(count),
					how,
					seconds(plannedMs),
					seconds(cost.wallMs),
					String(requests),
					mebibytes(cost.addedBytes),
					milliseconds(cost.blocks.longestCpuMs),
					milliseconds(cost.blocks.longestMs),
				]),
			},
		],
	};
}

async function measure(ground: Ground, count: number, how: Batch['how']): Promise<Batch> {
	const editor = await ground.editor();
	const order = ground.order([writeFolder(ground.dir, count)]);
	await ground.sink.take();
	const cost = await (how === 'by a program' ? editor.send(order) : editor.review(order));
	const { files, uploads, firstByteAt = Number.NaN } = await ground.sink.take();
	if (files !== count) {
		throw new Error(`${files} of ${count} files arrived`);
	}
	return { count, how, plannedMs: firstByteAt - cost.calledAt, cost, requests: uploads };
}

function writeFolder(dir: string, count: number): string {
	const folder = path.join(dir, `many-${count}`);
	for (let index = 0; index < count; index += 1) {
		const below = path.join(folder, `folder-${index % 100}`);
		mkdirSync(below, { recursive: true });
		writeFileSync(path.join(below, `file-${index}.txt`), `The contents of file ${index}.\n`);
	}
	return folder;
}
