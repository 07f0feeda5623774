import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { HostCost } from '../editor/editor-orders.js';
import { MiB, mebibytes, milliseconds, seconds } from '../figures/figures.js';
import { atMost, headline, type Row, type Table, type Verdict } from '../figures/row.js';
import type { Ground } from '../ground.js';

interface Batch {
	readonly count: number;
	/** From the command to the first byte of a file: to find, look at and plan all of them. */
	readonly plannedMs: number;
	readonly cost: HostCost;
	readonly requests: number;
}

const rest =
	'What a CPU profile of the host shows as its longest pieces is not ours: garbage that is collected, and `findCandidatePorts` of the editor, which starts a program to look for open ports. Of ours it is `planFiles`, which names all files at once, and on a busy machine each takes more of the processor’s time.';

/** A folder of up to 10,000 files through the command as a program calls it: to plan, to send to the sink, to account for each. */
export async function measureManyFiles(ground: Ground, tell: (line: string) => void): Promise<Row> {
	const full = Math.round(10_000 * ground.scale);
	const batches: Batch[] = [];
	for (const count of [full / 10, full / 4, full / 2, full].map(Math.round)) {
		batches.push(await measure(ground, count, 'by a program'));
		tell(`  ${count} files: ${seconds(batches.at(-1)?.cost.wallMs ?? 0)}`);
	}
	const [, , half, whole] = batches as [Batch, Batch, Batch, Batch];
	const growth = (part: (batch: Batch) => number) => part(whole) / part(half);
	const times = (value: number) => `${value.toFixed(2)} ×`;
	return {
		work: `${full} files, plan and account`,
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
			...hostVerdicts(whole),
		],
		tables: [batchTable('A folder of small files through the command, to the sink over loopback', batches)],
	};
}

/** The same folder as a person attaches it, who takes the task that is proposed and all files of the review. */
export async function measureReviewedFiles(ground: Ground): Promise<Row> {
	const full = Math.round(10_000 * ground.scale);
	const batch = await measure(ground, full, 'with a review');
	return {
		work: `${full} files, plan, review and account`,
		verdicts: hostVerdicts(batch),
		tables: [batchTable('The same with a task to choose and a review, Enter every half second', [batch])],
	};
}

function hostVerdicts({ cost }: Batch): Verdict[] {
	return [
		atMost('memory added', cost.addedBytes, 100 * MiB, mebibytes),
		headline(atMost('longest block of the host', cost.blocks.longestCpuMs, 50, milliseconds, rest)),
	];
}

function batchTable(caption: string, batches: readonly Batch[]): Table {
	return {
		caption,
		head: ['Files', 'To plan', 'In all', 'Requests with files', 'Memory added', 'Longest block, CPU', 'by the clock'],
		lines: batches.map(({ count, plannedMs, cost, requests }) => [
			String(count),
			seconds(plannedMs),
			seconds(cost.wallMs),
			String(requests),
			mebibytes(cost.addedBytes),
			milliseconds(cost.blocks.longestCpuMs),
			milliseconds(cost.blocks.longestMs),
		]),
	};
}

async function measure(ground: Ground, count: number, how: 'by a program' | 'with a review'): Promise<Batch> {
	const editor = await ground.editor();
	const order = ground.order([writeFolder(ground.dir, count)]);
	await ground.sink.take();
	const cost = await (how === 'by a program' ? editor.send(order) : editor.review(order));
	const { files, uploads, firstByteAt = Number.NaN } = await ground.sink.take();
	if (files !== count) {
		throw new Error(`${files} of ${count} files arrived`);
	}
	return { count, plannedMs: firstByteAt - cost.calledAt, cost, requests: uploads };
}

/** A folder with so many small files in 100 folders. */
export function writeFolder(dir: string, count: number): string {
	const folder = path.join(dir, `many-${count}`);
	for (let index = 0; index < count; index += 1) {
		const below = path.join(folder, `folder-${index % 100}`);
		mkdirSync(below, { recursive: true });
		writeFileSync(path.join(below, `file-${index}.txt`), `The contents of file ${index}.\n`);
	}
	return folder;
}
