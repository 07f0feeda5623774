import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildSync } from 'esbuild';
import { projectDir } from '../../host/paths.js';

/** The worker's entry, built into a folder, since a thread runs no TypeScript. */
export function buildWorker(folder: string): URL {
	const outfile = path.join(folder, 'worker.mjs');
	const entry = path.join(projectDir, 'src', 'machine', 'worker', 'worker.ts');
	buildSync({ entryPoints: [entry], outfile, bundle: true, format: 'esm', platform: 'node', target: 'node20' });
	return pathToFileURL(outfile);
}
