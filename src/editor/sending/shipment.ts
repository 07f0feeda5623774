import type * as vscode from 'vscode';
import type { Lingering } from '../../attach/arrival/late-copies.js';
import type { EndedBatch, LaterLooks } from '../../attach/arrival/later-looks.js';
import type { AllListHabits } from '../../attach/arrival/list-habits.js';
import type { EarlierAttempt } from '../../attach/arrival/lookout.js';
import type { StoredAttachment } from '../../attach/attachment.js';
import type { KnownList } from '../../attach/delivery/delivery.js';
import type { PackTrusts } from '../../attach/delivery/pack-trust.js';
import type { UploadFields } from '../../attach/fields.js';
import type { Outcome } from '../../attach/outcome.js';
import type { DecidedFile, SentFile } from '../../attach/plan/stages.js';
import type { Task } from '../../cor/answers/answers.js';
import type { Archives } from '../../machine/archive/archives.js';
import type { BatchJournal } from '../../machine/journal/batch-journal.js';
import type { JournalStore } from '../../machine/journal/journal-store.js';
import type { AttachHistory } from '../../machine/memory/attach-history.js';
import type { Connection } from '../../machine/sessions/connection.js';
import type { LookParts } from '../files/looks.js';
import type { UploadQueue } from './upload-queue.js';

/** What it takes to send, once a window. */
export interface SendingParts extends LookParts {
	readonly queue: UploadQueue;
	readonly later: LaterLooks;
	readonly habits: AllListHabits;
	readonly trusts: PackTrusts;
	readonly journals: JournalStore;
	readonly history: AttachHistory;
	readonly archives: Archives;
	readonly log: vscode.LogOutputChannel;
}

/** What is to be sent, where, and by whom. */
export interface Shipment {
	readonly connection: Connection;
	readonly task: Task;
	readonly files: readonly DecidedFile[];
	readonly fields: UploadFields;
	/** Files of which a request began before and nobody knows how it ended: they are looked for first. */
	readonly earlier?: ReadonlyMap<SentFile, EarlierAttempt>;
	/** Files that were not begun as far as is known, and cannot be looked for, with when they were planned, in epoch milliseconds. */
	readonly untold?: ReadonlyMap<SentFile, number>;
	/** Files whose end is known without sending: they are told with the others. */
	readonly known?: readonly Outcome<DecidedFile>[];
	/** What may still turn up of requests before this, with these files or others. */
	readonly lingering?: readonly Lingering[];
	/** What the task's list said before. */
	readonly listed: KnownList | undefined;
	/** Where it is written down what becomes of the files; `undefined` where nothing is. */
	readonly journal: BatchJournal | undefined;
	/** Whoever asked for it gives up by this. */
	readonly signal?: AbortSignal | undefined;
	/** Asks the person for another credential when COR refuses this one; absent for calls that ask nothing. */
	reconnect?(): Promise<Connection | undefined>;
}

/** What became of a shipment. */
export interface Sent {
	/** As whom it was sent, and where to; missing where nothing was sent. */
	readonly connection?: Connection;
	readonly outcomes: readonly Outcome<DecidedFile>[];
	/** Whether somebody cancelled before all of it had its end. */
	readonly isCancelled?: boolean;
	/** The files that may have arrived, with what it takes to look for them again. */
	readonly doubtful: ReadonlyMap<SentFile, EarlierAttempt>;
	/** What may still turn up of it; missing where nothing was sent. */
	readonly late?: LateFiles;
	/** Where what is left of it is kept. */
	readonly journal?: BatchJournal | undefined;
}

/** What may still turn up of a shipment, and what it takes to look for it. */
export interface LateFiles extends Pick<EndedBatch, 'lingering' | 'claims' | 'habits'> {
	/** What has turned up by now, by the URI of its file. */
	readonly found: Map<string, StoredAttachment>;
}
