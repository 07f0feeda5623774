/** Which of both is meant where an editor holds changes that are not saved: what it shows, or the saved file. */
export type Wanted = 'shown' | 'saved';

/** What there is to send of a thing whose editor holds changes that are not saved. */
export interface Unsaved {
	/** Which of both is sent. */
	readonly sends: Wanted;
	/** Bytes of what the editor shows; absent where it does not give it away (a picture, a notebook, a very large text). */
	readonly shownSize?: number;
	/** Bytes of the saved file; absent where there is none. */
	readonly savedSize?: number;
}

/** Both sizes with the one that is sent: the wanted one, or the other where there is no such; `undefined` without either. */
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

/** The same thing with what is wanted of it, and its size; unchanged where there is no choice. */
export function sendWanted<Item extends { readonly size: number; readonly unsaved?: Unsaved }>(
	item: Item,
	wanted: Wanted,
): Item {
	const unsaved = item.unsaved && chooseUnsaved(item.unsaved, wanted);
	return unsaved ? { ...item, unsaved, size: sizeOf(unsaved) } : item;
}

/** Bytes of what is sent. */
export function sizeOf({ sends, shownSize, savedSize }: Unsaved): number {
	return (sends === 'shown' ? shownSize : savedSize) ?? 0;
}
