import * as v from 'valibot';
import type { StoredAttachment } from '../attachment.js';
import type { FileEnd } from '../outcome.js';
import { withoutPassword } from '../text/without-password.js';
import type { PlannedFile } from './plan.js';

/** A file that was attached from this workspace. Stored in the workspace state. */
export const historyEntry = v.object({
	/** Base URL of COR's API: ids are valid for this address only. */
	apiUrl: v.string(),
	taskId: v.number(),
	taskTitle: v.string(),
	/** Without a password. */
	uri: v.string(),
	/** Name in COR. */
	name: v.string(),
	attachmentId: v.number(),
	/** Id of the first version, which later versions use as their `parentId` (cor-api §3.6). */
	rootId: v.number(),
	version: v.exactOptional(v.number()),
	/** Bytes. */
	size: v.number(),
	/** SHA-256 of the contents in hexadecimal. Missing for large files. */
	sha256: v.exactOptional(v.string()),
	/** ISO 8601. Files that were sent together have the same time. */
	attachedAt: v.string(),
});

export type HistoryEntry = Readonly<v.InferOutput<typeof historyEntry>>;

/** Older entries are dropped. */
export const maxHistoryEntries = 1_000;

type Attached = Extract<FileEnd, { status: 'attached' }>;

export function toHistoryEntry(
	where: Pick<HistoryEntry, 'apiUrl' | 'taskId' | 'taskTitle' | 'attachedAt'>,
	file: PlannedFile,
	{ attachment, sha256 }: Attached,
): HistoryEntry {
	return {
		...where,
		uri: withoutPassword(file.uri),
		name: attachment.name || file.name,
		attachmentId: attachment.id,
		rootId: attachment.parentId ?? attachment.id,
		...(attachment.version !== undefined && { version: attachment.version }),
		size: attachment.size ?? file.size,
		...(sha256 !== undefined && { sha256 }),
	};
}

/** Replaces an attachment that is no longer on its task by the copy that was kept. */
export function withReplaced(
	history: readonly HistoryEntry[],
	{ apiUrl, attachmentId }: Pick<HistoryEntry, 'apiUrl' | 'attachmentId'>,
	kept: StoredAttachment,
): readonly HistoryEntry[] {
	return history.map(entry =>
		entry.apiUrl === apiUrl && entry.attachmentId === attachmentId
			? { ...entry, attachmentId: kept.id, rootId: kept.parentId ?? kept.id, name: kept.name || entry.name }
			: entry,
	);
}

export function withoutAttachments(
	history: readonly HistoryEntry[],
	gone: readonly Pick<HistoryEntry, 'apiUrl' | 'attachmentId'>[],
): readonly HistoryEntry[] {
	const keys = new Set(gone.map(keyOf));
	return history.filter(entry => !keys.has(keyOf(entry)));
}

/** Puts these entries in front, latest first. Each attachment appears only once. */
export function withEntries(history: readonly HistoryEntry[], added: readonly HistoryEntry[]): readonly HistoryEntry[] {
	return [...added, ...withoutAttachments(history, added)].slice(0, maxHistoryEntries);
}

function keyOf({ apiUrl, attachmentId }: Pick<HistoryEntry, 'apiUrl' | 'attachmentId'>): string {
	return `${attachmentId} ${apiUrl}`;
}
