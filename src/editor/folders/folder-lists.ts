import type * as vscode from 'vscode';
import { readFolder } from './read-folder.js';

type Entries = Awaited<ReturnType<typeof readFolder>>;

/** Of the folders in one folder. */
const aheadInFolder = 16;

/** On disks, beside the one whose turn it is: if a network drive hangs, one of the four threads that all extensions share stays free. */
const aheadOnDisks = 2;

/** Names that wait for their turn: beyond these no further folder is listed before its own. */
const mostHeldNames = 20_000;

/**
 * Lists folders before it is their turn, many at a time: each is a question to the system, or to another process, and one after
 * the other they would be waited for.
 */
export class FolderLists {
	readonly #begun = new Map<string, Promise<Entries | undefined>>();
	#heldNames = 0;
	/** Listings of disks that have not ended. */
	#underWay = 0;
	readonly #read: typeof readFolder;

	constructor(read = readFolder) {
		this.#read = read;
	}

	/** Begins with the first of these folders, which are those that follow in one folder. */
	begin(folders: readonly vscode.Uri[]): void {
		for (const folder of folders.slice(0, aheadInFolder)) {
			const key = folder.toString();
			const isFree = !isOnDisk(folder) || this.#underWay < aheadOnDisks;
			if (isFree && !this.#begun.has(key) && this.#heldNames < mostHeldNames) {
				this.#begun.set(key, this.#list(folder));
			}
		}
	}

	/** What is in a folder; `undefined` where it cannot be listed. */
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
