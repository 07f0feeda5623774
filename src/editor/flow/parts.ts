import type { Transport } from '../../cor/http/transport.js';
import type { SignInParts } from '../accounts/sign-in.js';
import type { MadeFiles } from '../files/made-files.js';
import type { LateParts } from '../late/tell-late.js';
import type { StatusItem } from '../sending/status-item.js';
import type { MessageEditors } from '../task-message/message-editors.js';

/** Batches interrupted by a crash, a reload or a closed window. */
export interface Unfinished {
	/** Asks about the next one before a person attaches. Never rejects. */
	offer(): Promise<void>;
	/** Asks about each. Rejects with the file system's errors or a `CorError`. */
	finish(): Promise<void>;
}

/** Everything that attaching uses. Created once, in `make-parts.ts`. The rooms below declare the part they need. */
export interface Parts extends SignInParts, LateParts {
	/** Sends requests and removes credentials from the answers. */
	readonly transport: Transport & Required<Pick<Transport, 'redaction'>>;
	readonly made: MadeFiles;
	readonly messageEditors: MessageEditors;
	readonly status: StatusItem;
	readonly unfinished: Unfinished;
}

/** The parts that exist after activation. The others are created on first use. */
export type EarlyParts = Omit<Parts, 'journals' | 'archives' | 'later' | 'habits' | 'messageEditors' | 'unfinished'>;
