import * as vscode from 'vscode';
import type { CorError } from '../../attach/errors.js';
import type { UploadFields } from '../../attach/fields.js';
import type { FileEnd } from '../../attach/outcome.js';
import type { DecidedFile, Gathered } from '../../attach/plan/stages.js';
import type { Task } from '../../cor/answers/answers.js';
import type { Connection } from '../../machine/sessions/connection.js';
import { logOutcome } from '../sending/outcome-log.js';
import type { Parts } from './parts.js';
import type { Result } from './round.js';

/** Where files were to go, and as whom, as far as that was known. */
export interface Where {
	readonly task: Task;
	readonly fields: UploadFields;
	readonly connection?: Connection | undefined;
}

/** Ends files of which nothing is sent: those that stay behind are skipped, the others cancelled or failed. */
export function endUnsent(
	{ log }: Pick<Parts, 'log'>,
	files: readonly DecidedFile[],
	{ task, fields, connection }: Where,
	why: CorError | 'cancelled' = 'cancelled',
): Result {
	const outcomes = files.map(file => ({ file, end: unsentEnd(file, why), tookMs: 0 }));
	for (const outcome of outcomes) {
		logOutcome(log, outcome, task.id);
	}
	const sent = { ...(connection && { connection }), outcomes, doubtful: new Map() };
	return { kind: 'result', task, fields, sent, isSecondLook: false };
}

function unsentEnd(file: DecidedFile, why: CorError | 'cancelled'): FileEnd {
	if (file.decision === 'leave') {
		return { status: 'skipped', why: file.why };
	}
	return why === 'cancelled' ? { status: 'cancelled' } : { status: 'failed', error: file.problem ?? why };
}

/** Says that what somebody chose holds no file that goes along. */
export function tellNothingToAttach({ leftOut }: Pick<Gathered, 'leftOut'>): void {
	void vscode.window.showInformationMessage(
		leftOut.count > 0
			? vscode.l10n.t('Nothing to attach: everything in the folder is left out, for example because Git ignores it.')
			: vscode.l10n.t('Nothing to attach: the folder is empty.'),
	);
}
