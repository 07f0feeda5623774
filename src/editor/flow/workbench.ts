import type * as vscode from 'vscode';
import type { Claims } from '../../attach/delivery/claims.js';
import type { PackTrusts } from '../../attach/delivery/pack-trust.js';
import type { Transport } from '../../cor/http/transport.js';
import type { Archives } from '../../machine/archive/archives.js';
import type { JournalStore } from '../../machine/journal/journal-store.js';
import type { AttachHistory } from '../../machine/memory/attach-history.js';
import type { TaskMemory } from '../../machine/memory/task-memory.js';
import type { Accounts } from '../accounts/accounts.js';
import type { MadeFiles } from '../files/made-files.js';
import type { StatusItem } from '../sending/status-item.js';
import type { UploadQueue } from '../sending/upload-queue.js';

/** What attaching needs of the editor and of COR; made once, in `extension.ts`. */
export interface Workbench {
	readonly accounts: Accounts;
	/** Sends requests, and hides every credential in what comes back. */
	readonly transport: Transport & Required<Pick<Transport, 'redaction'>>;
	readonly memory: TaskMemory;
	readonly history: AttachHistory;
	readonly queue: UploadQueue;
	readonly claims: Claims;
	readonly trusts: PackTrusts;
	readonly journals: JournalStore;
	readonly made: MadeFiles;
	readonly archives: Archives;
	readonly status: StatusItem;
	readonly log: vscode.LogOutputChannel;
}
