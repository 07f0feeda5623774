import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { LookParts } from '../../../src/editor/files/looks.js';
import { RealFolders } from '../../../src/machine/real-places.js';
import { BoundedWorker } from '../../../src/machine/worker/bounded-worker.js';
import { corExtension } from './use-cor.js';

/** What looking at files takes, as the extension has it, for the suite that calls this. */
export function useLooks(): LookParts {
	let worker: BoundedWorker;
	before(() => {
		worker = new BoundedWorker(pathToFileURL(path.join(corExtension().extensionPath, 'dist', 'worker.mjs')));
	});
	after(() => worker.dispose());
	return {
		get worker() {
			return worker;
		},
		folders: new RealFolders(),
		made: { originOf: () => undefined, readFile: () => new Uint8Array() },
	};
}
