import { currentIdOf, type ListedAttachment } from '../attachment.js';
import { composed } from '../text/same-name.js';
import type { Sought } from './evidence.js';

// More that look alike say no more than these: something is there that may be the file.
const mostAlike = 20;
const mostNamed = 2; // whether it is the only one

/**
 * A task's list, gone through once, of which any number of files can be looked for: each is compared with some tens of its
 * entries, however long it is. What is claimed by then is not among them.
 */
export class ListedAlike {
	/** Newest first: if any is newer than a file's baseline, the first is. */
	readonly #alike = new Map<string, ListedAttachment[]>();
	readonly #byId = new Map<number, ListedAttachment>();

	constructor(list: readonly ListedAttachment[], soughts: readonly Sought[]) {
		const oldest = soughts.reduce((lowest, { baseline }) => Math.min(lowest, baseline.highestId), Number.MAX_VALUE);
		const claimed = soughts[0]?.claimed;
		for (const item of list) {
			for (const id of [item.id, currentIdOf(item)]) {
				this.#byId.set(id, this.#byId.get(id) ?? item);
			}
		}
		const fresh = list.filter(({ id }) => id > oldest && !claimed?.has(id));
		for (const item of fresh.sort((a, b) => b.id - a.id)) {
			this.#add(alikeKey(item.size, item.userId), item);
			this.#add(namedKey(item.size, item.userId, item.name), item);
		}
	}

	/** What of the list says anything of the file: enough of what may be it, and its parent. */
	bearingOn({ name, size, userId, parentId, claimed }: Sought): readonly ListedAttachment[] {
		const alike = [size, undefined].flatMap(oneSize =>
			[userId, undefined].flatMap(oneUser => this.#get(alikeKey(oneSize, oneUser)).slice(0, mostAlike)),
		);
		const named: ListedAttachment[] = [];
		for (const item of this.#get(namedKey(size, userId, name))) {
			if (named.length === mostNamed) {
				break;
			}
			if (!claimed.has(item.id)) {
				named.push(item);
			}
		}
		const parent = parentId === undefined ? undefined : this.#byId.get(parentId);
		return [...new Set([...(parent ? [parent] : []), ...named, ...alike])];
	}

	#get(key: string): readonly ListedAttachment[] {
		return this.#alike.get(key) ?? [];
	}

	#add(key: string, item: ListedAttachment): void {
		const group = this.#alike.get(key);
		if (group) {
			group.push(item);
		} else {
			this.#alike.set(key, [item]);
		}
	}
}

function alikeKey(size: number | undefined, userId: number | undefined): string {
	return `${size} ${userId}`;
}

function namedKey(size: number | undefined, userId: number | undefined, name: string): string {
	return `${size} ${userId} ${composed(name)}`;
}
