import type { Attempt, Baseline, ListedAttachment, StoredAttachment } from '../attachment.js';
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
	/** It is there more than once. `extra` is the one that can be removed without loss, where there is one. */
	| {
			readonly kind: 'doubled';
			readonly file: PlannedFile;
			readonly attachments: readonly StoredAttachment[];
			readonly extra?: StoredAttachment;
	  }
	/** It was sent again, and these may be another copy of it; or it was given up, and these may be it. */
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
	if (copy.kind === 'arrived' && lingering.attempts.length === 1) {
		return undefined;
	}
	const attachment = copy.kind === 'arrived' ? copy.attachment : copy.attachments[0];
	const isKnown = outcome.end.status === 'attached' || !attachment;
	return isKnown
		? lingering
		: { ...lingering, outcome: { ...outcome, end: { status: 'attached', attachment, isFound: true } } };
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
	return all.flatMap(({ each, copies: { sure, possible: maybe } }): LateCopy[] => {
		const {
			outcome: { file, end },
			told = [],
		} = each;
		// What is, or is called like, another one of these is that one.
		const possible = maybe.filter(
			({ id, name }) => !sureIds.has(id) && (mayBecomeOne(name, file.name) || !names.has(plainName(name))),
		);
		// A cancel may have kept a last request from being one that can be looked for.
		const isRepeated = each.attempts.length > 1 || (end.status === 'unknown' && Boolean(each.outcome.missed));
		const [first, ...more] = sure;
		const isNews = possible.some(({ id }) => !told.includes(id));
		if (end.status === 'attached') {
			const attachments = [end.attachment, ...sure];
			if (first) {
				const extra = extraOf({ ...each.outcome, sentAt: each.attempts[0].sentAt }, sure, list, circumstances.endedAt);
				return [{ kind: 'doubled', file, attachments, ...(extra && { extra }) }];
			}
			return isNews ? [{ kind: 'maybe-doubled', file, attachments: possible }] : [];
		}
		if (!first) {
			// Of several versions a list shows the newest alone.
			const isPair = possible.length > 1 || file.parentId !== undefined;
			if (isNews && isPair && isRepeated) {
				return [{ kind: 'maybe-doubled', file, attachments: possible }];
			}
			// That it may have arrived was said where its end is unknown.
			return isNews && end.status !== 'unknown' ? [{ kind: 'maybe-arrived', file, attachments: possible }] : [];
		}
		return more.length > 0
			? [{ kind: 'doubled', file, attachments: sure }]
			: [{ kind: 'arrived', file, attachment: first, isMaybeDoubled: file.parentId !== undefined && isRepeated }];
	});
}

interface Copies {
	/** What surely is this file, beside what it is known to be. */
	readonly sure: readonly StoredAttachment[];
	/** What may be it, and no other file of ours. */
	readonly possible: readonly StoredAttachment[];
}

function copiesOf(
	{ outcome: { file, end }, attempts }: Lingering,
	newcomers: Newcomers,
	around: LateCircumstances,
): Copies {
	const known = end.status === 'attached' ? end.attachment.id : undefined;
	const { name, parentId } = file;
	const sure = new Map<number, StoredAttachment>();
	const possible = new Map<number, StoredAttachment>();
	for (const { size, baseline, userId } of attempts) {
		const ownIds = new Set([userId, ...around.ownIds]);
		const sought: Sought = { name, size, baseline, ownIds, ...(parentId !== undefined && { parentId }) };
		// To be told once too often is better than to find a second copy oneself: anything new that is nobody else's is named.
		const roots = newcomers.allSince(baseline, name).filter(item => isNobodyElses(item, around));
		const parents = parentId === undefined ? [] : newcomers.bearingOn(sought, { sizesDiffer: true });
		const versions = parents
			.flatMap(({ currentVersion }) => currentVersion ?? [])
			.filter(isUnclaimed(baseline, around));
		for (const item of [...roots, ...versions].filter(({ id }) => id !== known)) {
			const isSure = isIt(sought, item) && !around.namesakes.has(file, size);
			(isSure ? sure : possible).set(item.id, item);
		}
	}
	return { sure: [...sure.values()], possible: [...possible.values()] };
}

function isNobodyElses({ userId }: StoredAttachment, { ownIds, knowsOwners }: LateCircumstances): boolean {
	return userId === undefined || !knowsOwners || ownIds.has(userId);
}

function isUnclaimed({ ids }: Baseline, { claimed }: LateCircumstances): (item: StoredAttachment) => boolean {
	return ({ id }) => !ids.has(id) && !claimed.has(id);
}
