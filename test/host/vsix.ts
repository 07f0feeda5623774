import { existsSync, statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { projectDir } from './paths.js';
import { runCommand } from './run-command.js';

const vsixFile = path.join(projectDir, 'dist/cor-attachments.vsix');
const packedFrom = [
	'src',
	'media',
	'package.json',
	'package-lock.json',
	'esbuild.js',
	'README.md',
	'CHANGELOG.md',
	'LICENSE',
	'.vscodeignore',
];

/** The extension as it is shipped: the file that `VSIX` names, else ours, packed first if something in it is newer. */
export async function packedExtension(): Promise<string> {
	if (process.env.VSIX) {
		return path.resolve(process.env.VSIX);
	}
	const packedMs = existsSync(vsixFile) ? statSync(vsixFile).mtimeMs : 0;
	if ((await newestChangeMs()) > packedMs) {
		const startedMs = Date.now();
		await runCommand('npm', ['run', '--silent', 'package'], { cwd: projectDir });
		console.log(`packed ${path.relative(projectDir, vsixFile)} in ${((Date.now() - startedMs) / 1000).toFixed(0)} s`);
	}
	return vsixFile;
}

async function newestChangeMs(): Promise<number> {
	const names = await readdir(projectDir);
	const sources = [...packedFrom, ...names.filter(name => /^package\.nls.*\.json$/.test(name))];
	let newestMs = 0;
	for (const source of sources.map(name => path.join(projectDir, name)).filter(existsSync)) {
		const below = statSync(source).isDirectory() ? await readdir(source, { recursive: true }) : [];
		for (const item of ['', ...below]) {
			newestMs = Math.max(newestMs, statSync(path.join(source, item)).mtimeMs);
		}
	}
	return newestMs;
}
