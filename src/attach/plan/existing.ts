import { currentIdOf, type ListedAttachment } from '../attachment.js';
import { type Doubt, needsWord } from '../doubts.js';
import { sameName } from '../text/same-name.js';
import type { HistoryEntry } from './history.js';
import { lastingUri } from './made-file.js';
import {
	type CheckedFile,
	type DecidedFile,
	type Existing,
	leave,
	type MatchedFile,
	send,
	unmatched,
} from './stages.js';

/** What to do with a file whose name is already on the task. */
export type OnExisting = (typeof onExistings)[number];

export const onExistings = ['beside', 'newVersion', 'skip'] as const;

/**
 * A file and the attachment it would replace. `recorded` is set if the workspace's history says that the bytes may be
 * the same.
 */
export interface Match {
	readonly file: CheckedFile;
	readonly existing: Omit<Existing, 'isUnchanged'> | undefined;
	readonly recorded?: HistoryEntry & { readonly sha256: string };
}

/**
 * Matches each file to the attachment it would replace. Each attachment matches at most one file. A file that was
 * attached from this workspace is found by its attachment id, even after renaming; others by name, and the newest
 * attachment wins. A file that already has a `parentId` is left alone, unless `isOfVersions` asks to match it with that
 * parent.
 * @param history what this workspace attached to this task, latest first
 */
export function matchExisting(
	files: readonly CheckedFile[],
	list: readonly ListedAttachment[],
	history: readonly HistoryEntry[],
	isOfVersions = false,
): readonly Match[] {
	const taken = new Set(files.flatMap(({ parentId }) => parentId ?? []));
	const take = (root: ListedAttachment | undefined): ListedAttachment | undefined => {
		if (root) {
			taken.add(root.id);
		}
		return root;
	};
	const byUri = new Map<string, HistoryEntry[]>();
	for (const entry of history) {
		add(byUri, lastingUri(entry.uri), entry);
	}
	const byName = rootsByName(list);
	const rootOf = rootsOfHistory(list);
	const seekers = files.filter(({ parentId, problem }) => parentId === undefined && !problem);

	const ours = new Map<CheckedFile, ListedAttachment>();
	for (const file of seekers) {
		const entries = (byUri.get(lastingUri(file.uri)) ?? []).filter(entry => mayStandFor(entry, file));
		const root = take(entries.map(rootOf).find(found => found && !taken.has(found.id)));
		if (root) {
			ours.set(file, root);
		}
	}
	const others = new Map<CheckedFile, ListedAttachment | undefined>();
	for (const file of seekers.filter(seeker => !ours.has(seeker))) {
		others.set(file, take(firstFree(byName.get(sameName(file.name)), taken)));
	}

	const byId = new Map(history.map(entry => [entry.attachmentId, entry]));
	return files.map(file => {
		const parent = isOfVersions ? list.find(({ id }) => id === file.parentId) : undefined;
		const root = parent ?? ours.get(file) ?? others.get(file);
		return root ? toMatch(file, root, parent !== undefined || ours.has(file), byId) : { file, existing: undefined };
	});
}

/**
 * Adds the match and the proposed decision: a new version if this workspace attached the existing file; otherwise
 * nobody has decided, so it gets the doubt `on-task`. Equal contents always get the doubt `unchanged`.
 */
export function propose(file: CheckedFile, existing: Existing): MatchedFile {
	const { rootId, version, isOurs, isUnchanged } = existing;
	const doubts = withoutOwn(file.doubts);
	if (isUnchanged) {
		return { ...file, existing, parentId: rootId, doubts: [{ kind: 'unchanged', version }, ...doubts] };
	}
	return isOurs
		? { ...file, existing, parentId: rootId, doubts }
		: { ...file, existing, doubts: [...doubts, { kind: 'on-task', version }] };
}

/**
 * Applies a person's decision. `skip` adds a doubt; the doubt `unchanged` always stays. A file without a match isn't
 * changed.
 */
export function decide(file: MatchedFile, decision: OnExisting): MatchedFile {
	const { existing, parentId: _before, ...plain } = file;
	if (!existing) {
		return file;
	}
	const { rootId, version } = existing;
	const doubts = file.doubts.filter(({ kind }) => kind !== 'on-task');
	switch (decision) {
		case 'newVersion':
			return { ...plain, existing, doubts, parentId: rootId };
		case 'beside':
			return { ...plain, existing, doubts };
		case 'skip':
			return { ...file, doubts: [...doubts, { kind: 'on-task', version }] };
	}
}

/**
 * Decides for a call that asks nobody. Skips a file that needs a confirmation, or whose contents are on the task
 * already; otherwise follows the decision.
 */
export function decideUnasked(file: MatchedFile, decision: OnExisting): DecidedFile {
	const decided = decide(file, decision);
	const why =
		file.doubts.find(needsWord) ?? decided.doubts.find(({ kind }) => kind === 'unchanged' || kind === 'on-task');
	return why ? leave(decided, why) : send(decided);
}

/** Like `decideUnasked`, for a file that wasn't compared with the task. */
export function decideUnmatched(file: CheckedFile): DecidedFile {
	return decideUnasked(unmatched(file), 'beside');
}

/** Removes what `propose` and `decide` added, before the file is compared with a task again. */
export function withoutExisting({ parentId: _parent, ...file }: MatchedFile): MatchedFile {
	return { ...file, existing: undefined, doubts: withoutOwn(file.doubts) };
}

function withoutOwn(doubts: readonly Doubt[]): Doubt[] {
	return doubts.filter(({ kind }) => kind !== 'on-task' && kind !== 'unchanged');
}

// VS Code reuses the URIs of untitled documents for other texts.
function mayStandFor(entry: HistoryEntry, file: CheckedFile): boolean {
	return !file.uri.startsWith('untitled:') || sameName(entry.name) === sameName(file.name);
}

/**
 * Finds the attachment that a history entry describes. The name must match too, since an id may mean something else by
 * now.
 */
function rootsOfHistory(list: readonly ListedAttachment[]): (entry: HistoryEntry) => ListedAttachment | undefined {
	const byId = new Map(list.flatMap(root => [[root.id, root] as const, [currentIdOf(root), root] as const]));
	return ({ attachmentId, rootId, name }) => {
		const root = byId.get(attachmentId) ?? byId.get(rootId);
		return root && namesOf(root).has(sameName(name)) ? root : undefined;
	};
}

/** Newest first, taking a larger id for a newer attachment. */
function rootsByName(list: readonly ListedAttachment[]): ReadonlyMap<string, ListedAttachment[]> {
	const byName = new Map<string, ListedAttachment[]>();
	for (const root of list.toSorted((a, b) => currentIdOf(b) - currentIdOf(a))) {
		for (const name of namesOf(root)) {
			add(byName, name, root);
		}
	}
	return byName;
}

function namesOf({ name, currentVersion }: ListedAttachment): ReadonlySet<string> {
	return new Set([sameName(name), sameName(currentVersion?.name ?? name)]);
}

function toMatch(
	file: CheckedFile,
	root: ListedAttachment,
	isOurs: boolean,
	history: ReadonlyMap<number, HistoryEntry>,
): Match {
	const newest = root.currentVersion ?? root;
	const version = newest.version ?? root.version ?? 1;
	const existing = { rootId: root.id, version, isOurs };
	const recorded = newest.id === currentIdOf(root) ? history.get(newest.id) : undefined;
	const isLikely = recorded?.size === newest.size && recorded?.size === file.size;
	return isLikely && recorded?.sha256 !== undefined
		? { file, existing, recorded: { ...recorded, sha256: recorded.sha256 } }
		: { file, existing };
}

/** Drops taken attachments from the front of the group, so that no search passes them again. */
function firstFree(group: ListedAttachment[] | undefined, taken: ReadonlySet<number>): ListedAttachment | undefined {
	while (group?.[0] && taken.has(group[0].id)) {
		group.shift();
	}
	return group?.[0];
}

function add<Item>(groups: Map<string, Item[]>, key: string, item: Item): void {
	const group = groups.get(key);
	if (group) {
		group.push(item);
	} else {
		groups.set(key, [item]);
	}
}
