import { existsSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { recallByGroup } from '../../attach/kit/recall.js';
import { alarmsBelow, tellAlarms } from './false-alarms.js';
import { longestLooks } from './hostile.js';

// Ordinary sources and documents, as machines of developers have them. Folders of the command line come on top.
const ordinary = [
	path.join(__dirname, '../../../node_modules'),
	'/usr/share',
	'/usr/include',
	'/usr/lib/python3',
	'/usr/lib/node_modules',
	'/usr/lib/google-cloud-sdk',
	path.join(os.homedir(), '.pyenv/versions/3.12.1'),
	path.join(os.homedir(), '.pyenv/versions/2.7.18'),
];

/** Prints how many made-up secrets the guard finds, what it holds back among ordinary files, and its longest looks. */
function main(): void {
	const { values, positionals } = parseArgs({
		allowPositionals: true,
		options: {
			seed: { type: 'string', default: '1' },
			hostile: { type: 'string', default: '2000' },
			files: { type: 'boolean' },
		},
	});
	const seed = Number(values.seed);
	console.log(`made-up secrets, seed ${seed}:`);
	const groups = recallByGroup(seed);
	for (const { group, files, missed } of groups) {
		console.log(`  ${group}: ${files - missed.length} of ${files} found`);
		for (const kind of missed) {
			console.log(`    missed: ${kind}`);
		}
	}
	const all = groups.reduce((sum, { files }) => sum + files, 0);
	const missed = groups.reduce((sum, group) => sum + group.missed.length, 0);
	console.log(`  in all: ${all - missed} of ${all} found, ${((100 * (all - missed)) / all).toFixed(1)} %`);
	const folders = [...ordinary, ...positionals].filter(folder => existsSync(folder));
	console.log(tellAlarms(folders.join(', '), alarmsBelow(folders), values.files));
	console.log(longestLooks(Number(values.hostile), seed));
}

main();
