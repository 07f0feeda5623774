import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { limits } from '../../package/kit/limits.js';
import type { LoadedFile, StartCost } from '../editor/editor-orders.js';
import { median, milliseconds } from '../figures/figures.js';
import { atMost, headline, type Row } from '../figures/row.js';
import type { Ground } from '../ground.js';

interface Start {
	readonly first: StartCost;
	readonly firstByteMs: number;
	readonly warmByteMs: number;
}

const loading =
	'Most of it is Node’s loader: in a CPU profile of the host, running our modules is a fifth of the time below `importModuleDynamicallyCallback`; the rest is to find, read, compile and link them. Joined into one file, what activates is imported in plain Node with a fifth less CPU. An extension that does nothing, in as many files of as many bytes, takes a quarter to a half of it.';
const firstUse =
	'Nothing is loaded yet when the click comes, so the pick waits for what activates and for the code of the commands (“Code that is loaded”); `preload` in `register-on-demand.ts` begins three seconds after activation. Loaded, the pick takes what “two files: from the command to the pick” says.';

/** The first use of the extension, each in an editor of its own, and the second. */
export async function measureStart(ground: Ground, tell: (line: string) => void): Promise<Row> {
	const file = path.join(ground.dir, 'start.txt');
	writeFileSync(file, 'hello\n');
	const order = ground.order([file]);
	const starts: Start[] = [];
	for (let round = 0; round < ground.rounds; round += 1) {
		const editor = await ground.freshEditor();
		await ground.sink.take();
		const first = await editor.start(order);
		const firstByteMs = ((await ground.sink.take()).firstByteAt ?? Number.NaN) - first.calledAt;
		const { calledAt } = await editor.send(order);
		const warmByteMs = ((await ground.sink.take()).firstByteAt ?? Number.NaN) - calledAt;
		starts.push({ first, firstByteMs, warmByteMs });
		tell(`  activate() ${milliseconds(first.activateMs)}, first byte ${milliseconds(firstByteMs)}`);
	}
	const clicks: number[] = [];
	for (let round = 0; round < ground.rounds; round += 1) {
		const editor = await ground.freshEditor();
		clicks.push(await editor.click(order));
		tell(`  from the click to the pick ${milliseconds(clicks.at(-1) ?? Number.NaN)}`);
	}
	const middle = (value: (start: Start) => number) => median(starts.map(value));
	const { loadedToActivate = [], loadedToSend = [] } = starts[0]?.first ?? {};
	const line = (what: string, value: (start: Start) => number) => [what, milliseconds(middle(value))];
	return {
		work: 'start, in the editor',
		verdicts: [
			atMost(
				'activate()',
				middle(({ first }) => first.activateMs),
				5,
				milliseconds,
			),
			atMost(
				'code that activates and activate()',
				middle(({ first }) => first.loadMs + first.activateMs),
				15,
				milliseconds,
				loading,
			),
			headline(atMost('first use: from the click to the pick, painted', median(clicks), 150, milliseconds, firstUse)),
			atMost(
				'code loaded before the first upload',
				bytesOf(loadedToActivate),
				limits.activation,
				value => `${value} bytes`,
			),
		],
		tables: [
			{
				caption: `Medians of ${ground.rounds} editors that were just started`,
				head: ['What', 'Time'],
				lines: [
					line('to load the code that activates', ({ first }) => first.loadMs),
					line('activate()', ({ first }) => first.activateMs),
					['from the click to the pick of the task, first use', milliseconds(median(clicks))],
					line('from the command to the first byte of the file, first use', ({ firstByteMs }) => firstByteMs),
					line('the same, second use', ({ warmByteMs }) => warmByteMs),
				],
			},
			{
				caption: 'Code that is loaded',
				head: ['When', 'Files', 'Bytes'],
				lines: [
					['to activate', namesOf(loadedToActivate), String(bytesOf(loadedToActivate))],
					['at the first upload', namesOf(loadedToSend), String(bytesOf(loadedToSend))],
				],
			},
		],
	};
}

function bytesOf(files: readonly LoadedFile[]): number {
	return files.reduce((sum, { bytes }) => sum + bytes, 0);
}

function namesOf(files: readonly LoadedFile[]): string {
	return files.map(({ name }) => name).join(', ') || '–';
}
