import type { Transport } from '../../cor/http/transport.js';
import type { SignInParts } from '../accounts/sign-in.js';
import type { MadeFiles } from '../files/made-files.js';
import type { LateParts } from '../late/tell-late.js';
import type { StatusItem } from '../sending/status-item.js';
import type { MessageEditors } from '../task-message/message-editors.js';

/** Everything that attaching uses. Created once, in `make-parts.ts`. The rooms below declare the part they need. */
export interface Parts extends SignInParts, LateParts {
	/** Sends requests and removes credentials from the answers. */
	readonly transport: Transport & Required<Pick<Transport, 'redaction'>>;
	readonly made: MadeFiles;
	readonly messageEditors: MessageEditors;
	readonly status: StatusItem;
}

/** The parts that exist after activation. The others are created on first use. */
export type EarlyParts = Omit<Parts, 'journals' | 'archives' | 'later' | 'habits' | 'messageEditors'>;
