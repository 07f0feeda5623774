import * as vscode from 'vscode';
import type { UploadFields } from '../../attach/fields.js';
import type { OnExisting } from '../../attach/plan/existing.js';
import { type ChosenFile, type Gathered, type MatchedFile, noFolder } from '../../attach/plan/stages.js';
import type { Task } from '../../cor/answers/answers.js';
import type { Sent } from '../sending/shipment.js';
import type { PendingMessage } from '../task-message/pending-message.js';

/** Files to send and what is known about them. Whatever is known isn't asked again. */
export type Round = NewRound | ToTaskRound | AgainRound;

/** The person still has to choose the task. */
export interface NewRound {
	readonly kind: 'new';
	/** The chosen files and folders. Folders may still be being read. */
	readonly chosen: readonly vscode.Uri[];
	readonly gathering: Promise<Gathered>;
	readonly fields: UploadFields;
	/** Initial text of the task pick. */
	readonly typed: string;
	/** Label of the account to send as. */
	readonly account: string | undefined;
	/** Decision for all files whose name is on the task. */
	readonly onExisting: OnExisting | undefined;
	/** `again`: the person has seen these files before. `wanted`: show the review in any case. */
	readonly occasion: 'first' | 'again' | 'wanted';
	/** The message to send with them. */
	readonly message: PendingMessage | undefined;
}

/** The task is known, from the view or from a link. */
export interface ToTaskRound {
	readonly kind: 'to-task';
	readonly gathering: Promise<Gathered>;
	readonly fields: UploadFields;
	readonly task: Task;
	/** `wanted`: show the review in any case. */
	readonly occasion: 'first' | 'wanted';
	/** Lets the person choose another file as the new version. `undefined` if they give up. */
	readonly chooseFile?: () => Promise<ToTaskRound | undefined>;
}

/** Files that are sent to their task again. */
interface AgainRound {
	readonly kind: 'again';
	readonly files: readonly MatchedFile[];
	readonly fields: UploadFields;
	readonly task: Task;
	/** The result that they are from. Its other files stay as they are. */
	readonly before: Sent;
	/** `same-task`: the person has seen them compared with this task. `wanted`: show the review in any case. */
	readonly occasion: 'again' | 'same-task' | 'wanted';
	/** Whether they were compared with what is on the task, and nothing of them was attached since. */
	readonly isCompared: boolean;
	/** Whether they are sent as one archive. */
	readonly isArchive?: true;
	/** The message that is still to be sent. */
	readonly message: PendingMessage | undefined;
	readonly seen?: Seen | undefined;
}

/** The fields of a new round with known files. */
export function ofFiles(files: readonly ChosenFile[]): Pick<NewRound, 'chosen' | 'gathering'> {
	const chosen = files.map(({ uri }) => vscode.Uri.parse(uri, true));
	return { chosen, gathering: Promise.resolve(noFolder(files)) };
}

/** Looks for files in doubt on their task, and sends nothing. */
export interface LookRound {
	readonly kind: 'look';
	readonly result: Result;
}

/** The result of a round: each file has ended. */
export interface Result {
	readonly kind: 'result';
	readonly task: Task;
	readonly fields: UploadFields;
	readonly sent: Sent;
	/** Whether this result comes from looking, not from sending. */
	readonly isSecondLook: boolean;
	/** Whether nobody saw the files before, because a call asked nothing. */
	readonly isUnseen?: boolean;
	/** How many entries of the chosen folders were skipped, if nobody was shown which. */
	readonly leftOut?: number;
	/** What happened to the message. */
	readonly message?: PendingMessage | undefined;
	readonly seen?: Seen | undefined;
}

/** Ids of what was attached from this workspace to the task when the files were compared with it. */
export type Seen = ReadonlySet<number>;
