import * as v from 'valibot';
import { id, noList } from './schemas.js';

/**
 * An attachment as COR lists it: the first version (the root) and the newest. COR lists no version in between (cor-api
 * §3.2).
 */
export interface ListedAttachment extends StoredAttachment {
	/** Id of the newest version; the root's own id if there is only one. Missing if COR doesn't report it. */
	readonly currentVersionId?: number;
	/** Number of the newest version, if COR reports it. */
	readonly currentVersionNumber?: number;
	/** The newest version, if it isn't the root and COR describes it. */
	readonly currentVersion?: StoredAttachment;
	/** Name of the person who attached it. */
	readonly userName?: string;
	readonly status?: string;
	/** `true` if COR sent `available: false`. */
	readonly isHidden?: boolean;
}

/** What was on the task before a file was sent. The journal stores it. */
export const baseline = v.object({
	/** Ids of all listed roots and their newest versions. A set, because COR doesn't promise that ids grow. */
	ids: v.pipe(
		v.array(id),
		v.transform((ids): ReadonlySet<number> => new Set(ids)),
	),
	/**
	 * For each parent that gets a new version: its id → the id of its newest version. An entry is missing if COR didn't
	 * report it.
	 */
	currentVersions: v.pipe(noList(), v.record(v.string(), id), v.readonly()),
});

export type Baseline = Readonly<v.InferOutput<typeof baseline>>;

/** Attachments of a task in COR's order. `isWhole` is `true` if the list is complete. */
export interface AttachmentList {
	readonly attachments: readonly ListedAttachment[];
	readonly isWhole: boolean;
}

/** A file of another batch that may have been sent. It can appear on the task at any time. */
export interface Straggler {
	readonly name: string;
	/** Bytes. */
	readonly size: number;
}

/** Finds the root whose first or newest version has this id. */
export function findParent(list: readonly ListedAttachment[], parentId: number): ListedAttachment | undefined {
	return list.find(item => item.id === parentId || item.currentVersionId === parentId);
}

/** Id of the newest version, or of the root if COR doesn't report a newest version. */
export function currentIdOf(item: ListedAttachment): number {
	return item.currentVersionId ?? item.id;
}

/** An attachment as COR's answer describes it (cor-api §3.1). */
export interface StoredAttachment {
	readonly id: number;
	/** COR's `originalname`. */
	readonly name: string;
	/** Bytes, if COR reports them. */
	readonly size?: number;
	/** Address of the file. Confidential: anyone who knows it may be able to open the file (cor-api §3.10). */
	readonly url?: string;
	readonly version?: number;
	readonly parentId?: number;
	readonly userId?: number;
	/** As COR sends it: ISO 8601, or `YYYY-MM-DD HH:mm:ss` without a zone. */
	readonly createdAt?: string;
	/** `type` is COR's `file_type`, an extension. `source` says where COR stores the file, such as `S3`. */
	readonly type?: string;
	readonly source?: string;
}

/** What the extension must remember about a request to look for its file on the task later. */
export interface Attempt {
	/** Bytes that were sent, or would have been. */
	readonly size: number;
	/** The COR user who sent it. */
	readonly userId: number;
	/** What was on the task before the request. */
	readonly baseline: Baseline;
	/** When the request started, in epoch milliseconds. */
	readonly sentAt: number;
}
