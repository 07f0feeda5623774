import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { BoundedWorker } from '../../src/machine/worker/bounded-worker.js';
import { corExtension } from './use-cor.js';

/** A worker as the extension has it, for the suite that calls this. */
export function useWorker(): () => BoundedWorker {
	let worker: BoundedWorker;
	before(() => {
		worker = new BoundedWorker(pathToFileURL(path.join(corExtension().extensionPath, 'dist', 'worker.mjs')));
	});
	after(() => worker.dispose());
	return () => worker;
}
