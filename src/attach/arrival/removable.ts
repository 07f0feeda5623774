import { findParent, type ListedAttachment } from '../attachment.js';
import type { Outcome } from '../outcome.js';

/** An attachment that somebody wants off its task. */
export interface Removable {
	readonly id: number;
	readonly name: string;
	/** The attachment of which it was to be a version. */
	readonly parentId?: number;
	/** The newest version's id as far as whoever removes it knows: with another one it stays. */
	readonly currentId: number | undefined;
	/** Which version that is, where COR tells: it may tell nothing else of it. */
	readonly currentNumber?: number | undefined;
}

/**
 * - `there`: it may be removed
 * - `gone`: it is not on the task any more
 * - `newer`: another version is the newest one
 * - `untold`: the list does not tell which version is the newest one
 */
export type RemovableStanding = 'there' | 'gone' | 'newer' | 'untold';

/** What the task's list, whole and read now, says of an attachment before it is removed. */
export function removableStanding(
	{ id, parentId, currentId, currentNumber }: Removable,
	list: readonly ListedAttachment[],
): RemovableStanding {
	const item = findParent(list, id);
	if (!item) {
		return parentId !== undefined && findParent(list, parentId) ? 'newer' : 'gone';
	}
	if (item.currentVersionId === currentId) {
		const now = item.currentVersionNumber;
		return now === undefined || currentNumber === undefined || now === currentNumber ? 'there' : 'newer';
	}
	return item.currentVersionId === undefined ? 'untold' : 'newer';
}

/**
 * Whether the list, whole and read afterwards, shows that an attachment is gone which was to be deleted: `isSaid` if COR says
 * that it is. Without that a version may only have a newer one by now.
 */
export function isSeenGone({ id, parentId }: Removable, list: readonly ListedAttachment[], isSaid: boolean): boolean {
	if (findParent(list, id)) {
		return false;
	}
	const parent = parentId === undefined ? undefined : findParent(list, parentId);
	return parentId === undefined || (isSaid && parent?.currentVersionId !== undefined); // of other versions lists tell nothing
}

/**
 * What a batch has attached, by the ids in COR's answers. `undefined` where it attached nothing, or an attachment that may be
 * somebody else's: of which the list alone says that it is the batch's, or that may have been on the task before.
 */
export function attachedBy(
	outcomes: readonly Outcome<{ readonly name: string; readonly parentId?: number }>[],
): readonly Removable[] | undefined {
	const ends = outcomes.flatMap(({ file, end }) => (end.status === 'attached' ? [{ file, end }] : []));
	if (ends.length === 0 || ends.some(({ end }) => end.isFound || end.isMaybeDoubled || end.isUnverified)) {
		return undefined;
	}
	return ends.map(({ file: { name, parentId }, end: { attachment, isBeside } }) => ({
		id: attachment.id,
		name,
		currentId: attachment.id,
		...(parentId !== undefined && !isBeside && { parentId }),
	}));
}
