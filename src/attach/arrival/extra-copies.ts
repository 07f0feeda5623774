import type { ListedAttachment, StoredAttachment } from '../attachment.js';
import type { FileEnd } from '../outcome.js';
import type { PlannedFile } from '../plan/plan.js';

interface SentFile {
	readonly file: PlannedFile;
	readonly end: FileEnd;
	/** When its first request began, in epoch milliseconds. */
	readonly sentAt: number;
}

/** A file that is on its task more than once. */
interface Doubled {
	readonly attachments: readonly StoredAttachment[];
	/** The one that can be removed without loss, where there is one. */
	readonly extra?: StoredAttachment;
}

const longestMs = 24 * 3_600_000;
const toleranceMs = 1_000; // COR's times have seconds, at times

/**
 * The copy that COR's answer to our own request named, while the other one is as large, and was made by us since we began.
 * Never one that has versions, or of which the list does not tell whether it has.
 */
export function extraOf(
	{ file, end, sentAt }: SentFile,
	copies: readonly StoredAttachment[],
	list: readonly ListedAttachment[],
	endedAt: number,
): StoredAttachment | undefined {
	const tookMs = endedAt - sentAt;
	if (end.status !== 'attached' || end.isFound || file.parentId !== undefined || tookMs < 0 || tookMs > longestMs) {
		return undefined;
	}
	const extra = list.find(({ id }) => id === end.attachment.id);
	const [other] = copies.flatMap(({ id }) => list.filter(item => item.id === id));
	if (!extra || !other || hasVersions(extra) || extra.size !== other.size) {
		return undefined;
	}
	// Both times are COR's: only what lies between them is compared, whatever the clock here says.
	const isSince = timeOf(other) >= timeOf(extra) - tookMs - toleranceMs;
	return isSince ? end.attachment : undefined;
}

/** What the task's list says, now, of a copy that could be removed: only `extra` can be, and `kept` stays. */
export type ExtraStanding =
	| { readonly status: 'extra'; readonly kept: ListedAttachment }
	| { readonly status: 'gone' | 'alone' | 'has-versions' | 'differs' };

/** Looks once more at two copies of a file before one of them is removed, by the rules by which that was offered. */
export function extraStanding({ attachments, extra }: Doubled, list: readonly ListedAttachment[]): ExtraStanding {
	const listed = list.find(({ id }) => id === extra?.id);
	if (!listed) {
		return { status: 'gone' };
	}
	const [kept] = attachments.flatMap(seen =>
		seen.id === listed.id ? [] : list.filter(({ id }) => id === seen.id).map(item => ({ item, seen })),
	);
	if (!kept) {
		return { status: 'alone' };
	}
	if (hasVersions(listed)) {
		return { status: 'has-versions' };
	}
	const { item, seen } = kept;
	const isSame = item.size === listed.size && item.userId === seen.userId && item.createdAt === seen.createdAt;
	return isSame ? { status: 'extra', kept: item } : { status: 'differs' };
}

/** Also where the list does not tell. */
function hasVersions({ id, currentVersionId }: ListedAttachment): boolean {
	return currentVersionId !== id;
}

/** Milliseconds; no number where COR tells none. A time without a zone is one among others of its kind. */
export function timeOf({ createdAt = '' }: Pick<StoredAttachment, 'createdAt'>): number {
	return Date.parse(/(Z|[+-]\d\d:?\d\d)$/.test(createdAt) ? createdAt : `${createdAt.replace(' ', 'T')}Z`);
}
