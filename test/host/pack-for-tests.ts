import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { testDir } from './paths.js';
import { runCommand } from './run-command.js';
import { temporaryFolder } from './temporary-folder.js';

/**
 * Packs an extension that only tests install. Resolves with the path of its `.vsix`, which is there until this process ends.
 * @param manifest what its `package.json` has beside what all of them have
 * @param entry the file with `activate`
 */
export async function packForTests(manifest: { readonly name: string }, entry: string): Promise<string> {
	const dir = temporaryFolder(testDir);
	const common = { publisher: 'tests', version: '0.0.1', engines: { vscode: '^1.100.0' }, main: './extension.js' };
	writeFileSync(path.join(dir, 'package.json'), JSON.stringify({ ...common, ...manifest }));
	await build({
		entryPoints: [entry],
		outfile: path.join(dir, 'extension.js'),
		bundle: true,
		platform: 'node',
		target: 'node20',
		format: 'cjs',
		external: ['vscode'],
		logLevel: 'warning',
	});
	const vsix = path.join(dir, `${manifest.name}.vsix`);
	const vsce = require.resolve('@vscode/vsce/vsce');
	const options = ['--no-dependencies', '--skip-license', '--allow-missing-repository', '--out', vsix];
	await runCommand(process.execPath, [vsce, 'package', ...options], { cwd: dir });
	return vsix;
}
