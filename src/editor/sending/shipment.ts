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

/** What sending needs; one set per window. */
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

/** Files with their destination and sender. */
export interface Shipment {
	readonly connection: Connection;
	readonly task: Task;
	readonly files: readonly DecidedFile[];
	readonly fields: UploadFields;
	/** Files of an earlier run whose request has no known end. They are looked for first. */
	readonly earlier?: ReadonlyMap<SentFile, EarlierAttempt>;
	/**
	 * Files of an earlier run without a known request that can't be looked for. The value is when they were planned, in
	 * epoch milliseconds.
	 */
	readonly untold?: ReadonlyMap<SentFile, number>;
	/** Files whose end is known without sending. They are reported with the others. */
	readonly known?: readonly Outcome<DecidedFile>[];
	/** Files of earlier requests that may still appear on the task. */
	readonly lingering?: readonly Lingering[];
	/** Files of earlier requests that have appeared after their end, by URI; more are added. */
	readonly found?: LateFiles['found'];
	/** The task's list, if it was read before. */
	readonly listed: KnownList | undefined;
	/** The journal of the batch; `undefined` if it has none. */
	readonly journal: BatchJournal | undefined;
	/** Aborts when the caller gives up. */
	readonly signal?: AbortSignal | undefined;
	/** Asks the person for another credential after COR refused this one. Missing for calls that ask nothing. */
	reconnect?(): Promise<Connection | undefined>;
}

/** The result of a shipment. */
export interface Sent {
	/** Sender and destination; missing if nothing was sent. */
	readonly connection?: Connection;
	readonly outcomes: readonly Outcome<DecidedFile>[];
	/** Whether somebody cancelled before every file had ended. */
	readonly isCancelled?: boolean;
	/** Files that may have arrived, with what is needed to look for them again. */
	readonly doubtful: ReadonlyMap<SentFile, EarlierAttempt>;
	/** Files that may still appear on the task; missing if nothing was sent. */
	readonly late?: LateFiles;
	/** The journal with the unfinished files. */
	readonly journal?: BatchJournal | undefined;
}

/** Files that may still appear on the task, and what is needed to look for them. */
export interface LateFiles extends Pick<EndedBatch, 'lingering' | 'claims' | 'habits'> {
	/** Those that have appeared so far, by URI. */
	readonly found: Map<string, StoredAttachment>;
}
