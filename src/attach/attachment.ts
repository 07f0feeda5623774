import * as v from 'valibot';
import { id, noList } from './schemas.js';

/** An attachment as COR lists it: a root with its newest version; other versions are left out (cor-api §3.2). */
export interface ListedAttachment extends StoredAttachment {
	/** The newest version's id, the root's own where there is no other; missing where COR does not tell. */
	readonly currentVersionId?: number;
	/** Which version that is, where COR tells. */
	readonly currentVersionNumber?: number;
	/** The newest version, where it is another than the root and COR tells of it. */
	readonly currentVersion?: StoredAttachment;
	/** Who attached it. */
	readonly userName?: string;
	readonly status?: string;
	/** Whether COR's `available` is false. */
	readonly isHidden?: boolean;
}

/** What was on the task before a file was sent, as it is written to disk and read again. */
export const baseline = v.object({
	/** Everything that was listed, roots and their newest versions. COR does not say that its ids grow. */
	ids: v.pipe(
		v.array(id),
		v.transform((ids): ReadonlySet<number> => new Set(ids)),
	),
	/** The newest version of each parent that gets a new one, by the parent's id; missing where COR did not tell. */
	currentVersions: v.pipe(noList(), v.record(v.string(), id), v.readonly()),
});

export type Baseline = Readonly<v.InferOutput<typeof baseline>>;

/** Attachments of a task in COR's order; `isWhole` if these are all. */
export interface AttachmentList {
	readonly attachments: readonly ListedAttachment[];
	readonly isWhole: boolean;
}

/** A file of another batch of which nobody knows whether it arrived: it may turn up on the task at any time. */
export interface Straggler {
	readonly name: string;
	/** Bytes. */
	readonly size: number;
}

/** The root of which an attachment is the first or the newest version. */
export function findParent(list: readonly ListedAttachment[], parentId: number): ListedAttachment | undefined {
	return list.find(item => item.id === parentId || item.currentVersionId === parentId);
}

/** The newest version's id, as far as COR tells. */
export function currentIdOf(item: ListedAttachment): number {
	return item.currentVersionId ?? item.id;
}

/** What COR stored, as its answer tells (cor-api §3.1). */
export interface StoredAttachment {
	readonly id: number;
	/** COR's `originalname`. */
	readonly name: string;
	/** Bytes, where COR says so. */
	readonly size?: number;
	/** The file's own address: confidential, since it may be public to whoever knows it (cor-api §3.10). */
	readonly url?: string;
	readonly version?: number;
	readonly parentId?: number;
	readonly userId?: number;
	/** As COR sends it: ISO 8601, or `YYYY-MM-DD HH:mm:ss` without a zone. */
	readonly createdAt?: string;
	/** COR's `file_type`, an extension; and where it is stored, such as `S3`. */
	readonly type?: string;
	readonly source?: string;
}

/** What has to be known of a request to look for its file on the task. */
export interface Attempt {
	/** Bytes that were sent, or were to be sent. */
	readonly size: number;
	/** Whose upload it was. */
	readonly userId: number;
	/** What was on the task before. */
	readonly baseline: Baseline;
	/** When the request began, in epoch milliseconds. */
	readonly sentAt: number;
}
