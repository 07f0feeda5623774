import type { ListedAttachment } from '../../../attach/attachment.js';
import type { HistoryEntry } from '../../../attach/plan/history.js';
import { inNaturalOrderTogether } from '../../../attach/text/natural-order.js';
import type { Task } from '../../../cor/answers/answers.js';
import type { Row } from './view-nodes.js';

/** The part of COR's list that was read. */
export interface ReadList {
	readonly attachments: readonly ListedAttachment[];
	readonly isWhole: boolean;
	/** When it was read, in epoch milliseconds; `undefined` if it wasn't. */
	readonly readAt: number | undefined;
}

// COR may list an attachment some time after confirming it: up to 20 s (cor-api §10).
const listLagMs = 30_000;

/**
 * The rows of a task's attachments: first those that were just attached and aren't listed yet, then COR's list in its
 * order. Attachments from this workspace are marked with their history entry.
 * @param entries this task's history entries, latest first
 */
export function attachmentRows(
	task: Task,
	list: ReadList,
	entries: readonly HistoryEntry[],
): readonly (Row<'attachment'> | Row<'past'>)[] {
	const { attachments, readAt = 0 } = list;
	const entryOf = new Map(entries.toReversed().flatMap(entry => idsOf(entry).map(id => [id, entry])));
	const listed = attachments.map(item => {
		const entry = entryOf.get(item.id) ?? entryOf.get(item.currentVersionId ?? item.id);
		return { kind: 'attachment', task, listed: item, ...(entry && { entry }) } as const;
	});
	const lagging = latestOfEach(entries, attachments)
		.filter(({ item, entry }) => !item && isUnlisted(entry, list) && Date.parse(entry.attachedAt) > readAt - listLagMs)
		.map(({ entry }) => ({ kind: 'past', task, entry, isUnlisted: true }) as const);
	return [...lagging, ...listed];
}

/** Only the attachments from this workspace, latest first, with COR's data if they are listed. */
export function rowsFromHere(
	task: Task,
	list: ReadList,
	entries: readonly HistoryEntry[],
): readonly (Row<'attachment'> | Row<'past'>)[] {
	const inOrder = inNaturalOrderTogether(
		entries,
		({ attachedAt }) => attachedAt,
		({ name }) => name,
	);
	return latestOfEach(inOrder, list.attachments).map(({ entry, item }) =>
		item
			? ({ kind: 'attachment', task, listed: item, entry } as const)
			: ({ kind: 'past', task, entry, isUnlisted: isUnlisted(entry, list) } as const),
	);
}

/** The first entry of each attachment, whatever its version, with COR's data for it. */
function latestOfEach(
	entries: readonly HistoryEntry[],
	attachments: readonly ListedAttachment[],
): readonly { readonly entry: HistoryEntry; readonly item?: ListedAttachment }[] {
	const items = new Map(
		attachments.flatMap(item => [item.id, item.currentVersionId ?? item.id].map(id => [id, item] as const)),
	);
	const found = new Map<number, { readonly entry: HistoryEntry; readonly item?: ListedAttachment }>();
	for (const entry of entries) {
		const item = idsOf(entry)
			.map(id => items.get(id))
			.find(each => each !== undefined);
		const root = item?.id ?? entry.rootId;
		if (!found.has(root)) {
			found.set(root, { entry, ...(item && { item }) });
		}
	}
	return [...found.values()];
}

// A new attachment is on the first page. A new version is where its root is, perhaps on a page that wasn't read yet.
function isUnlisted({ attachmentId, rootId }: HistoryEntry, { isWhole, readAt }: ReadList): boolean {
	return readAt !== undefined && (isWhole || attachmentId === rootId);
}

function idsOf({ rootId, attachmentId }: HistoryEntry): readonly number[] {
	return [rootId, attachmentId];
}
