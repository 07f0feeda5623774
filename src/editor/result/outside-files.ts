import * as vscode from 'vscode';
import type { Outcome } from '../../attach/outcome.js';
import { isInNoFile } from '../../attach/plan/made-file.js';
import type { PlannedFile } from '../../attach/plan/plan.js';
import { oneLine } from '../../attach/text/one-line.js';
import { plainText } from '../../attach/text/plain-text.js';
import { withoutPassword } from '../../attach/text/without-password.js';
import { isInWorkspace } from '../files/outside.js';
import { listNames } from '../messages/names.js';

/**
 * A sentence, with a leading space, that names the files of a call without questions that are outside the workspace;
 * empty if there are none. Without an open folder, all files are outside. Logs their full addresses without passwords.
 */
export function outsideSentence(log: vscode.LogOutputChannel, outcomes: readonly Outcome<PlannedFile>[]): string {
	const outside = outcomes.filter(({ file, end }) => mayHaveLeft(end) && isOutside(file)).map(({ file }) => file);
	for (const { name, uri } of outside) {
		log.info(`sent without a question from outside the workspace · ${oneLine(name)} · ${placeOf(uri)}`);
	}
	return outside.length > 0
		? ` ${vscode.l10n.t('Outside the workspace: {0}.', listNames(outside.map(({ name }) => plainText(name, 60))))}`
		: '';
}

function mayHaveLeft({ status }: Outcome<PlannedFile>['end']): boolean {
	return status !== 'skipped' && status !== 'cancelled';
}

// Contents without a file, such as an unsaved text, aren't outside.
function isOutside(file: PlannedFile): boolean {
	return !isInNoFile(file) && !isInWorkspace(vscode.Uri.parse(file.uri, true));
}

function placeOf(uri: string): string {
	return oneLine(uri.startsWith('file:') ? vscode.Uri.parse(uri, true).fsPath : withoutPassword(uri));
}
