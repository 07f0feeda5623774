import { harmlessName, numberedName } from './file-names.js';
import { FreeNames } from './free-names.js';

/** Where a thing lies below what was chosen, `/` between the parts. */
interface Placed {
	readonly relativePath: string;
}

// Nothing unpacks what lies deeper, and a stranger's folders may lie in one another by the thousand.
const mostParts = 64;

/**
 * A path inside an archive for each file: as it lies below the folder that was chosen, each part of it harmless; of more
 * than 64 parts the inner ones. No two are the same without regard to case or Unicode form.
 */
export function archivePaths(files: readonly Placed[]): readonly string[] {
	const free = new FreeNames();
	const harmless = new Map<string, string>();
	return files.map(({ relativePath }) => {
		const parts = relativePath.split('/').slice(-mostParts);
		const name = harmlessName(parts.pop() ?? '');
		const folder = parts.map(part => `${remembered(harmless, part, harmlessName)}/`).join('');
		return free.take(folder + name, count => folder + numberedName(name, count));
	});
}

/** The name of an archive: that of the innermost folder that holds all of these paths. */
export function archiveName(paths: readonly string[]): string {
	const [first = [], ...others] = paths.map(path => path.split('/').slice(0, -1));
	const shared = first.findIndex((part, depth) => others.some(other => other[depth] !== part));
	const folder = first.slice(0, shared < 0 ? first.length : shared).at(-1);
	return harmlessName(`${folder || 'archive'}.zip`);
}

// Thousands of files lie in the same folders.
function remembered(known: Map<string, string>, key: string, find: (key: string) => string): string {
	const value = known.get(key) ?? find(key);
	known.set(key, value);
	return value;
}
