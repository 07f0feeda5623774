import { readFileSync, realpathSync, statSync } from 'node:fs';
import { register } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { LoadedFile, StartCost } from './editor-orders.js';

const importedFirst = /\b(?:from|import)"(\.[^"]+)"/g;
const importedOnDemand = /\bimport\("(\.[^"]+\/(?:on-demand|upload)-[^"]+)"\)/g;

/** Times `activate` of the extension with this entry point, which is not loaded yet: the editor's own marks hold more. */
export function timeActivate(main: string): void {
	const hooks = `
		const timed = name => \`;
			const timedActivate = context => {
				const startedAt = performance.now();
				const result = \${name}(context);
				globalThis.activateMs = performance.now() - startedAt;
				return result;
			};\`;
		export const load = async (url, context, nextLoad) => {
			const module = await nextLoad(url, context);
			if (url !== ${JSON.stringify(pathToFileURL(realpathSync(main)).href)}) {
				return module;
			}
			const source = module.source.toString();
			const [as, name] = /([\\w$]+) as activate\\b/.exec(source);
			return { ...module, source: source.replace(as, 'timedActivate as activate') + timed(name) };
		};`;
	register(`data:text/javascript,${encodeURIComponent(hooks)}`);
}

/** What it took to activate an extension, and the files that were loaded then and for an upload. */
export function extensionLoads(id: string, main: string): Omit<StartCost, 'calledAt'> {
	const toActivate = withImports([main]);
	const onDemand = withImports(toActivate.flatMap(file => importsOf(file, importedOnDemand)));
	const toSend = withImports([...onDemand, ...onDemand.flatMap(file => importsOf(file, importedOnDemand))]);
	return {
		loadMs: msBetween(`willLoadExtensionCode/${id}`, `didLoadExtensionCode/${id}`),
		activateMs: (globalThis as { activateMs?: number }).activateMs ?? Number.NaN,
		loadedToActivate: toActivate.map(toLoaded),
		loadedToSend: toSend.filter(file => !toActivate.includes(file)).map(toLoaded),
	};
}

/** These files, and all that are loaded with them. */
function withImports(files: readonly string[]): readonly string[] {
	const found = new Set(files);
	for (const file of found) {
		for (const imported of importsOf(file, importedFirst)) {
			found.add(imported);
		}
	}
	return [...found];
}

function importsOf(file: string, form: RegExp): readonly string[] {
	const names = [...readFileSync(file, 'utf8').matchAll(form)].map(([, name = '']) => name);
	return names.map(name => path.join(path.dirname(file), name));
}

function toLoaded(file: string): LoadedFile {
	return { name: path.basename(file), bytes: statSync(file).size };
}

/** Between two marks of the editor in its extension host, which have whole milliseconds. */
function msBetween(first: string, second: string): number {
	const { MonacoPerformanceMarks: editor } = globalThis as unknown as {
		MonacoPerformanceMarks: { getMarks(): readonly { readonly name: string; readonly startTime: number }[] };
	};
	const at = (name: string) => editor.getMarks().find(mark => mark.name === `code/extHost/${name}`)?.startTime;
	return (at(second) ?? Number.NaN) - (at(first) ?? Number.NaN);
}
