import type { FileEnd } from '../outcome.js';
import type { PlannedFile } from './plan.js';

/** One file that was attached from this workspace. Plain data: it is kept. */
export interface HistoryEntry {
	/** Whose COR: attachment ids mean something there alone. */
	readonly apiUrl: string;
	readonly taskId: number;
	readonly taskTitle: string;
	readonly uri: string;
	/** The name in COR. */
	readonly name: string;
	readonly attachmentId: number;
	/** The first version, which a later one names as its parent (cor-api §3.6). */
	readonly rootId: number;
	readonly version?: number;
	/** Bytes. */
	readonly size: number;
	/** Of the contents, in hexadecimal; missing where the file was too large to be worth it. */
	readonly sha256?: string;
	/** ISO 8601. */
	readonly attachedAt: string;
}

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

/** The history with these in front, latest first; an attachment is in it once. */
export function withEntries(history: readonly HistoryEntry[], added: readonly HistoryEntry[]): readonly HistoryEntry[] {
	const key = ({ apiUrl, attachmentId }: HistoryEntry): string => `${attachmentId} ${apiUrl}`;
	const fresh = new Set(added.map(key));
	return [...added, ...history.filter(entry => !fresh.has(key(entry)))].slice(0, maxHistoryEntries);
}

/** Whether stored data is an entry: it may be damaged. */
export function isHistoryEntry(value: unknown): value is HistoryEntry {
	const entry = (value ?? {}) as Partial<Record<keyof HistoryEntry, unknown>>;
	return (
		[entry.apiUrl, entry.taskTitle, entry.uri, entry.name, entry.attachedAt].every(is('string')) &&
		[entry.taskId, entry.attachmentId, entry.rootId, entry.size].every(is('number')) &&
		[entry.version].every(is('number', 'undefined')) &&
		[entry.sha256].every(is('string', 'undefined'))
	);
}

function is(...types: readonly string[]): (value: unknown) => boolean {
	return value => types.includes(typeof value);
}
