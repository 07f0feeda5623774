import type { AttachmentRecord } from '../store.js';

/** The attachments that the list shows: child versions are left out. // cor-api §3.2 */
export function rootsOf(attachments: readonly AttachmentRecord[]): readonly AttachmentRecord[] {
	return attachments.filter(attachment => attachment.parentId === null);
}

/** Later versions of a root, oldest first, without the root. // cor-api §3.6 */
export function versionsOf(
	attachments: readonly AttachmentRecord[],
	root: AttachmentRecord,
): readonly AttachmentRecord[] {
	return attachments.filter(attachment => attachment.parentId === root.id).toSorted((a, b) => a.version - b.version);
}

/**
 * What goes with a deleted root: its versions, or else the oldest of them takes its place as the root of the others.
 * Both are plausible. // cor-api §3.6
 */
export function afterDeletion(
	attachments: readonly AttachmentRecord[],
	ids: ReadonlySet<number>,
	variant: 'takes-versions' | 'promotes-version',
): { readonly removed: ReadonlySet<number>; readonly promoted: readonly AttachmentRecord[] } {
	const orphans = (root: AttachmentRecord) => versionsOf(attachments, root).filter(({ id }) => !ids.has(id));
	const roots = rootsOf(attachments).filter(root => ids.has(root.id));

	if (variant === 'takes-versions') {
		return { removed: new Set([...ids, ...roots.flatMap(orphans).map(({ id }) => id)]), promoted: [] };
	}
	const promoted = roots.flatMap(root => {
		const [heir, ...others] = orphans(root);
		return heir ? [{ ...heir, parentId: null }, ...others.map(other => ({ ...other, parentId: heir.id }))] : [];
	});
	return { removed: ids, promoted };
}
