import * as vscode from 'vscode';
import type { CorError } from '../../attach/errors.js';
import type { UploadFields } from '../../attach/fields.js';
import type { FileEnd } from '../../attach/outcome.js';
import type { DecidedFile, Gathered } from '../../attach/plan/stages.js';
import type { Task } from '../../cor/answers/answers.js';
import type { Connection } from '../../machine/sessions/connection.js';
import { ask } from '../messages/ask.js';
import { logOutcome } from '../sending/outcome-log.js';
import type { PendingMessage } from '../task-message/pending-message.js';
import type { Parts } from './parts.js';
import type { Result } from './round.js';

/** Destination and sender of the files, as far as known. */
export interface Where {
	readonly task: Task;
	readonly fields: UploadFields;
	readonly connection?: Connection | undefined;
	readonly message?: PendingMessage | undefined;
}

/** Ends files of which nothing was sent: skipped ones stay skipped, the others are cancelled or failed. */
export function endUnsent(
	{ log }: Pick<Parts, 'log'>,
	files: readonly DecidedFile[],
	{ task, fields, connection, message }: Where,
	why: CorError | 'cancelled' = 'cancelled',
): Result {
	const outcomes = files.map(file => ({ file, end: unsentEnd(file, why), tookMs: 0 }));
	for (const outcome of outcomes) {
		logOutcome(log, outcome, task.id);
	}
	const sent = { ...(connection && { connection }), outcomes, doubtful: new Map() };
	return { kind: 'result', task, fields, sent, message, isSecondLook: false };
}

function unsentEnd(file: DecidedFile, why: CorError | 'cancelled'): FileEnd {
	if (file.decision === 'leave') {
		return { status: 'skipped', why: file.why };
	}
	return why === 'cancelled' ? { status: 'cancelled' } : { status: 'failed', error: file.problem ?? why };
}

/** Tells the person that their choice contains no file to attach. */
export function tellNothingToAttach({ log }: Pick<Parts, 'log'>, { leftOut }: Gathered): void {
	const { showInformationMessage } = vscode.window;
	if (leftOut.count === 0) {
		void showInformationMessage(vscode.l10n.t('Nothing to attach: the folder is empty.'));
		return;
	}
	const sentence = vscode.l10n.t(
		'Nothing to attach: everything in the folder is skipped, for example because Git ignores it.',
	);
	void ask(log, showInformationMessage, sentence, ['show-log']);
}
