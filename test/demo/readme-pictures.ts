import { copyFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { projectDir, testDir } from '../host/paths.js';
import { runCommand } from '../host/run-command.js';

/** The pictures of the README, each with the file of the screen suite that takes it, and what it is called there. */
const pictures: Readonly<Record<string, string>> = {
	result: 'choose/attach/6-result',
	suggested: 'choose/suggested-tasks/1-branch',
	version: 'review/versions/3-new-version',
	patch: 'choose/changes/3-group',
};

/** Makes them anew: runs the suites that take them, and puts them into `media/screenshots`. */
async function main(): Promise<void> {
	const suites = new Set(Object.values(pictures).map(picture => path.dirname(picture)));
	const files = [...suites].map(suite => path.join(projectDir, 'test/screen', `${suite}.test.ts`));
	const mocha = path.join(projectDir, 'node_modules/mocha/bin/mocha.js');
	const options = ['--no-config', '--bail'];
	await runCommand(process.execPath, ['--import', 'tsx', mocha, ...options, ...files], { cwd: projectDir });
	const to = path.join(projectDir, 'media/screenshots');
	mkdirSync(to, { recursive: true });
	for (const [name, picture] of Object.entries(pictures)) {
		const [suite = '', taken] = picture.split('/').slice(-2);
		copyFileSync(path.join(testDir, 'screenshots', suite, `${taken}.png`), path.join(to, `${name}.png`));
	}
	console.log(`${Object.keys(pictures).length} pictures in ${path.relative(projectDir, to)}: look at them`);
}

void main();
