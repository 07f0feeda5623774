import type * as vscode from 'vscode';
import { readFolder } from './read-folder.js';

type Entries = Awaited<ReturnType<typeof readFolder>>;

/** Per parent folder. */
const aheadInFolder = 16;

/**
 * On local disks, in addition to the current one. If a network drive hangs, one of the four threads that all extensions
 * share stays free.
 */
const aheadOnDisks = 2;

/** With more names waiting, no further folder is listed ahead. */
const mostHeldNames = 20_000;

/** Lists folders ahead, several at a time, because each takes a request to the system or to another process. */
export class FolderLists {
	readonly #begun = new Map<string, Promise<Entries | undefined>>();
	#heldNames = 0;
	/** Unfinished listings of local disks. */
	#underWay = 0;
	readonly #read: typeof readFolder;

	constructor(read = readFolder) {
		this.#read = read;
	}

	/** Starts listing the first of these folders, the next ones in one folder. */
	begin(folders: readonly vscode.Uri[]): void {
		for (const folder of folders.slice(0, aheadInFolder)) {
			const key = folder.toString();
			const isFree = !isOnDisk(folder) || this.#underWay < aheadOnDisks;
			if (isFree && !this.#begun.has(key) && this.#heldNames < mostHeldNames) {
				this.#begun.set(key, this.#list(folder));
			}
		}
	}

	/** The entries of a folder; `undefined` if it can't be listed. */
	async take(folder: vscode.Uri): Promise<Entries | undefined> {
		const key = folder.toString();
		const entries = await (this.#begun.get(key) ?? this.#list(folder));
		this.#begun.delete(key);
		this.#heldNames -= entries?.length ?? 0;
		return entries;
	}

	async #list(folder: vscode.Uri): Promise<Entries | undefined> {
		this.#underWay += isOnDisk(folder) ? 1 : 0;
		const entries = await this.#read(folder).then(undefined, () => undefined);
		this.#underWay -= isOnDisk(folder) ? 1 : 0;
		this.#heldNames += entries?.length ?? 0;
		return entries;
	}
}

function isOnDisk({ scheme }: vscode.Uri): boolean {
	return scheme === 'file';
}
