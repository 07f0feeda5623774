import type { Straggler } from '../attachment.js';
import type { PlannedFile } from '../plan/plan.js';

/** Other files that could be confused with a file we look for. */
export interface Rivals {
	/** Ids of attachments that are known to be other files of ours. */
	readonly claimed: ReadonlySet<number>;
	/** Files of other batches to this task that may appear there at any time. */
	readonly stragglers: readonly Straggler[];
}

/** Records which attachment of a task is which file, for all windows on this machine. */
export interface Claims {
	/** Reads the current state. Never rejects. */
	look(): Promise<Rivals>;
	/**
	 * Claims an attachment for a file. `true` if it is this file's now, or was before; `false` if another file in any
	 * window has it. Never rejects.
	 */
	claim(attachmentId: number, file: PlannedFile): Promise<boolean>;
}
