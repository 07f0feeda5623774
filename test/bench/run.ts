import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { projectDir } from '../host/paths.js';
import { prepareMachine } from '../host/prepare-machine.js';
import { packedExtension } from '../host/vsix.js';
import { report } from './figures/report.js';
import type { Row } from './figures/row.js';
import { Ground } from './ground.js';
import { machineFacts } from './machine.js';
import { measureAgainstCurl } from './rows/against-curl.js';
import { measureChoosing } from './rows/choosing.js';
import { measureFlatness } from './rows/flat-memory.js';
import { measureGathering } from './rows/gathering.js';
import { measureLargeFile } from './rows/large-file.js';
import { measureLargeOverLine } from './rows/large-over-line.js';
import { measureManyFiles, measureReviewedFiles } from './rows/many-files.js';
import { measureSize } from './rows/size.js';
import { measureSmallOverLine } from './rows/small-over-line.js';
import { measureStart } from './rows/start.js';
import { measureWholePath } from './rows/whole-path.js';

type Measure = (ground: Ground, tell: (line: string) => void) => Promise<Row>;

// The start comes first: what follows uses the last of its editors.
const measures: Readonly<Record<string, Measure>> = {
	start: measureStart,
	choose: measureChoosing,
	large: measureLargeFile,
	curl: measureAgainstCurl,
	memory: measureFlatness,
	whole: measureWholePath,
	line: measureLargeOverLine,
	small: measureSmallOverLine,
	many: measureManyFiles,
	review: measureReviewedFiles,
	gather: measureGathering,
	size: measureSize,
};

/** A row, or what kept it from being measured: the others are worth having all the same. */
async function measured(name: string, ground: Ground): Promise<Row> {
	const measure = measures[name];
	if (!measure) {
		throw new Error(`there is no row "${name}", only ${Object.keys(measures).join()}`);
	}
	try {
		return await measure(ground, line => console.log(line));
	} catch (error) {
		console.error(error);
		await ground.closeEditor(); // who knows what it is doing
		const reason = error instanceof Error ? error.message : String(error);
		const verdict = { what: 'to be measured at all', target: '–', figure: '–', isMet: false, reason };
		return { work: name, verdicts: [verdict], tables: [] };
	}
}

/**
 * `npm run bench -- [--rounds N] [--scale S] [--only ROW,…] [--out FILE]`: measures everything side by side, prints it, and
 * writes the Markdown to FILE. `scale` is the share of the full size; figures of a smaller one are only to see that it works.
 */
async function main(): Promise<void> {
	const { values } = parseArgs({
		options: {
			rounds: { type: 'string', default: '3' },
			scale: { type: 'string', default: '1' },
			only: { type: 'string', default: Object.keys(measures).join() },
			out: { type: 'string' },
		},
	});
	const startedAt = performance.now();
	await prepareMachine();
	await packedExtension();
	const facts = await machineFacts();
	const ground = await Ground.prepare({ rounds: Number(values.rounds), scale: Number(values.scale) });
	const rows: Row[] = [];
	try {
		for (const name of values.only.split(',')) {
			console.log(`${name}:`);
			rows.push(await measured(name, ground));
		}
	} finally {
		await ground.stop();
	}
	const minutes = ((performance.now() - startedAt) / 60_000).toFixed(0);
	const text = report(rows, [...facts, `${values.rounds} rounds in turn, ${minutes} minutes`]);
	console.log(`\n${text}`);
	if (values.out) {
		writeFileSync(path.resolve(projectDir, values.out), text);
	}
}

main().then(
	() => process.exit(),
	error => {
		console.error(error);
		process.exit(1);
	},
);
