import type { Attempt, ListedAttachment, StoredAttachment } from '../attachment.js';
import { mayBecomeOne, plainName } from '../names/file-names.js';
import type { Outcome } from '../outcome.js';
import type { PlannedFile } from '../plan/plan.js';
import { type Circumstances, isIt, type Sought } from './evidence.js';
import { extraOf } from './extra-copies.js';
import type { Namesakes } from './namesakes.js';
import { Newcomers } from './newcomers.js';

/** A file that may appear on the task after its batch has ended. */
export interface Lingering {
	readonly outcome: Outcome<PlannedFile>;
	/** Requests whose file the task may still show, oldest first; at least one. */
	readonly attempts: readonly [Attempt, ...Attempt[]];
	/** Ids of attachments that the person already knows as possible copies. */
	readonly told?: readonly number[];
}

/** What was found on the task after the batch. */
export type LateCopy =
	/**
	 * The file is on the task. `isMaybeDoubled`: it is a version that was sent again, and the list shows only the newest
	 * version.
	 */
	| {
			readonly kind: 'arrived';
			readonly file: PlannedFile;
			readonly attachment: StoredAttachment;
			readonly isMaybeDoubled: boolean;
	  }
	/**
	 * The file is there more than once. `extra` is a copy that can be removed without loss. `isMaybeMore`: another copy
	 * may be hidden below a version.
	 */
	| {
			readonly kind: 'doubled';
			readonly file: PlannedFile;
			readonly attachments: readonly StoredAttachment[];
			readonly extra?: StoredAttachment;
			readonly isMaybeMore?: true;
	  }
	/**
	 * `maybe-doubled`: the file was sent again, and these attachments, or versions below them, may be copies of it.
	 * `maybe-arrived`: the file was given up, and one of these may be it.
	 */
	| {
			readonly kind: 'maybe-doubled' | 'maybe-arrived';
			readonly file: PlannedFile;
			readonly attachments: readonly StoredAttachment[];
	  };

/**
 * The files that may still appear on the task.
 * @param before files that could already appear before these were sent again; those not sent again stay in the result
 */
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

/** What may still appear after a person was told about a copy; `undefined` if nothing. */
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

/** Whether several requests with it may have arrived. The last one may lack an `attempt`. */
function isRepeated({ outcome: { end }, attempts }: Lingering): boolean {
	return attempts.length > 1 || (end.status === 'unknown' && !end.attempt);
}

/** What else is known when looking after the batch. */
export interface LateCircumstances extends Pick<Circumstances, 'claimed'> {
	readonly ownIds: ReadonlySet<number>;
	/** Whether COR's lists are known to show who sent our uploads. */
	readonly knowsOwners: boolean;
	readonly namesakes: Namesakes;
	/** When the batch ended, in epoch milliseconds. */
	readonly endedAt: number;
}

/** Looks in the list for files in doubt, and for second copies of attached files. */
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
		// An attachment that is, or has the name of, another of these files isn't this one.
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
			// The list shows only the newest of several versions.
			const isPair = possible.length > 1 || file.parentId !== undefined;
			if (isNews && isPair && isRepeated(each)) {
				return [{ kind: 'maybe-doubled', file, attachments: possible }];
			}
			// If the end is `unknown`, the person already knows that it may have arrived.
			return isNews && end.status !== 'unknown' ? [{ kind: 'maybe-arrived', file, attachments: possible }] : [];
		}
		return more.length > 0
			? [{ kind: 'doubled', file, attachments: sure }]
			: [{ kind: 'arrived', file, attachment: first, isMaybeDoubled: file.parentId !== undefined && isRepeated(each) }];
	});
}

interface Copies {
	/** Attachments that are this file, other than the known one. */
	readonly sure: readonly StoredAttachment[];
	/** Attachments that may be this file and are no other file of ours. */
	readonly possible: readonly StoredAttachment[];
	/** The newest version, if this file may be hidden below it: a list shows no other version. */
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
		// One message too many is better than an unnoticed copy, so this includes everything new that nobody else sent.
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

/** Whether `newest` directly follows the known version by COR's numbers. */
function isNextAfter(known: StoredAttachment | undefined, { version }: StoredAttachment): boolean {
	return known?.version !== undefined && version === known.version + 1;
}

function isNobodyElses({ userId }: StoredAttachment, { ownIds, knowsOwners }: LateCircumstances): boolean {
	return userId === undefined || !knowsOwners || ownIds.has(userId);
}
