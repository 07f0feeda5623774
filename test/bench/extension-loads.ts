import { statSync } from 'node:fs';
import Module from 'node:module';
import path from 'node:path';
import type { LoadedFile, StartCost } from './editor-orders.js';

type Loader = (module: NodeJS.Module, filename: string) => void;

/** Watches which files of an extension are loaded from now on, and how long its `activate` takes. */
export function extensionLoads(extensionPath: string): {
	told(): Pick<StartCost, 'activateMs' | 'loadedToActivate' | 'loadedToSend'>;
} {
	const loaders = (Module as unknown as { _extensions: Record<string, Loader> })._extensions;
	const load = loaders['.js'] as Loader;
	const loaded: LoadedFile[] = [];
	let innerMs = 0;
	let activateMs = Number.NaN;
	let count = 0;
	loaders['.js'] = (module, filename) => {
		if (!filename.startsWith(extensionPath + path.sep)) {
			load(module, filename);
			return;
		}
		const outerMs = innerMs;
		innerMs = 0;
		const startedAt = performance.now();
		load(module, filename);
		const tookMs = performance.now() - startedAt;
		loaded.push({ name: path.basename(filename), bytes: statSync(filename).size, ms: tookMs - innerMs });
		innerMs = outerMs + tookMs;
		const { activate } = module.exports as { activate?: (context: unknown) => unknown };
		if (activate) {
			module.exports = {
				...module.exports,
				activate: (context: unknown) => {
					const calledAt = performance.now();
					const result = activate(context);
					activateMs = performance.now() - calledAt;
					count = loaded.length;
					return result;
				},
			};
		}
	};
	return {
		told: () => ({ activateMs, loadedToActivate: loaded.slice(0, count), loadedToSend: loaded.slice(count) }),
	};
}
