import type { UploadFields } from '../../attach/fields.js';
import type { DecidedFile } from '../../attach/plan/stages.js';
import type { TaskMessage } from '../../attach/task-message/task-message.js';
import type { Writing } from './review-message.js';
import type { Sender } from './review-title.js';

/** What is sent, and how. */
export interface Reviewed {
	readonly files: readonly DecidedFile[];
	readonly fields: UploadFields;
	/** What the archive is called that holds all that is not left out, where that is wanted. */
	readonly archiveName?: string;
	/** What is said with them. */
	readonly message?: TaskMessage | undefined;
	/** Whether the person had the files before their eyes, which takes its time. */
	readonly wasShown: boolean;
}

/** Where files go, and as whom they are sent. */
export interface ReviewedFor {
	readonly task: string;
	readonly sender: Sender;
	/** Told that another file is wanted in the place of this one, where one can be chosen. */
	readonly chooseFile?: (() => void) | undefined;
	/** Missing where no message can go with them. */
	readonly writing?: Writing;
}
