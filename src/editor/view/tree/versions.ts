import type { ListedAttachment } from '../../../attach/attachment.js';

/** Version numbers that COR doesn't list. `newer`: the newest version is another one, and COR doesn't say which. */
export type UnlistedVersions = { readonly first: number; readonly last: number } | 'newer';

/** The versions of an attachment that can't be opened. COR lists at most the first and the newest (cor-api §3.2). */
export function unlistedVersions(listed: ListedAttachment): UnlistedVersions | undefined {
	const { id, version: root = 1, currentVersion, currentVersionId = id, currentVersionNumber } = listed;
	const newest = currentVersion?.version ?? currentVersionNumber;
	if (newest === undefined) {
		return currentVersion || currentVersionId === id ? undefined : 'newer';
	}
	const range = { first: root + 1, last: currentVersion ? newest - 1 : newest };
	return range.first <= range.last ? range : undefined;
}
