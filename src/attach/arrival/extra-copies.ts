import type { ListedAttachment, StoredAttachment } from '../attachment.js';
import type { FileEnd } from '../outcome.js';
import type { PlannedFile } from '../plan/plan.js';

interface SentFile {
	readonly file: PlannedFile;
	readonly end: FileEnd;
	/** When its first request started, in epoch milliseconds. */
	readonly sentAt: number;
}

/** A file with several attachments on its task. */
interface Doubled {
	readonly attachments: readonly StoredAttachment[];
	/** The copy that can be removed without loss, if there is one. */
	readonly extra?: StoredAttachment;
}

const longestMs = 24 * 3_600_000;
const toleranceMs = 1_000; // COR's times are sometimes rounded to seconds

/**
 * Returns the copy that can be removed: the one that COR's answer named, if the other one has the same size and was
 * created after our first request. Never a copy that has, or may have, further versions.
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
	// Compares two times of COR, so a wrong local clock doesn't matter.
	const isSince = timeOf(other) >= timeOf(extra) - tookMs - toleranceMs;
	return isSince ? end.attachment : undefined;
}

/**
 * What the task's list says now about a copy that was offered for removal. Only with `extra` may it be removed; `kept`
 * is the copy that stays.
 */
export type ExtraStanding =
	| { readonly status: 'extra'; readonly kept: ListedAttachment }
	| { readonly status: 'gone' | 'alone' | 'has-versions' | 'differs' };

/** Checks two copies again, by the rules of `extraOf`, just before one is removed. */
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

/** Also `true` if the list doesn't say. */
function hasVersions({ id, currentVersionId }: ListedAttachment): boolean {
	return currentVersionId !== id;
}

/**
 * In milliseconds; `NaN` if COR reports no time. A time without a zone is read as UTC, so only compare it with others
 * of its kind.
 */
export function timeOf({ createdAt = '' }: Pick<StoredAttachment, 'createdAt'>): number {
	return Date.parse(/(Z|[+-]\d\d:?\d\d)$/.test(createdAt) ? createdAt : `${createdAt.replace(' ', 'T')}Z`);
}
