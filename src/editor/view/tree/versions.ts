import type { ListedAttachment } from '../../../attach/attachment.js';

/** Versions that COR does not list, by their numbers; `newer`: it has another newest one, and does not say which. */
export type UnlistedVersions = { readonly first: number; readonly last: number } | 'newer';

/** The versions of an attachment that nobody can open: COR lists the first and the newest, at best (cor-api §3.2). */
export function unlistedVersions(listed: ListedAttachment): UnlistedVersions | undefined {
	const { id, version: root = 1, currentVersion, currentVersionId = id, currentVersionNumber } = listed;
	const newest = currentVersion?.version ?? currentVersionNumber;
	if (newest === undefined) {
		return currentVersion || currentVersionId === id ? undefined : 'newer';
	}
	const range = { first: root + 1, last: currentVersion ? newest - 1 : newest };
	return range.first <= range.last ? range : undefined;
}
