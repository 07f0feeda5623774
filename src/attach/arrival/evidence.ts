import { type Baseline, currentIdOf, findParent, type ListedAttachment, type StoredAttachment } from '../attachment.js';
import { mayBecomeOne } from '../names/file-names.js';
import { composed } from '../text/same-name.js';

/** What a file looks like when it is on the task. */
export interface Sought {
	readonly name: string;
	/** Bytes. */
	readonly size: number;
	readonly parentId?: number;
	/** Whom COR names as the one who sent it. */
	readonly ownIds: ReadonlySet<number>;
	readonly baseline: Baseline;
}

/** What is known beside the list when a file is looked for. */
export interface Circumstances {
	/** Whether lists are known to give other sizes than were sent. */
	readonly sizesDiffer: boolean;
	/** Whether another file of ours has this one's name, or could be given it by COR. */
	readonly hasNamesake: boolean;
	/** Attachments that are known to be other files of ours. */
	readonly claimed: ReadonlySet<number>;
}

/** What the list says of a file: it is there, it is not there so far, or something is there that may be it. */
export type Evidence =
	| { readonly status: 'found'; readonly attachment: StoredAttachment }
	| { readonly status: 'absent' }
	/** `by`: the attachments that may be it; the parent's newest version where the list says nothing of this one. */
	| { readonly status: 'unclear'; readonly by: readonly number[] };

const absent: Evidence = { status: 'absent' };

export function toBaseline(list: readonly ListedAttachment[], parentIds: readonly number[]): Baseline {
	const parents = new Map(
		list.toReversed().flatMap(item => [[currentIdOf(item), item] as const, [item.id, item] as const]),
	);
	const currentVersions = parentIds.flatMap(parentId => {
		const current = parents.get(parentId)?.currentVersionId;
		return current === undefined ? [] : [[parentId, current] as const];
	});
	return {
		ids: new Set(list.flatMap(item => [item.id, currentIdOf(item)])),
		currentVersions: Object.fromEntries(currentVersions),
	};
}

/**
 * Looks for a file in the list. Found is what is new, ours, and has the size and the name, so that neither an older file
 * nor another person's equal one is taken for it. Anything else that is new and has the name is `unclear`, and so is
 * something of ours with the size and another name, since COR may have renamed it.
 */
export function lookFor(sought: Sought, list: readonly ListedAttachment[], circumstances: Circumstances): Evidence {
	const { parentId } = sought;
	return parentId === undefined
		? lookAmongRoots(sought, list, circumstances)
		: lookAmongVersions(sought, list, circumstances, parentId);
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

/** Whether it is this file by name, size and the one who sent it. */
export function isIt({ name, size, ownIds }: Sought, item: StoredAttachment): boolean {
	return (
		item.size === size && item.userId !== undefined && ownIds.has(item.userId) && composed(item.name) === composed(name)
	);
}

function lookAmongRoots(sought: Sought, list: readonly ListedAttachment[], circumstances: Circumstances): Evidence {
	const candidates = list.filter(item => mayBeIt(sought, item, circumstances));
	const [only, ...others] = candidates.filter(item => isIt(sought, item));
	if (only && others.length === 0 && !circumstances.hasNamesake) {
		return { status: 'found', attachment: only };
	}
	return candidates.length > 0 ? { status: 'unclear', by: candidates.map(({ id }) => id) } : absent;
}

function lookAmongVersions(
	sought: Sought,
	list: readonly ListedAttachment[],
	circumstances: Circumstances,
	parentId: number,
): Evidence {
	const parent = findParent(list, parentId);
	const before = sought.baseline.currentVersions[parentId];
	if (parent?.currentVersionId === undefined || before === undefined) {
		return { status: 'unclear', by: [parentId] }; // a list that is silent about versions says nothing of this one
	}
	if (parent.currentVersionId === before) {
		// COR may have stored it beside the parent: then it is there, but not what was meant.
		const beside = lookAmongRoots(sought, list, circumstances);
		return beside.status === 'found' ? { status: 'unclear', by: [beside.attachment.id] } : beside;
	}
	const current = parent.currentVersion;
	const isOurs = current && isNew(sought, current, circumstances) && isIt(sought, current);
	return isOurs && !circumstances.hasNamesake
		? { status: 'found', attachment: current }
		: { status: 'unclear', by: [parent.currentVersionId] };
}

/**
 * Whether something new may be the file: by its name whatever else it is, or as something of ours with its size, since COR
 * may have given this one another name, be it that of another file of the batch.
 */
function mayBeIt(
	sought: Sought,
	item: StoredAttachment,
	circumstances: Pick<Circumstances, 'sizesDiffer' | 'claimed'>,
): boolean {
	if (!isNew(sought, item, circumstances)) {
		return false;
	}
	const fitsSize = circumstances.sizesDiffer || item.size === undefined || item.size === sought.size;
	const fitsOwner = item.userId === undefined || sought.ownIds.has(item.userId);
	return (fitsSize && fitsOwner) || mayBecomeOne(item.name, sought.name);
}

function isNew({ baseline }: Sought, { id }: StoredAttachment, { claimed }: Pick<Circumstances, 'claimed'>): boolean {
	return !baseline.ids.has(id) && !claimed.has(id);
}
