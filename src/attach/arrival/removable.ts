import { findParent, type ListedAttachment } from '../attachment.js';
import type { Outcome } from '../outcome.js';

/** An attachment that a person wants to remove. */
export interface Removable {
	readonly id: number;
	readonly name: string;
	/** The attachment that it was sent as a version of. */
	readonly parentId?: number;
	/** Id of the newest version as the caller knows it. If it is another one now, the attachment stays. */
	readonly currentId: number | undefined;
	/** Number of the newest version, if known. */
	readonly currentNumber?: number | undefined;
}

/**
 * - `there`: it may be removed
 * - `gone`: it is no longer on the task
 * - `newer`: there is a newer version
 * - `untold`: the list doesn't say which version is the newest
 */
export type RemovableStanding = 'there' | 'gone' | 'newer' | 'untold';

/** Checks an attachment against the task's complete list just before it is removed. */
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
 * Whether a complete list, read afterwards, proves that an attachment was deleted.
 * @param isSaid whether COR confirmed the deletion; without that, a version may only be hidden below a newer one
 */
export function isSeenGone({ id, parentId }: Removable, list: readonly ListedAttachment[], isSaid: boolean): boolean {
	if (findParent(list, id)) {
		return false;
	}
	const parent = parentId === undefined ? undefined : findParent(list, parentId);
	return parentId === undefined || (isSaid && parent?.currentVersionId !== undefined); // lists don't show other versions
}

/**
 * The attachments of a batch that COR's answers confirmed. `undefined` if there are none, or if one of them may be
 * somebody else's: found only in the list, or perhaps on the task before.
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
