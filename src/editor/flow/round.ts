import * as vscode from 'vscode';
import type { UploadFields } from '../../attach/fields.js';
import type { OnExisting } from '../../attach/plan/existing.js';
import { type ChosenFile, type Gathered, type MatchedFile, noFolder } from '../../attach/plan/stages.js';
import type { Task } from '../../cor/answers/answers.js';
import type { BatchJournal } from '../../machine/journal/batch-journal.js';
import type { Connection } from '../../machine/sessions/connection.js';
import type { LateFiles, Sent } from '../sending/shipment.js';
import type { PendingMessage } from '../task-message/pending-message.js';

/** Files on their way, and where things stand with them: what is known is not asked for. */
export type Round = NewRound | ToTaskRound | AgainRound;

/** The task is still to be chosen. */
export interface NewRound {
	readonly kind: 'new';
	/** What somebody chose: files, and folders that may still be read. */
	readonly chosen: readonly vscode.Uri[];
	readonly gathering: Promise<Gathered>;
	readonly fields: UploadFields;
	/** What stands in the pick of the task at first. */
	readonly typed: string;
	/** In words, whom to send as. */
	readonly account: string | undefined;
	/** What somebody decided for all files whose name is on the task. */
	readonly onExisting: OnExisting | undefined;
	/** `again`: the files were seen before. `wanted`: they are to be shown, whatever they are. */
	readonly occasion: 'first' | 'again' | 'wanted';
	/** What is to be said with them. */
	readonly message: PendingMessage | undefined;
}

/** The task is known: from the view, or a link. */
export interface ToTaskRound {
	readonly kind: 'to-task';
	readonly gathering: Promise<Gathered>;
	readonly fields: UploadFields;
	readonly task: Task;
	/** `wanted`: the files are to be shown, whatever they are. */
	readonly occasion: 'first' | 'wanted';
	/** Has another file chosen in the place of the one that is to be a new version; `undefined` where the person gives up. */
	readonly chooseFile?: () => Promise<ToTaskRound | undefined>;
}

/** Files go to their task once more. */
export interface AgainRound {
	readonly kind: 'again';
	readonly files: readonly MatchedFile[];
	readonly fields: UploadFields;
	readonly task: Task;
	/** As whom they were sent before. */
	readonly before: Connection | undefined;
	/** What was written down of that. */
	readonly begun: BatchJournal | undefined;
	/** What may still turn up of that, or has. */
	readonly late: LateFiles | undefined;
	/** `same-task`: somebody has seen them with what is on the task, which need not be looked at once more. */
	readonly occasion: 'again' | 'same-task' | 'wanted';
	/** Whether they go in one archive. */
	readonly isArchive?: true;
	/** What is still to be said with them. */
	readonly message: PendingMessage | undefined;
}

/** A new round's files where all of them are known. */
export function ofFiles(files: readonly ChosenFile[]): Pick<NewRound, 'chosen' | 'gathering'> {
	const chosen = files.map(({ uri }) => vscode.Uri.parse(uri, true));
	return { chosen, gathering: Promise.resolve(noFolder(files)) };
}

/** Files that may have arrived are looked for where they went; nothing is sent. */
export interface LookRound {
	readonly kind: 'look';
	readonly result: Result;
}

/** What came of a round: each file has its end. */
export interface Result {
	readonly kind: 'result';
	readonly task: Task;
	readonly fields: UploadFields;
	readonly sent: Sent;
	/** Whether nothing was sent, but looked for. */
	readonly isSecondLook: boolean;
	/** Whether nobody was shown the files before: a call that asks nothing. */
	readonly isUnseen?: boolean;
	/** How much was left out of the chosen folders, where nobody was shown what. */
	readonly leftOut?: number;
	/** What became of what was to be said with them. */
	readonly message?: PendingMessage | undefined;
}
