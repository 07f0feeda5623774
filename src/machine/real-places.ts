import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { isMissing } from './file-facts.js';
import { inTime } from './in-time.js';

/** Resolves a real path. Rejects if that isn't possible. */
type Find = (path: string) => Promise<string>;

const tellMs = 3_000;

/** Finds the real paths of folders, even on file systems that may hang. */
export class RealFolders {
	readonly #limitMs: number;
	readonly #find: Find;
	/** Questions without an answer yet. A hanging file system blocks one thread of this process per question. */
	readonly #asking = new Map<string, Promise<string | undefined>>();

	/** @param limitMs milliseconds after which a folder is skipped */
	constructor(limitMs = tellMs, find: Find = realpath) {
		this.#limitMs = limitMs;
		this.#find = find;
	}

	/** The real paths of these folders. Skips those that are gone or don't answer in time. */
	async of(folders: readonly string[]): Promise<readonly string[]> {
		const places = await Promise.all(folders.map(folder => inTime(this.#ask(folder), this.#limitMs)));
		return places.filter(place => place !== undefined);
	}

	#ask(folder: string): Promise<string | undefined> {
		const asked = this.#asking.get(folder);
		if (asked) {
			return asked;
		}
		const asking = this.#find(folder)
			.catch(() => undefined)
			.finally(() => this.#asking.delete(folder));
		this.#asking.set(folder, asking);
		return asking;
	}
}

/**
 * Real path of a file that may not exist: the real path of its last existing folder, plus the rest. `undefined` if
 * there is no answer in time, or for links in a circle.
 */
export function realPlace(file: string, find: Find = realpath, limitMs = tellMs): Promise<string | undefined> {
	return inTime(findPlace(file, find), limitMs);
}

async function findPlace(file: string, find: Find): Promise<string | undefined> {
	try {
		return await find(file);
	} catch (error) {
		const folder = path.dirname(file);
		if (!isMissing(error) || folder === file) {
			return undefined;
		}
		const place = await findPlace(folder, find);
		return place === undefined ? undefined : path.join(place, path.basename(file));
	}
}

/** Whether a real path is one of these real folders or inside one. Compares exactly, since both come from the disk. */
export function isInside(place: string, folders: readonly string[]): boolean {
	return folders.some(
		folder => place === folder || place.startsWith(folder.endsWith(path.sep) ? folder : folder + path.sep),
	);
}

/**
 * Whether a path, as somebody wrote it, is a folder or inside it. Looks only at the text. Ignores case except on Linux,
 * because most disks elsewhere do.
 */
export function isWithin(file: string, folder: string): boolean {
	const relative = path.relative(asNamed(folder), asNamed(file));
	return !path.isAbsolute(relative) && relative.split(path.sep)[0] !== '..';
}

function asNamed(file: string): string {
	return process.platform === 'linux' ? file : file.normalize('NFC').toLowerCase();
}
