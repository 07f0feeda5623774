import { harmlessName, sameName } from './file-names.js';

/** Where a thing lies below what was chosen, `/` between the parts. */
interface Placed {
	readonly relativePath: string;
}

/**
 * A path inside an archive for each file: as it lies below the folder that was chosen, each part of it harmless. No two are
 * the same without regard to case or Unicode form.
 */
export function archivePaths(files: readonly Placed[]): readonly string[] {
	const taken = new Set<string>();
	return files.map(({ relativePath }) => {
		const path = relativePath.split('/').map(harmlessName).join('/');
		let free = path;
		for (let count = 2; taken.has(sameName(free)); count += 1) {
			free = withMark(path, ` (${count})`);
		}
		taken.add(sameName(free));
		return free;
	});
}

/** The name of an archive: that of the innermost folder that holds all of these paths. */
export function archiveName(paths: readonly string[]): string {
	const [first = [], ...others] = paths.map(path => path.split('/').slice(0, -1));
	const shared = first.findIndex((part, depth) => others.some(other => other[depth] !== part));
	const folder = first.slice(0, shared < 0 ? first.length : shared).at(-1);
	return harmlessName(`${folder || 'archive'}.zip`);
}

function withMark(path: string, mark: string): string {
	const dot = path.lastIndexOf('.');
	return dot > path.lastIndexOf('/') + 1 ? path.slice(0, dot) + mark + path.slice(dot) : path + mark;
}
