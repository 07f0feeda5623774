import * as vscode from 'vscode';
import type { Outcome } from '../../attach/outcome.js';
import { isInNoFile } from '../../attach/plan/made-file.js';
import type { PlannedFile } from '../../attach/plan/plan.js';
import { oneLine } from '../../attach/text/one-line.js';
import { plainText } from '../../attach/text/plain-text.js';
import { isInWorkspace } from '../files/outside.js';
import { listNames } from '../messages/names.js';

/**
 * Which of the files that a call wanted to send without asking lie in no folder of the workspace, after a space; empty where
 * none does. Where no folder is open, they all do. The log gets the whole address of each.
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

// What is in no file, like a text that was never saved, lies nowhere.
function isOutside(file: PlannedFile): boolean {
	return !isInNoFile(file) && !isInWorkspace(vscode.Uri.parse(file.uri, true));
}

function placeOf(uri: string): string {
	return oneLine(uri.startsWith('file:') ? vscode.Uri.parse(uri, true).fsPath : uri);
}
