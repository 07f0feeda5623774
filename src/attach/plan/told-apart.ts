import { harmlessName } from '../names/file-names.js';
import { sameName } from '../text/same-name.js';
import { isMade } from './made-file.js';

/** A thing with its path. */
export interface Placed {
	/** Path below the chosen folder, with `/` between the parts. Base name if the file itself was chosen. */
	readonly relativePath: string;
	/** URI, if the names of its parent folders may be used. */
	readonly uri?: string;
}

/** An item that shows more and more of its folders until it differs from the others. */
interface Climber {
	/** Outermost first. */
	readonly folders: readonly string[];
	/** How many of the innermost folders may be shown. */
	readonly most: number;
	shown: number;
	/** Number that is equal for items that look the same with `shown` folders. */
	node: number;
}

// More don't fit into a file name.
const mostFolders = 64;
const homeFolder = /^(?:home|(?:[a-z]\/|mnt\/[a-z]\/)?users)\/[^/]+/i;

/**
 * Returns a path per item that tells items with the same base name apart. For items in a chosen folder it is their path
 * below that folder. A file chosen directly gets its folder and as many parents as needed. Folders that all items share
 * are left out, and so is the home folder.
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

/** Whether all of them are inside a chosen folder, and all differ. */
function areApart(paths: readonly string[]): boolean {
	return paths.every(path => path.includes('/')) && new Set(paths.map(sameName)).size === paths.length;
}

/**
 * Shows at least one folder of each item, then one more of each that still equals another, until all differ or no
 * folder is left.
 */
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
	const all = isMade(uri) ? [] : foldersOf(uri); // created contents are in no folder
	return { folders: [...all.slice(0, Math.max(0, all.length - inside.length)), ...inside], shown: inside.length };
}

/** The folders in a URI. A drive loses its colon. */
function foldersOf(uri: string): readonly string[] {
	const [, path = ''] = /^[^:]+:(?:\/\/[^/]*)?([^?#]*)/.exec(uri) ?? [];
	try {
		const folders = decodeURIComponent(path).split('/').slice(0, -1);
		return folders.filter(folder => folder !== '').map(folder => folder.replace(/^([a-z]):$/i, '$1'));
	} catch {
		return []; // not a valid URI
	}
}

/** How many outermost folders all of these share. */
function commonLength([first = [], ...others]: readonly (readonly string[])[]): number {
	const differs = first.findIndex((folder, depth) => others.some(other => other[depth] !== folder));
	return differs < 0 ? first.length : differs;
}

/** The indexes of the items, grouped by key. */
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
