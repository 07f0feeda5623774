import { cutName, harmlessName, numberedName } from '../names/file-names.js';
import { FreeNames } from '../names/free-names.js';
import { type Placed, pathsApart } from './told-apart.js';

// Nothing unpacks what lies deeper, and a stranger's folders may lie in one another by the thousand.
const mostParts = 64;
// Windows unpacks no path of more than 260 characters, the folder in which somebody unpacks it included.
const mostOfPath = 220;
const mostOfFolders = 140;
const notOnWindows = /[<>:"|?*]/g;

/**
 * A path inside an archive for each file, one that can be unpacked on Windows, macOS and Linux: as it lies below the
 * folder that was chosen, each part of it harmless; of more than 64 parts the inner ones, and of more than 220 characters
 * the outer folders with the beginning of the name. No two are the same without regard to case or Unicode form, nor is
 * one a folder of another.
 */
export function archivePaths(files: readonly Placed[]): readonly string[] {
	const harmless = new Map<string, string>();
	const places = pathsApart(files).map(path => {
		const parts = path.split('/').slice(-mostParts);
		const name = harmlessPart(parts.pop() ?? '');
		return shortened(parts.map(part => remembered(harmless, part, harmlessPart)).join('/'), name);
	});
	const free = new FreeNames(foldersAlong(places.map(({ folder }) => folder)));
	return places.map(({ name, folder }) => {
		const inside = folder && `${folder}/`;
		return free.take(inside + name, count => inside + numberedName(name, count));
	});
}

/** The name of an archive: that of the innermost folder that holds all of these paths. */
export function archiveName(paths: readonly string[]): string {
	const [first = [], ...others] = paths.map(path => path.split('/').slice(0, -1));
	const shared = first.findIndex((part, depth) => others.some(other => other[depth] !== part));
	const folder = first.slice(0, shared < 0 ? first.length : shared).at(-1);
	return harmlessName(`${folder || 'archive'}.zip`);
}

function harmlessPart(part: string): string {
	return harmlessName(part).replace(notOnWindows, '_');
}

interface Place {
	readonly folder: string;
	readonly name: string;
}

/** The place itself where its path is short enough; else the outer folders, of the outermost its beginning in any case. */
function shortened(folder: string, name: string): Place {
	if (folder.length + name.length < mostOfPath) {
		return { folder, name };
	}
	const end = folder.lastIndexOf('/', mostOfFolders);
	const outer = end > 0 ? folder.slice(0, end) : cutName(folder.split('/', 1)[0] ?? '', mostOfFolders);
	return { folder: outer, name: cutName(name, mostOfPath - outer.length) };
}

/** Each of these folders and those that they lie in. */
function foldersAlong(folders: readonly string[]): ReadonlySet<string> {
	const found = new Set<string>();
	for (const folder of folders) {
		for (let end = folder.length; end > 0 && !found.has(folder.slice(0, end)); end = folder.lastIndexOf('/', end - 1)) {
			found.add(folder.slice(0, end));
		}
	}
	return found;
}

// Thousands of files lie in the same folders.
function remembered(known: Map<string, string>, key: string, find: (key: string) => string): string {
	const value = known.get(key) ?? find(key);
	known.set(key, value);
	return value;
}
