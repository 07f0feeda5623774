import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import { testDir } from '../../host/paths.js';
import { suitesIn } from '../../host/suites-in.js';
import { removeTemporaryFolder, temporaryFolder } from '../../host/temporary-folder.js';

/** An extension without code of its own that carries the suites into an editor, so that ours is tested as installed. */
export interface Carrier {
	readonly extensionDir: string;
	/** The module with `run()`. */
	readonly tests: string;
	remove(): void;
}

/** The suites for the editor, and what they start by themselves. */
export function editorSuites(): readonly string[] {
	return [...suitesIn(path.dirname(__dirname)), path.join(__dirname, '../../bench/programs/byte-sink.ts')];
}

/** Bundles these modules, side by side. Packages stay outside: Node finds them above `.vscode-test`. */
export async function bundleSuites(modules: readonly string[]): Promise<Carrier> {
	await mkdir(testDir, { recursive: true });
	const extensionDir = temporaryFolder(testDir);
	const manifest = {
		name: 'carrier',
		publisher: 'tests',
		version: '0.0.1',
		engines: { vscode: '^1.100.0' },
		extensionKind: ['workspace'],
	};
	await writeFile(path.join(extensionDir, 'package.json'), JSON.stringify(manifest));

	await build({
		entryPoints: Object.fromEntries(
			[path.join(__dirname, 'index.ts'), ...modules].map(file => [path.basename(file, '.ts'), file]),
		),
		outdir: path.join(extensionDir, 'out'),
		bundle: true,
		platform: 'node',
		target: 'node20',
		format: 'cjs',
		packages: 'external',
		sourcemap: 'linked',
		logLevel: 'warning',
	});
	return {
		extensionDir,
		tests: path.join(extensionDir, 'out/index.js'),
		remove: () => removeTemporaryFolder(extensionDir),
	};
}
