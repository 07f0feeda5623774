import type { StoredAttachment } from './outcome.js';

/** An attachment as COR lists it: a root with its newest version; other versions are left out (cor-api §3.2). */
export interface ListedAttachment extends StoredAttachment {
	/** The newest version's id; the root's own where there is no other. */
	readonly currentVersionId?: number;
	/** The newest version, where it is another than the root and COR tells of it. */
	readonly currentVersion?: StoredAttachment;
	/** As COR sends it: ISO 8601, or `YYYY-MM-DD HH:mm:ss` without a zone. */
	readonly createdAt?: string;
	/** Who attached it. */
	readonly userName?: string;
	readonly status?: string;
	/** Whether COR's `available` is false. */
	readonly isHidden?: boolean;
}

/** What was on the task before a file was sent. Plain data: it is written to disk. */
export interface Baseline {
	/** The highest id on the task; COR's ids grow. */
	readonly highestId: number;
	/** The newest version of each parent that gets a new one, by the parent's id. */
	readonly currentVersions: Readonly<Record<string, number>>;
}

/** A file of another batch of which nobody knows whether it arrived: it may turn up on the task at any time. */
export interface Straggler {
	readonly name: string;
	/** Bytes. */
	readonly size: number;
}

/** What a file looks like when it is on the task. */
export interface Sought {
	readonly name: string;
	/** Bytes. */
	readonly size: number;
	readonly parentId?: number;
	/** Whose upload it was. */
	readonly userId: number;
	readonly baseline: Baseline;
	/** Whether another file of ours and of this size has this one's name, or could be given it by COR. */
	readonly hasNamesake?: boolean;
	/** Attachments that are known to be other files of ours. */
	readonly claimed: ReadonlySet<number>;
}

/** What the list says of a file: it is there, it surely is not, or something is there that may be it. */
export type Evidence =
	| { readonly status: 'found'; readonly attachment: StoredAttachment }
	| { readonly status: 'absent' }
	| { readonly status: 'unclear' };

/** The form in which names of files and of attachments are compared. */
function comparableName(name: string): string {
	return name.normalize('NFC');
}

export function toBaseline(list: readonly ListedAttachment[], parentIds: readonly number[]): Baseline {
	const currentVersions = parentIds.flatMap(parentId => {
		const parent = findParent(list, parentId);
		return parent ? [[parentId, currentIdOf(parent)] as const] : [];
	});
	return {
		highestId: list.reduce((highest, item) => Math.max(highest, item.id, currentIdOf(item)), 0),
		currentVersions: Object.fromEntries(currentVersions),
	};
}

/**
 * Looks for a file in the list. Found is what is new, ours by its `user_id`, and has the size and the name, so that
 * neither an older file nor another person's equal one is taken for it. Something new of ours with the size and another
 * name may be the file renamed by COR: `unclear`, as is everything of which COR tells too little.
 */
export function lookFor(sought: Sought, list: readonly ListedAttachment[]): Evidence {
	const { parentId } = sought;
	return parentId === undefined ? lookAmongRoots(sought, list) : lookAmongVersions(sought, list, parentId);
}

/** What of the list bears on the file: two reads with the same trace say the same of it. */
export function traceOf(sought: Sought, list: readonly ListedAttachment[]): string {
	const ids = similarOnes(sought, list).map(({ id }) => id);
	const parent = sought.parentId === undefined ? undefined : findParent(list, sought.parentId);
	return JSON.stringify([ids.toSorted((a, b) => a - b), parent && currentIdOf(parent)]);
}

function lookAmongRoots(sought: Sought, list: readonly ListedAttachment[]): Evidence {
	const similar = similarOnes(sought, list);
	const [only, ...others] = similar.filter(item => isIt(sought, item));
	if (only && others.length === 0 && !sought.hasNamesake) {
		return { status: 'found', attachment: only };
	}
	return { status: similar.length > 0 ? 'unclear' : 'absent' };
}

function lookAmongVersions(sought: Sought, list: readonly ListedAttachment[], parentId: number): Evidence {
	const parent = findParent(list, parentId);
	const before = sought.baseline.currentVersions[parentId];
	if (!parent || before === undefined) {
		return { status: 'unclear' };
	}
	if (currentIdOf(parent) === before) {
		// COR may have stored it beside the parent: then it is there, but not what was meant.
		return lookAmongRoots(sought, list).status === 'absent' ? { status: 'absent' } : { status: 'unclear' };
	}
	const current = parent.currentVersion;
	const isOurs = current && current.id > sought.baseline.highestId && !sought.claimed.has(current.id);
	return isOurs && isIt(sought, current) && !sought.hasNamesake
		? { status: 'found', attachment: current }
		: { status: 'unclear' };
}

/**
 * Above everything that was there before, of this size and ours as far as COR tells, and not known to be another file of
 * ours. What is called like another file of the batch is among them until that is known to be it: COR may have given
 * this one that name.
 */
function similarOnes(
	{ baseline, claimed, userId, size }: Sought,
	list: readonly ListedAttachment[],
): ListedAttachment[] {
	return list.filter(
		item =>
			item.id > baseline.highestId &&
			!claimed.has(item.id) &&
			(item.userId === undefined || item.userId === userId) &&
			(item.size === undefined || item.size === size),
	);
}

function isIt(sought: Sought, item: StoredAttachment): boolean {
	return (
		item.userId === sought.userId &&
		item.size === sought.size &&
		comparableName(item.name) === comparableName(sought.name)
	);
}

/** The root of which an attachment is the first or the newest version. */
export function findParent(list: readonly ListedAttachment[], parentId: number): ListedAttachment | undefined {
	return list.find(item => item.id === parentId || item.currentVersionId === parentId);
}

/** The newest version's id. */
export function currentIdOf(item: ListedAttachment): number {
	return item.currentVersionId ?? item.id;
}
