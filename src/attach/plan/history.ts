import * as v from 'valibot';
import type { StoredAttachment } from '../attachment.js';
import type { FileEnd } from '../outcome.js';
import type { PlannedFile } from './plan.js';

/** One file that was attached from this workspace. Plain data: it is kept. */
export const historyEntry = v.object({
	/** Whose COR: attachment ids mean something there alone. */
	apiUrl: v.string(),
	taskId: v.number(),
	taskTitle: v.string(),
	uri: v.string(),
	/** The name in COR. */
	name: v.string(),
	attachmentId: v.number(),
	/** The first version, which a later one names as its parent (cor-api §3.6). */
	rootId: v.number(),
	version: v.exactOptional(v.number()),
	/** Bytes. */
	size: v.number(),
	/** Of the contents, in hexadecimal; missing where the file was too large to be worth it. */
	sha256: v.exactOptional(v.string()),
	/** When it was sent, the same for files that were sent together: ISO 8601. */
	attachedAt: v.string(),
});

export type HistoryEntry = Readonly<v.InferOutput<typeof historyEntry>>;

/** Older ones are forgotten. */
export const maxHistoryEntries = 1_000;

type Attached = Extract<FileEnd, { status: 'attached' }>;

export function toHistoryEntry(
	where: Pick<HistoryEntry, 'apiUrl' | 'taskId' | 'taskTitle' | 'attachedAt'>,
	file: PlannedFile,
	{ attachment, sha256 }: Attached,
): HistoryEntry {
	return {
		...where,
		uri: file.uri,
		name: attachment.name || file.name,
		attachmentId: attachment.id,
		rootId: attachment.parentId ?? attachment.id,
		...(attachment.version !== undefined && { version: attachment.version }),
		size: attachment.size ?? file.size,
		...(sha256 !== undefined && { sha256 }),
	};
}

/** The history with one attachment in the place of another, which is no longer on its task. */
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

/** The history without these attachments. */
export function withoutAttachments(
	history: readonly HistoryEntry[],
	gone: readonly Pick<HistoryEntry, 'apiUrl' | 'attachmentId'>[],
): readonly HistoryEntry[] {
	const keys = new Set(gone.map(keyOf));
	return history.filter(entry => !keys.has(keyOf(entry)));
}

/** The history with these in front, latest first; an attachment is in it once. */
export function withEntries(history: readonly HistoryEntry[], added: readonly HistoryEntry[]): readonly HistoryEntry[] {
	return [...added, ...withoutAttachments(history, added)].slice(0, maxHistoryEntries);
}

function keyOf({ apiUrl, attachmentId }: Pick<HistoryEntry, 'apiUrl' | 'attachmentId'>): string {
	return `${attachmentId} ${apiUrl}`;
}
