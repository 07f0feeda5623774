import type { UploadFields } from '../../attach/fields.js';
import type { DecidedFile } from '../../attach/plan/stages.js';
import type { TaskMessage } from '../../attach/task-message/task-message.js';
import type { Writing } from './review-message.js';
import type { Sender } from './review-title.js';

/** The result of a review. */
export interface Reviewed {
	readonly files: readonly DecidedFile[];
	readonly fields: UploadFields;
	/** Name of the archive, if the files should be packed. */
	readonly archiveName?: string;
	/** The message to send with them. */
	readonly message?: TaskMessage | undefined;
	/** Whether the person saw the review, so that some time has passed. */
	readonly wasShown: boolean;
}

/** Destination and sender of the files. */
export interface ReviewedFor {
	readonly task: string;
	readonly sender: Sender;
	/** Whether each file is sent separately: no archive is offered. */
	readonly isSeparate?: true;
	/** Called if the person wants another file. Missing if there is no such choice. */
	readonly chooseFile?: (() => void) | undefined;
	/** Missing if no message can go with the files. */
	readonly writing?: Writing;
}
