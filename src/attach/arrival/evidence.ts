import { type Baseline, currentIdOf, findParent, type ListedAttachment, type StoredAttachment } from '../attachment.js';
import { mayBecomeOne } from '../names/file-names.js';
import { composed } from '../text/same-name.js';

/** What a file would look like on the task. */
export interface Sought {
	readonly name: string;
	/** Bytes. */
	readonly size: number;
	readonly parentId?: number;
	/** Ids of the COR users that lists may show as its sender. */
	readonly ownIds: ReadonlySet<number>;
	readonly baseline: Baseline;
}

/** What else is known when looking for a file. */
export interface Circumstances {
	/** Whether COR's lists are known to show other sizes than were sent. */
	readonly sizesDiffer: boolean;
	/** Whether another file of ours has the same name, or may get it from COR. */
	readonly hasNamesake: boolean;
	/** Ids of attachments that are known to be other files of ours. */
	readonly claimed: ReadonlySet<number>;
}

/** What the list proves: the file is there, is not there so far, or something there may be it. */
export type Evidence =
	| { readonly status: 'found'; readonly attachment: StoredAttachment }
	| { readonly status: 'absent' }
	/**
	 * `by`: ids of the attachments that may be it. For a version that the list doesn't show, the id of its parent or of
	 * the parent's newest version.
	 */
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
 * Looks for a file in the list. `found` needs an attachment that is new, ours, and has the right size and name, so that
 * neither an older file nor another person's equal one matches. `unclear`: something new has the name, or something new
 * of ours has the size under another name, since COR may have renamed it.
 */
export function lookFor(sought: Sought, list: readonly ListedAttachment[], circumstances: Circumstances): Evidence {
	const { parentId } = sought;
	return parentId === undefined
		? lookAmongRoots(sought, list, circumstances)
		: lookAmongVersions(sought, list, circumstances, parentId);
}

/** Whether COR calls an attachment a version of this parent or of the parent's root. */
export function isVersionOf(
	parentId: number,
	{ parentId: told }: StoredAttachment,
	list: readonly ListedAttachment[],
): boolean {
	const root = findParent(list, parentId)?.id;
	// If the parent is an old version, it isn't listed. Then any parent in the answer is accepted.
	return told === parentId || (root === undefined ? Boolean(told) : told === root);
}

/** Whether name, size and sender match. */
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
		return { status: 'unclear', by: [parentId] }; // the list doesn't show versions
	}
	if (parent.currentVersionId === before) {
		// COR may have added the file next to the parent: then it is there, but not as the version that was meant.
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
 * Whether a new attachment may be the file: it has its name, or it is ours and has its size. COR may have renamed the
 * file, even to the name of another file in the batch.
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
