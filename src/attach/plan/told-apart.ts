import { harmlessName } from '../names/file-names.js';
import { sameName } from '../text/same-name.js';
import { isMade } from './made-file.js';

/** Where a thing lies. */
export interface Placed {
	/** Below the folder that was chosen, `/` between the parts; the base name for a file chosen itself. */
	readonly relativePath: string;
	/** Its address, where the folders above may be named. */
	readonly uri?: string;
}

/** A thing of which more and more folders are shown. */
interface Climber {
	/** From the outermost on. */
	readonly folders: readonly string[];
	/** How many of them, the inner ones, are shown at most. */
	readonly most: number;
	shown: number;
	/** Stands for what is shown. */
	node: number;
}

// More would not fit into a name.
const mostFolders = 64;
const homeFolder = /^(?:home|(?:[a-z]\/|mnt\/[a-z]\/)?users)\/[^/]+/i;

/**
 * A path for each thing by which those of one base name are told apart: that below the folder that was chosen, and of a
 * file chosen itself its folder with as many of those above it as it takes. Folders that all of them lie in are not told,
 * nor is a home folder.
 */
export function pathsApart(items: readonly Placed[]): readonly string[] {
	const paths = items.map(({ relativePath }) => relativePath);
	if (areApart(paths)) {
		return paths;
	}
	for (const group of groups(items, ({ relativePath }) => sameName(harmlessName(baseOf(relativePath))))) {
		if (group.length > 1 && !areApart(group.map(index => paths[index] ?? ''))) {
			const climbers = climb(group.flatMap(index => items[index] ?? []));
			for (const [place, index] of group.entries()) {
				const { folders = [], shown = 0 } = climbers[place] ?? {};
				paths[index] = [...folders.slice(folders.length - shown), baseOf(paths[index] ?? '')].join('/');
			}
		}
	}
	return paths;
}

/** Whether each of them is in a folder that was chosen, and no two are the same. */
function areApart(paths: readonly string[]): boolean {
	return paths.every(path => path.includes('/')) && new Set(paths.map(sameName)).size === paths.length;
}

/** Shows the folder of each that was chosen itself, then one more of each that still meets another, while there are any. */
function climb(items: readonly Placed[]): readonly Climber[] {
	const places = items.map(toPlace);
	const common = commonLength(places.map(({ folders }) => folders));
	const climbers = places.map(({ folders, shown }): Climber => {
		const ofHome = homeFolder.exec(folders.slice(0, 4).join('/'))?.[0].split('/').length ?? 0;
		const most = Math.min(mostFolders, folders.length - Math.max(common, ofHome));
		return { folders, most: Math.max(shown, most), shown, node: 0 };
	});
	if (climbers.every(({ shown, most }) => shown === most)) {
		return climbers;
	}
	const nodes = new Map<string, number>();
	const into = (node: number, folder: string): number => {
		const key = `${node}/${sameName(folder)}`;
		const next = nodes.get(key) ?? nodes.size + 1;
		nodes.set(key, next);
		return next;
	};
	for (const climber of climbers) {
		climber.node = climber.folders.slice(climber.folders.length - climber.shown).reduceRight(into, 0);
	}
	for (;;) {
		const meeting = groups(climbers, ({ node }) => node).filter(({ length }) => length > 1);
		const isMeeting = new Set(meeting.flat());
		const growing = climbers.filter(({ shown, most }, index) => shown < most && (shown === 0 || isMeeting.has(index)));
		if (growing.length === 0) {
			return climbers;
		}
		for (const climber of growing) {
			climber.shown += 1;
			climber.node = into(climber.node, climber.folders.at(-climber.shown) ?? '');
		}
	}
}

function toPlace({ relativePath, uri = '' }: Placed): Pick<Climber, 'folders' | 'shown'> {
	const inside = relativePath.split('/').slice(0, -1);
	const all = isMade(uri) ? [] : foldersOf(uri); // what was made lies nowhere
	return { folders: [...all.slice(0, Math.max(0, all.length - inside.length)), ...inside], shown: inside.length };
}

/** The folders that an address names, a drive without its colon. */
function foldersOf(uri: string): readonly string[] {
	const [, path = ''] = /^[^:]+:(?:\/\/[^/]*)?([^?#]*)/.exec(uri) ?? [];
	try {
		const folders = decodeURIComponent(path).split('/').slice(0, -1);
		return folders.filter(folder => folder !== '').map(folder => folder.replace(/^([a-z]):$/i, '$1'));
	} catch {
		return []; // no address of the editor
	}
}

/** How many folders, from the outermost on, all of these begin with. */
function commonLength([first = [], ...others]: readonly (readonly string[])[]): number {
	const differs = first.findIndex((folder, depth) => others.some(other => other[depth] !== folder));
	return differs < 0 ? first.length : differs;
}

/** The places of the items that have one key, for each key. */
function groups<Item>(items: readonly Item[], keyOf: (item: Item) => string | number): readonly (readonly number[])[] {
	const found = new Map<string | number, number[]>();
	for (const [index, item] of items.entries()) {
		const key = keyOf(item);
		const group = found.get(key);
		if (group) {
			group.push(index);
		} else {
			found.set(key, [index]);
		}
	}
	return [...found.values()];
}

function baseOf(path: string): string {
	return path.slice(path.lastIndexOf('/') + 1);
}
