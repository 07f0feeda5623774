import { cutName, harmlessName, numberedName } from '../names/file-names.js';
import { FreeNames } from '../names/free-names.js';
import { type Placed, pathsApart } from './told-apart.js';

// Deeper paths can't be unpacked in practice, and folders may be nested thousands of levels deep.
const mostParts = 64;
// Windows unpacks no path longer than 260 characters, including the folder that people unpack into.
const mostOfPath = 220;
const mostOfFolders = 140;
const notOnWindows = /[<>:"|?*]/g;

/**
 * Returns one path per file that can be unpacked on Windows, macOS and Linux: its path below the chosen folder with
 * each part made harmless. Paths with more than 64 parts keep the innermost ones. Paths over 220 characters keep the
 * outer folders and the start of the file name. All paths differ, ignoring case and Unicode form, and none is a folder
 * of another.
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

/** Names the archive after the innermost folder that contains all of these paths, or `archive.zip`. */
export function archiveName(paths: readonly string[]): string {
	const folder = commonFolder(paths);
	return harmlessName(`${folder.slice(folder.lastIndexOf('/') + 1) || 'archive'}.zip`);
}

/** The innermost folder that contains all of these paths or URIs, without a slash at its end. */
export function commonFolder(paths: readonly string[]): string {
	const [first = [], ...others] = paths.map(path => path.split('/').slice(0, -1));
	const shared = first.findIndex((part, depth) => others.some(other => other[depth] !== part));
	return first.slice(0, shared < 0 ? first.length : shared).join('/');
}

function harmlessPart(part: string): string {
	return harmlessName(part).replace(notOnWindows, '_');
}

interface Place {
	readonly folder: string;
	readonly name: string;
}

/**
 * Returns the place unchanged if it is short enough. Otherwise keeps the outer folders, and at least the start of the
 * outermost.
 */
function shortened(folder: string, name: string): Place {
	if (folder.length + name.length < mostOfPath) {
		return { folder, name };
	}
	const end = folder.lastIndexOf('/', mostOfFolders);
	const outer = end > 0 ? folder.slice(0, end) : cutName(folder.split('/', 1)[0] ?? '', mostOfFolders);
	return { folder: outer, name: cutName(name, mostOfPath - outer.length) };
}

/** These folders and all their parents. */
function foldersAlong(folders: readonly string[]): ReadonlySet<string> {
	const found = new Set<string>();
	for (const folder of folders) {
		for (let end = folder.length; end > 0 && !found.has(folder.slice(0, end)); end = folder.lastIndexOf('/', end - 1)) {
			found.add(folder.slice(0, end));
		}
	}
	return found;
}

// Many files share their folders, so each part is cleaned once.
function remembered(known: Map<string, string>, key: string, find: (key: string) => string): string {
	const value = known.get(key) ?? find(key);
	known.set(key, value);
	return value;
}
