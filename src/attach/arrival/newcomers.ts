import { type Baseline, currentIdOf, type ListedAttachment } from '../attachment.js';
import { plainName } from '../names/file-names.js';
import { composed } from '../text/same-name.js';
import type { Sought } from './evidence.js';

// Twenty similar entries already prove that something may be the file. More would only cost time.
const mostAlike = 20;
const mostSame = 2; // enough to see whether there is exactly one

/**
 * The new entries of a task's list, indexed once. Looking for a file then compares only some tens of entries, however
 * long the list is.
 */
export class Newcomers {
	readonly #list: readonly ListedAttachment[];
	readonly #claimed: ReadonlySet<number>;
	readonly #byId = new Map<number, ListedAttachment>();
	readonly #indexes = new Map<Baseline, Index>();

	constructor(list: readonly ListedAttachment[], claimed: ReadonlySet<number>) {
		this.#list = list;
		this.#claimed = claimed;
		for (const item of list) {
			for (const id of [item.id, currentIdOf(item)]) {
				this.#byId.set(id, this.#byId.get(id) ?? item);
			}
		}
	}

	/** The entries that matter for the file: enough of those that may be it, and its parent. */
	bearingOn(
		{ name, size, ownIds, parentId, baseline }: Sought,
		{ sizesDiffer }: { readonly sizesDiffer: boolean },
	): readonly ListedAttachment[] {
		const index = this.#of(baseline);
		const sizes = sizesDiffer ? ([anySize] as const) : [size, undefined];
		const owners = [...ownIds, undefined];
		const keys = [
			nameKey(name),
			...[...ownIds].map(userId => sameKey(name, size, userId)),
			...sizes.flatMap(oneSize => owners.map(owner => alikeKey(oneSize, owner))),
		];
		const parent = parentId === undefined ? undefined : this.parentOf(parentId);
		return [...new Set([...(parent ? [parent] : []), ...keys.flatMap(key => index.get(key) ?? [])])];
	}

	/** The root whose first or newest version has this id, new or not. */
	parentOf(parentId: number): ListedAttachment | undefined {
		return this.#byId.get(parentId);
	}

	/** The new entries, those with this name first. At most 20 of each. */
	allSince(baseline: Baseline, name: string): readonly ListedAttachment[] {
		const index = this.#of(baseline);
		return [...new Set([...(index.get(nameKey(name)) ?? []), ...(index.get(allKey) ?? [])])];
	}

	#of(baseline: Baseline): Index {
		const index = this.#indexes.get(baseline) ?? this.#indexOf(baseline);
		this.#indexes.set(baseline, index);
		return index;
	}

	#indexOf(baseline: Baseline): Index {
		const index: Index = new Map();
		for (const item of this.#list) {
			if (!baseline.ids.has(item.id) && !this.#claimed.has(item.id)) {
				add(index, sameKey(item.name, item.size, item.userId), item, mostSame);
				add(index, nameKey(item.name), item, mostAlike);
				add(index, allKey, item, mostAlike);
				add(index, alikeKey(item.size, item.userId), item, mostAlike);
				add(index, alikeKey(anySize, item.userId), item, mostAlike);
			}
		}
		return index;
	}
}

type Index = Map<string, ListedAttachment[]>;

const anySize = 'any';
const allKey = 'all';

function sameKey(name: string, size: number | undefined, userId: number | undefined): string {
	return `same ${size} ${userId} ${composed(name)}`;
}

function nameKey(name: string): string {
	return `name ${plainName(name)}`;
}

function alikeKey(size: number | typeof anySize | undefined, userId: number | undefined): string {
	return `alike ${size} ${userId}`;
}

function add(index: Index, key: string, item: ListedAttachment, most: number): void {
	const group = index.get(key);
	if (!group) {
		index.set(key, [item]);
	} else if (group.length < most) {
		group.push(item);
	}
}
