import type { Attempt, ListedAttachment, StoredAttachment } from '../attachment.js';
import { mayBecomeOne, plainName } from '../names/file-names.js';
import type { Outcome } from '../outcome.js';
import type { PlannedFile } from '../plan/plan.js';
import { type Circumstances, isIt, type Sought } from './evidence.js';
import { extraOf } from './extra-copies.js';
import type { Namesakes } from './namesakes.js';
import { Newcomers } from './newcomers.js';

/** A file of which something may turn up on the task after its batch has ended. */
export interface Lingering {
	readonly outcome: Outcome<PlannedFile>;
	/** Requests of which nobody knows whether the task shows their file one day, oldest first; at least one. */
	readonly attempts: readonly [Attempt, ...Attempt[]];
	/** Attachments of which people were told that they may be copies of it. */
	readonly told?: readonly number[];
}

/** What turned up late. */
export type LateCopy =
	/** The file is on the task after all; perhaps twice where it is a version and was sent again, since a list shows the newest alone. */
	| {
			readonly kind: 'arrived';
			readonly file: PlannedFile;
			readonly attachment: StoredAttachment;
			readonly isMaybeDoubled: boolean;
	  }
	/** It is there more than once; perhaps once more, below a version. `extra` can be removed without loss, where there is one. */
	| {
			readonly kind: 'doubled';
			readonly file: PlannedFile;
			readonly attachments: readonly StoredAttachment[];
			readonly extra?: StoredAttachment;
			readonly isMaybeMore?: true;
	  }
	/** It was sent again, and these, or what lies below them, may be another copy of it; or it was given up, and these may be it. */
	| {
			readonly kind: 'maybe-doubled' | 'maybe-arrived';
			readonly file: PlannedFile;
			readonly attachments: readonly StoredAttachment[];
	  };

/** Those of which something may turn up late. With `before`, what could turn up of them, and of others, before they were sent. */
export function lingeringOf(outcomes: readonly Outcome<PlannedFile>[], before: readonly Lingering[] = []): Lingering[] {
	const earlier = new Map(before.map(({ outcome, attempts }) => [outcome.file.uri, attempts]));
	const now = outcomes.flatMap(outcome => {
		const { file, end, missed = [] } = outcome;
		const last = end.status === 'unknown' && end.attempt ? [end.attempt] : [];
		const [first, ...others] = [...(earlier.get(file.uri) ?? []), ...missed, ...last];
		return first ? [{ outcome, attempts: [first, ...others] as const }] : [];
	});
	const uris = new Set(outcomes.map(({ file }) => file.uri));
	return [...before.filter(({ outcome }) => !uris.has(outcome.file.uri)), ...now];
}

/** What may still turn up once people were told of a copy; `undefined` where that is nothing. */
export function afterTelling(lingering: Lingering, copy: LateCopy): Lingering | undefined {
	const { outcome, told = [] } = lingering;
	if (copy.kind === 'maybe-doubled' || copy.kind === 'maybe-arrived') {
		return { ...lingering, told: [...told, ...copy.attachments.map(({ id }) => id)] };
	}
	if (copy.kind === 'arrived' && !isRepeated(lingering)) {
		return undefined;
	}
	const attachments = copy.kind === 'arrived' ? [copy.attachment] : copy.attachments;
	const [attachment] = attachments;
	const known = { ...lingering, told: [...told, ...attachments.map(({ id }) => id)] };
	return outcome.end.status === 'attached' || !attachment
		? known
		: { ...known, outcome: { ...outcome, end: { status: 'attached', attachment, isFound: true } } };
}

/** Whether more than one request with it may have arrived; the last of them may be one that cannot be looked for. */
function isRepeated({ outcome: { end }, attempts }: Lingering): boolean {
	return attempts.length > 1 || (end.status === 'unknown' && !end.attempt);
}

/** What is known beside the list when something is looked for late. */
export interface LateCircumstances extends Pick<Circumstances, 'claimed'> {
	readonly ownIds: ReadonlySet<number>;
	/** Whether it is known whom lists name for our uploads. */
	readonly knowsOwners: boolean;
	readonly namesakes: Namesakes;
	/** When the batch had ended, in epoch milliseconds. */
	readonly endedAt: number;
}

/** Looks for files late: for those that are not known to be there, and for second copies of those that are. */
export function findLateCopies(
	lingering: readonly Lingering[],
	list: readonly ListedAttachment[],
	circumstances: LateCircumstances,
): LateCopy[] {
	const newcomers = new Newcomers(list, circumstances.claimed);
	const names = new Set(lingering.map(({ outcome: { file } }) => plainName(file.name)));
	const all = lingering.map(each => ({ each, copies: copiesOf(each, newcomers, circumstances) }));
	const sureIds = new Set(all.flatMap(({ copies }) => copies.sure.map(({ id }) => id)));
	return all.flatMap(({ each, copies: { sure, possible: maybe, above } }): LateCopy[] => {
		const {
			outcome: { file, end },
			told = [],
		} = each;
		// What is, or is called like, another one of these is that one.
		const isNoOther = ({ id, name }: StoredAttachment) =>
			!sureIds.has(id) && (mayBecomeOne(name, file.name) || !names.has(plainName(name)));
		const possible = [...maybe.filter(isNoOther), ...above];
		const [first, ...more] = sure;
		const isNews = possible.some(({ id }) => !told.includes(id));
		if (end.status === 'attached') {
			const attachments = [end.attachment, ...sure];
			if (first) {
				const extra = extraOf({ ...each.outcome, sentAt: each.attempts[0].sentAt }, sure, list, circumstances.endedAt);
				const isMaybeMore =
					file.parentId !== undefined && each.attempts.length > 1 && !isNextAfter(end.attachment, first);
				return [{ kind: 'doubled', file, attachments, ...(extra && { extra }), ...(isMaybeMore && { isMaybeMore }) }];
			}
			return isNews ? [{ kind: 'maybe-doubled', file, attachments: possible }] : [];
		}
		if (!first) {
			// Of several versions a list shows the newest alone.
			const isPair = possible.length > 1 || file.parentId !== undefined;
			if (isNews && isPair && isRepeated(each)) {
				return [{ kind: 'maybe-doubled', file, attachments: possible }];
			}
			// That it may have arrived was said where its end is unknown.
			return isNews && end.status !== 'unknown' ? [{ kind: 'maybe-arrived', file, attachments: possible }] : [];
		}
		return more.length > 0
			? [{ kind: 'doubled', file, attachments: sure }]
			: [{ kind: 'arrived', file, attachment: first, isMaybeDoubled: file.parentId !== undefined && isRepeated(each) }];
	});
}

interface Copies {
	/** What surely is this file, beside what it is known to be. */
	readonly sure: readonly StoredAttachment[];
	/** What may be it, and no other file of ours. */
	readonly possible: readonly StoredAttachment[];
	/** The newest version, whosever it is, where it may hide one that is this file: a list shows no other. */
	readonly above: readonly StoredAttachment[];
}

function copiesOf(
	{ outcome: { file, end }, attempts }: Lingering,
	newcomers: Newcomers,
	around: LateCircumstances,
): Copies {
	const known = end.status === 'attached' ? end.attachment : undefined;
	const { name, parentId } = file;
	const sure = new Map<number, StoredAttachment>();
	const possible = new Map<number, StoredAttachment>();
	const above = new Map<number, StoredAttachment>();
	for (const { size, baseline, userId } of attempts) {
		const ownIds = new Set([userId, ...around.ownIds]);
		const sought: Sought = { name, size, baseline, ownIds, ...(parentId !== undefined && { parentId }) };
		// To be told once too often is better than to find a second copy oneself: anything new that is nobody else's is named.
		const roots = newcomers.allSince(baseline, name).filter(item => isNobodyElses(item, around));
		const isSure = (item: StoredAttachment) => isIt(sought, item) && !around.namesakes.has(file, size);
		for (const item of roots.filter(({ id }) => id !== known?.id)) {
			(isSure(item) ? sure : possible).set(item.id, item);
		}
		const newest = parentId === undefined ? undefined : newcomers.parentOf(parentId)?.currentVersion;
		if (newest && newest.id !== known?.id && !baseline.ids.has(newest.id)) {
			const isClaimed = around.claimed.has(newest.id);
			if (!isClaimed && isSure(newest)) {
				sure.set(newest.id, newest);
			} else if (!isClaimed || !isNextAfter(known, newest)) {
				above.set(newest.id, newest);
			}
		}
	}
	return { sure: [...sure.values()], possible: [...possible.values()], above: [...above.values()] };
}

/** Whether nothing lies between what is known and the newest version, as COR counts them. */
function isNextAfter(known: StoredAttachment | undefined, { version }: StoredAttachment): boolean {
	return known?.version !== undefined && version === known.version + 1;
}

function isNobodyElses({ userId }: StoredAttachment, { ownIds, knowsOwners }: LateCircumstances): boolean {
	return userId === undefined || !knowsOwners || ownIds.has(userId);
}
