import type { Transport } from '../../cor/http/transport.js';
import type { SignInParts } from '../accounts/sign-in.js';
import type { MadeFiles } from '../files/made-files.js';
import type { LateParts } from '../late/tell-late.js';
import type { StatusItem } from '../sending/status-item.js';
import type { MessageEditors } from '../task-message/message-editors.js';

/** What attaching needs of the editor and of COR; made once, in `make-parts.ts`. The rooms below name the slice they use. */
export interface Parts extends SignInParts, LateParts {
	/** Sends requests, and hides every credential in what comes back. */
	readonly transport: Transport & Required<Pick<Transport, 'redaction'>>;
	readonly made: MadeFiles;
	readonly messageEditors: MessageEditors;
	readonly status: StatusItem;
}

/** What there is of it from the start; the rest is made when something is first asked for. */
export type EarlyParts = Omit<Parts, 'journals' | 'archives' | 'later' | 'habits' | 'messageEditors'>;
