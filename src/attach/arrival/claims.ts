import type { Straggler } from '../attachment.js';
import type { PlannedFile } from '../plan/plan.js';

/** How things stand on a task by now, for a file that is looked for there. */
export interface Rivals {
	/** Attachments that are known to be other files of ours. */
	readonly claimed: ReadonlySet<number>;
	/** Files of other batches to the task that may turn up at any time, and be taken for one of these. */
	readonly stragglers: readonly Straggler[];
}

/** Which attachments of a task are known to be which files, in all windows on this machine. */
export interface Claims {
	/** Read anew each time. Never rejects. */
	look(): Promise<Rivals>;
	/**
	 * Whether the attachment is this file's from here on, or was before: what one file has claimed no other ever gets, in
	 * whatever window. Never rejects.
	 */
	claim(attachmentId: number, file: PlannedFile): Promise<boolean>;
}
