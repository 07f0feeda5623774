import { type Baseline, currentIdOf, findParent, type ListedAttachment, type StoredAttachment } from '../attachment.js';
import { composed } from '../text/same-name.js';

/** What a file looks like when it is on the task. */
export interface Sought {
	readonly name: string;
	/** Bytes. */
	readonly size: number;
	readonly parentId?: number;
	/** Whose upload it was. */
	readonly userId: number;
	readonly baseline: Baseline;
	/** Whether another file of ours and of this size has this one's name, or could be given it by COR. */
	readonly hasNamesake?: boolean;
	/** Attachments that are known to be other files of ours. */
	readonly claimed: ReadonlySet<number>;
}

/** What the list says of a file: it is there, it surely is not, or something is there that may be it. */
type Evidence =
	| { readonly status: 'found'; readonly attachment: StoredAttachment }
	| { readonly status: 'absent' }
	| { readonly status: 'unclear' };

export function toBaseline(list: readonly ListedAttachment[], parentIds: readonly number[]): Baseline {
	const parents = new Map(
		list.toReversed().flatMap(item => [[currentIdOf(item), item] as const, [item.id, item] as const]),
	);
	const currentVersions = parentIds.flatMap(parentId => {
		const parent = parents.get(parentId);
		return parent ? [[parentId, currentIdOf(parent)] as const] : [];
	});
	return {
		highestId: list.reduce((highest, item) => Math.max(highest, item.id, currentIdOf(item)), 0),
		currentVersions: Object.fromEntries(currentVersions),
	};
}

/**
 * Looks for a file in the list. Found is what is new, ours by its `user_id`, and has the size and the name, so that
 * neither an older file nor another person's equal one is taken for it. Something new of ours with the size and another
 * name may be the file renamed by COR: `unclear`, as is everything of which COR tells too little.
 */
export function lookFor(sought: Sought, list: readonly ListedAttachment[]): Evidence {
	const { parentId } = sought;
	return parentId === undefined ? lookAmongRoots(sought, list) : lookAmongVersions(sought, list, parentId);
}

/** Whether COR tells of an attachment as a version of the one that was named as its parent, or of that one's root. */
export function isVersionOf(
	parentId: number,
	{ parentId: told }: StoredAttachment,
	list: readonly ListedAttachment[],
): boolean {
	const root = findParent(list, parentId)?.id;
	// An old version is not in the list: what COR makes of it as a parent is COR's to know.
	return told === parentId || (root === undefined ? Boolean(told) : told === root);
}

/** What of the list bears on the file: two reads with the same trace say the same of it. */
export function traceOf(sought: Sought, list: readonly ListedAttachment[]): string {
	const ids = similarOnes(sought, list).map(({ id }) => id);
	const parent = sought.parentId === undefined ? undefined : findParent(list, sought.parentId);
	return JSON.stringify([ids.toSorted((a, b) => a - b), parent && currentIdOf(parent)]);
}

function lookAmongRoots(sought: Sought, list: readonly ListedAttachment[]): Evidence {
	const similar = similarOnes(sought, list);
	const [only, ...others] = similar.filter(item => isIt(sought, item));
	if (only && others.length === 0 && !sought.hasNamesake) {
		return { status: 'found', attachment: only };
	}
	return { status: similar.length > 0 ? 'unclear' : 'absent' };
}

function lookAmongVersions(sought: Sought, list: readonly ListedAttachment[], parentId: number): Evidence {
	const parent = findParent(list, parentId);
	const before = sought.baseline.currentVersions[parentId];
	if (!parent || before === undefined) {
		return { status: 'unclear' };
	}
	if (currentIdOf(parent) === before) {
		// COR may have stored it beside the parent: then it is there, but not what was meant.
		return lookAmongRoots(sought, list).status === 'absent' ? { status: 'absent' } : { status: 'unclear' };
	}
	const current = parent.currentVersion;
	const isOurs = current && current.id > sought.baseline.highestId && !sought.claimed.has(current.id);
	return isOurs && isIt(sought, current) && !sought.hasNamesake
		? { status: 'found', attachment: current }
		: { status: 'unclear' };
}

/**
 * Above everything that was there before, of this size and ours as far as COR tells, and not known to be another file of
 * ours. What is called like another file of the batch is among them until that is known to be it: COR may have given
 * this one that name.
 */
function similarOnes(
	{ baseline, claimed, userId, size }: Sought,
	list: readonly ListedAttachment[],
): ListedAttachment[] {
	return list.filter(
		item =>
			item.id > baseline.highestId &&
			!claimed.has(item.id) &&
			(item.userId === undefined || item.userId === userId) &&
			(item.size === undefined || item.size === size),
	);
}

function isIt(sought: Sought, item: StoredAttachment): boolean {
	return item.userId === sought.userId && item.size === sought.size && composed(item.name) === composed(sought.name);
}
