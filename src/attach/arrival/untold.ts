import type { ListedAttachment, StoredAttachment } from '../attachment.js';
import { plainName } from '../names/file-names.js';
import type { PlannedFile } from '../plan/plan.js';
import { timeOf } from './extra-copies.js';
import type { ListHabits } from './list-habits.js';

/** The most that COR's clock, or a time without a zone, may differ from the local clock. */
const clocksDifferMs = 24 * 3_600_000;

interface Known {
	/** Ids of attachments that are known to be other files of ours. */
	readonly claimed: ReadonlySet<number>;
	readonly habits: Pick<ListHabits, 'ownIds' | 'knowsOwners'>;
}

/**
 * Returns the files that may already be on the task although nobody knows what was there before. Names, sizes and
 * owners may not be comparable either. So a file may be there if something was added since it was planned (in epoch
 * milliseconds) that isn't known to be another file of ours, and that is not somebody else's, has the file's name, or
 * may hide its version.
 */
export function mayBeThere(
	untold: ReadonlyMap<PlannedFile, number>,
	list: readonly ListedAttachment[],
	{ claimed, habits: { ownIds, knowsOwners } }: Known,
): ReadonlySet<PlannedFile> {
	const isSomebodyElses = ({ userId }: StoredAttachment) => knowsOwners && userId !== undefined && !ownIds.has(userId);
	const newest = new Newest();
	for (const root of list) {
		for (const item of root.currentVersion ? [root, root.currentVersion] : [root]) {
			if (!claimed.has(item.id)) {
				newest.note(nameKey(item), item);
				newest.note(isSomebodyElses(item) ? undefined : 'ours', item);
			}
		}
		const { id, currentVersionId, currentVersion = id === currentVersionId ? root : {} } = root;
		newest.note(parentKey(id), currentVersion);
		newest.note(parentKey(currentVersionId), currentVersion);
	}
	const isThere = (file: PlannedFile, plannedAt: number) =>
		['ours', nameKey(file), parentKey(file.parentId)].some(key => newest.of(key) >= plannedAt - clocksDifferMs);
	return new Set([...untold].filter(([file, plannedAt]) => isThere(file, plannedAt)).map(([file]) => file));
}

/**
 * For each kind the time of the newest attachment, in epoch milliseconds. An attachment without a time may be brand
 * new.
 */
class Newest {
	readonly #times = new Map<string, number>();

	note(key: string | undefined, item: Pick<StoredAttachment, 'createdAt'>): void {
		if (key !== undefined) {
			const told = timeOf(item);
			this.#times.set(key, Math.max(Number.isNaN(told) ? Number.POSITIVE_INFINITY : told, this.of(key)));
		}
	}

	of(key: string | undefined): number {
		return (key !== undefined && this.#times.get(key)) || Number.NEGATIVE_INFINITY;
	}
}

function nameKey({ name }: { readonly name: string }): string {
	return `name ${plainName(name)}`;
}

function parentKey(id: number | undefined): string | undefined {
	return id === undefined ? undefined : `parent ${id}`;
}
