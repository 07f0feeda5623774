/** What to send if an editor has unsaved changes: what it shows, or the saved file. */
export type Wanted = 'shown' | 'saved';

/** What can be sent of a document with unsaved changes. */
export interface Unsaved {
	readonly sends: Wanted;
	/**
	 * Bytes that the editor shows. Missing if the editor doesn't provide them (a picture, a notebook, a very large text).
	 */
	readonly shownSize?: number;
	/** Bytes of the saved file. Missing if there is none. */
	readonly savedSize?: number;
}

/** Chooses what to send: the wanted one if it exists, otherwise the other one. `undefined` if there is neither. */
export function chooseUnsaved(sizes: Omit<Unsaved, 'sends'>, wanted: Wanted): Unsaved | undefined {
	const { shownSize, savedSize } = sizes;
	if (shownSize === undefined && savedSize === undefined) {
		return undefined;
	}
	if (shownSize === undefined || savedSize === undefined) {
		return { ...sizes, sends: shownSize === undefined ? 'saved' : 'shown' };
	}
	return { ...sizes, sends: wanted };
}

/** The item with the wanted contents and their size. Unchanged if it has no unsaved changes. */
export function sendWanted<Item extends { readonly size: number; readonly unsaved?: Unsaved }>(
	item: Item,
	wanted: Wanted,
): Item {
	const unsaved = item.unsaved && chooseUnsaved(item.unsaved, wanted);
	return unsaved ? { ...item, unsaved, size: sizeOf(unsaved) } : item;
}

/** Bytes that will be sent. */
export function sizeOf({ sends, shownSize, savedSize }: Unsaved): number {
	return (sends === 'shown' ? shownSize : savedSize) ?? 0;
}
