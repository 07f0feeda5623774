import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { GatherCost } from '../editor/editor-orders.js';
import { mebibytes, median, milliseconds } from '../figures/figures.js';
import { inTurn } from '../figures/in-turn.js';
import { atMost, type Row } from '../figures/row.js';
import type { Ground } from '../ground.js';

const folders = 100;
const [withGit, without] = ['Git is asked what it ignores', 'the rules are read without Git'];

/** 10,000 files of a repository with rules in each of its folders are found, with Git and without. */
export async function measureGathering(ground: Ground, tell: (line: string) => void): Promise<Row> {
	const count = Math.round(9_800 * ground.scale);
	const editor = await ground.editor();
	const order = ground.order([makeRepository(ground.dir, count)]);
	const files = count + folders + 1; // with the rules themselves; left out are a.tmp in each folder, .env, .git
	const run = async (name: string): Promise<GatherCost> => {
		const cost = await editor.gather(order, name === withGit);
		if (cost.files !== files || cost.leftOut !== folders + 2 || cost.isGuessed !== (name === without)) {
			throw new Error(`${name}: ${cost.files} files instead of ${files}, ${cost.leftOut} left out`);
		}
		return cost;
	};
	const rounds = Math.max(5, ground.rounds);
	const results = await inTurn(
		[without, withGit].map(name => ({ name, rounds, run: () => run(name) })),
		tell,
	);
	const middle = (name: string, value: (cost: GatherCost) => number) => median((results.get(name) ?? []).map(value));
	const wallMs = (name: string) => middle(name, cost => cost.wallMs);
	return {
		work: `${files} files, found in a repository`,
		verdicts: [atMost(`${withGit}: time, against that ${without}`, wallMs(withGit), wallMs(without), milliseconds)],
		tables: [
			{
				caption: `A folder with a .gitignore in each of its ${folders} folders: the files in it that go along, medians of ${rounds}`,
				head: ['How', 'Time', 'CPU of the host', 'Memory added', 'Longest block, CPU'],
				lines: [without, withGit].map(name => [
					name,
					milliseconds(wallMs(name)),
					milliseconds(middle(name, cost => cost.cpuMs)),
					mebibytes(middle(name, cost => cost.addedBytes)),
					milliseconds(middle(name, cost => cost.blocks.longestCpuMs)),
				]),
			},
		],
	};
}

function makeRepository(dir: string, count: number): string {
	const top = path.join(dir, 'repository');
	mkdirSync(top);
	const git = (...args: readonly string[]) => execFileSync('git', args, { cwd: top });
	git('init', '--quiet');
	writeFileSync(path.join(top, '.gitignore'), '*.log\n/dist/\nnode_modules/\n.env\n!important.log\n');
	writeFileSync(path.join(top, '.env'), '');
	for (let index = 0; index < folders; index += 1) {
		const folder = path.join(top, `folder-${index}`);
		mkdirSync(folder);
		writeFileSync(path.join(folder, '.gitignore'), `/draft-*\n!draft-${index}.txt\n*.tmp\n`);
		writeFileSync(path.join(folder, 'a.tmp'), '');
	}
	for (let index = 0; index < count; index += 1) {
		writeFileSync(path.join(top, `folder-${index % folders}`, `file-${index}.txt`), `The contents of file ${index}.\n`);
	}
	git('add', '--', 'folder-[0-4]*'); // about half of it
	return top;
}
