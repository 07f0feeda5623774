import type { Attempt, ListedAttachment, StoredAttachment } from '../attachment.js';
import type { Outcome } from '../outcome.js';
import type { PlannedFile } from '../plan/plan.js';
import { type Circumstances, isIt, lookFor, type Sought } from './evidence.js';
import type { Namesakes } from './namesakes.js';
import { Newcomers } from './newcomers.js';

/** A file of which something may turn up on the task after its batch has ended. */
export interface Lingering {
	readonly outcome: Outcome<PlannedFile>;
	/** Requests of which nobody knows whether the task shows their file one day, oldest first; at least one. */
	readonly attempts: readonly [Attempt, ...Attempt[]];
}

/** What turned up late. */
export type LateCopy =
	/** The file is on the task after all. */
	| { readonly kind: 'arrived'; readonly file: PlannedFile; readonly attachment: StoredAttachment }
	/** It is there more than once. `extra` is the one that can be removed without loss, where there is one. */
	| {
			readonly kind: 'doubled';
			readonly file: PlannedFile;
			readonly attachments: readonly StoredAttachment[];
			readonly extra?: StoredAttachment;
	  };

/** Those of which something may turn up late. */
export function lingeringOf(outcomes: readonly Outcome<PlannedFile>[]): Lingering[] {
	return outcomes.flatMap(outcome => {
		const { end, missed = [] } = outcome;
		const [first, ...others] = [...missed, ...(end.status === 'unknown' && end.attempt ? [end.attempt] : [])];
		return first ? [{ outcome, attempts: [first, ...others] as const }] : [];
	});
}

/** What is known beside the list when something is looked for late. */
export interface LateCircumstances extends Pick<Circumstances, 'sizesDiffer' | 'claimed'> {
	readonly ownIds: ReadonlySet<number>;
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
	return lingering.flatMap((each): LateCopy[] => {
		const { file, end } = each.outcome;
		const copies = copiesOf(each, newcomers, circumstances);
		if (end.status === 'attached') {
			const attachments = [end.attachment, ...copies];
			const extra = extraOf(each, copies, list, circumstances.endedAt);
			return copies.length > 0 ? [{ kind: 'doubled', file, attachments, ...extra }] : [];
		}
		const [attachment, ...more] = copies;
		if (!attachment) {
			return [];
		}
		return more.length > 0 ? [{ kind: 'doubled', file, attachments: copies }] : [{ kind: 'arrived', file, attachment }];
	});
}

/** What surely is this file, beside what it is known to be. */
function copiesOf(
	{ outcome: { file, end }, attempts }: Lingering,
	newcomers: Newcomers,
	circumstances: LateCircumstances,
): StoredAttachment[] {
	const known = end.status === 'attached' ? end.attachment.id : undefined;
	const found = attempts.flatMap(({ size, baseline, userId }) => {
		const { ownIds, sizesDiffer, claimed } = circumstances;
		const { name, parentId } = file;
		const sought: Sought = {
			name,
			size,
			baseline,
			ownIds: new Set([userId, ...ownIds]),
			...(parentId !== undefined && { parentId }),
		};
		if (circumstances.namesakes.has(file, size)) {
			return [];
		}
		const bearing = newcomers.bearingOn(sought, { sizesDiffer });
		const version = lookFor(sought, bearing, { sizesDiffer, claimed, hasNamesake: false });
		const roots = bearing.filter(item => !baseline.ids.has(item.id) && !claimed.has(item.id) && isIt(sought, item));
		return [...(parentId !== undefined && version.status === 'found' ? [version.attachment] : []), ...roots];
	});
	return [...new Map(found.map(attachment => [attachment.id, attachment])).values()].filter(({ id }) => id !== known);
}

/**
 * The copy that COR's answer to our own request named, while the other one is as large, and was made by us since we began.
 * Never one that has versions, or of which the list does not tell whether it has.
 */
function extraOf(
	{ outcome: { file, end }, attempts: [first] }: Lingering,
	copies: readonly StoredAttachment[],
	list: readonly ListedAttachment[],
	endedAt: number,
): { readonly extra?: StoredAttachment } {
	const tookMs = endedAt - first.sentAt;
	if (end.status !== 'attached' || end.isFound || file.parentId !== undefined || tookMs < 0 || tookMs > longestMs) {
		return {};
	}
	const extra = list.find(({ id }) => id === end.attachment.id);
	const [other] = copies.flatMap(({ id }) => list.filter(item => item.id === id));
	if (!extra || !other || extra.currentVersionId !== extra.id || extra.size !== other.size) {
		return {};
	}
	// Both times are COR's: only what lies between them is compared, whatever the clock here says.
	const isSince = timeOf(other) >= timeOf(extra) - tookMs - toleranceMs;
	return isSince ? { extra: end.attachment } : {};
}

const longestMs = 24 * 3_600_000;
const toleranceMs = 1_000; // COR's times have seconds, at times

/** Milliseconds; no number where COR tells none. A time without a zone is one among others of its kind. */
function timeOf({ createdAt = '' }: ListedAttachment): number {
	return Date.parse(/(Z|[+-]\d\d:?\d\d)$/.test(createdAt) ? createdAt : `${createdAt.replace(' ', 'T')}Z`);
}
