import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { testDir } from '../../host/paths.js';
import { runCommand } from '../../host/run-command.js';
import { temporaryFolder } from '../../host/temporary-folder.js';

const manifest = {
	name: 'driver',
	publisher: 'tests',
	version: '0.0.1',
	engines: { vscode: '^1.100.0' },
	main: './extension.js',
	activationEvents: ['onStartupFinished'],
};

/** Packs the driver. Resolves with the path of its `.vsix`, which is there until this process ends. */
export async function packDriver(): Promise<string> {
	const dir = temporaryFolder(testDir);
	writeFileSync(path.join(dir, 'package.json'), JSON.stringify(manifest));
	await build({
		entryPoints: [path.join(__dirname, 'extension.ts')],
		outfile: path.join(dir, 'extension.js'),
		bundle: true,
		platform: 'node',
		target: 'node20',
		format: 'cjs',
		external: ['vscode'],
		logLevel: 'warning',
	});
	const vsix = path.join(dir, 'driver.vsix');
	const vsce = require.resolve('@vscode/vsce/vsce');
	const options = ['--no-dependencies', '--skip-license', '--allow-missing-repository', '--out', vsix];
	await runCommand(process.execPath, [vsce, 'package', ...options], { cwd: dir });
	return vsix;
}
