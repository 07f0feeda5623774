import type { ListedAttachment } from '../../../attach/attachment.js';
import type { HistoryEntry } from '../../../attach/plan/history.js';
import { inNaturalOrderTogether } from '../../../attach/text/natural-order.js';
import type { Task } from '../../../cor/answers/answers.js';
import type { Row } from './view-nodes.js';

/** As far as COR's list of a task was read. */
export interface ReadList {
	readonly attachments: readonly ListedAttachment[];
	readonly isWhole: boolean;
	/** When, in epoch milliseconds; `undefined` if it was not. */
	readonly readAt: number | undefined;
}

// COR's list may show an attachment some time after COR has said that it is there: 20 s were seen (cor-api §10).
const listLagMs = 30_000;

/**
 * The rows of a task's attachments, in COR's order. What was attached from this workspace is marked by its entry in the
 * history, of which `entries` are those of this task, latest first. Before them stands what was just attached and is not
 * listed yet.
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

/** What was attached from this workspace alone: as COR lists it where it does, latest first. */
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

/** The first entry of each attachment, whichever of its versions it is of, with what COR lists of that one. */
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

// A new attachment is on the first page, a new version at the place of its first one, which may not be read yet.
function isUnlisted({ attachmentId, rootId }: HistoryEntry, { isWhole, readAt }: ReadList): boolean {
	return readAt !== undefined && (isWhole || attachmentId === rootId);
}

function idsOf({ rootId, attachmentId }: HistoryEntry): readonly number[] {
	return [rootId, attachmentId];
}
