import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { inTime } from './in-time.js';

/** Where a path leads: `undefined` where nobody can tell. */
type Find = (path: string) => Promise<string>;

const tellMs = 3_000;

/** Where folders really lie, which may be on a file system that does not answer any more. */
export class RealFolders {
	readonly #limitMs: number;
	readonly #find: Find;
	/** What has not ended: a file system that hangs keeps a thread of this process for each question. */
	readonly #asking = new Map<string, Promise<string | undefined>>();

	/** @param limitMs after which a folder is passed over, milliseconds */
	constructor(limitMs = tellMs, find: Find = realpath) {
		this.#limitMs = limitMs;
		this.#find = find;
	}

	/** The real paths of these folders; one that is gone, or of which nobody can tell in time, is passed over. */
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
 * Where a path leads, or would if there were a file: its last folder that exists, with the rest behind it. `undefined` where
 * nobody can tell in time, as for links in a circle.
 * @param limitMs milliseconds
 */
export function realPlace(file: string, find: Find = realpath, limitMs = tellMs): Promise<string | undefined> {
	return inTime(findPlace(file, find), limitMs);
}

async function findPlace(file: string, find: Find): Promise<string | undefined> {
	try {
		return await find(file);
	} catch (error) {
		const folder = path.dirname(file);
		if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || folder === file) {
			return undefined;
		}
		const place = await findPlace(folder, find);
		return place === undefined ? undefined : path.join(place, path.basename(file));
	}
}

/** Whether a real path is that of one of these real folders, or of something below it. Letter by letter: both are as the disk has them. */
export function isInside(place: string, folders: readonly string[]): boolean {
	return folders.some(
		folder => place === folder || place.startsWith(folder.endsWith(path.sep) ? folder : folder + path.sep),
	);
}

/**
 * Whether a path, as somebody names it, is that of a folder or of something below it, as far as the paths tell: in any
 * case of letters but on Linux, where most disks ignore it.
 */
export function isWithin(file: string, folder: string): boolean {
	const relative = path.relative(asNamed(folder), asNamed(file));
	return !path.isAbsolute(relative) && relative.split(path.sep)[0] !== '..';
}

function asNamed(file: string): string {
	return process.platform === 'linux' ? file : file.normalize('NFC').toLowerCase();
}
