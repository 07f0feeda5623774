import * as vscode from 'vscode';
import { type Journal, restOf } from '../../attach/journal/journal.js';
import { plainText } from '../../attach/text/plain-text.js';
import type { Connection } from '../../machine/sessions/connection.js';
import { formatCount, formatTime } from '../messages/format.js';
import { listNames, taskLabel } from '../messages/names.js';

/** Asks what to do with the rest of a batch. `undefined` if the person postpones it. */
export async function askAboutRest(
	journal: Journal,
	connection: Connection | undefined,
): Promise<'finish' | 'discard' | undefined> {
	const finish = vscode.l10n.t('Resume');
	const discard = vscode.l10n.t('Discard');
	const choice = await vscode.window.showWarningMessage(
		vscode.l10n.t('Resume the interrupted upload to {0}?', plainText(taskLabel(journal.batch.task), 80)),
		{ modal: true, detail: details(journal, connection).join('\n') },
		finish,
		discard,
	);
	if (choice === finish) {
		return 'finish';
	}
	return choice === discard ? 'discard' : undefined;
}

/** Whether somebody else started the batch, as far as both are known. */
export function isOtherAccount({ batch: { account } }: Journal, { label }: Connection): boolean {
	return account !== undefined && label !== undefined && account !== label;
}

function details(journal: Journal, connection: Connection | undefined): string[] {
	const rest = restOf(journal);
	const inDoubt = rest.filter(({ status }) => status === 'in-doubt').map(({ file }) => plainText(file.name, 60));
	const others = rest.filter(({ status }) => status !== 'in-doubt').map(({ file }) => file);
	const lost = others.filter(({ isUnsaved }) => isUnsaved).map(({ name }) => plainText(name, 60));
	const notSent = others.filter(({ isUnsaved }) => !isUnsaved).map(({ name }) => plainText(name, 60));
	const { createdAt, account } = journal.batch;
	return [
		vscode.l10n.t('Started {0}.', formatTime(Date.parse(createdAt))),
		...list(notSent.length > 0 && notSentSentence(notSent)),
		...list(inDoubt.length > 0 && inDoubtSentence(inDoubt)),
		...list(lost.length > 0 && lostSentence(lost)),
		...list(
			connection &&
				isOtherAccount(journal, connection) &&
				vscode.l10n.t(
					'Started by {0}. The rest will be sent as {1}.',
					plainText(account ?? '', 60),
					plainText(connection.label ?? '', 60),
				),
		),
		...list(
			connection?.account?.isOnly === false &&
				!isOtherAccount(journal, connection) &&
				vscode.l10n.t('The rest will be sent as {0}.', plainText(connection.account.label, 60)),
		),
	];
}

function notSentSentence(names: readonly string[]): string {
	return names.length === 1
		? vscode.l10n.t('Not sent: {0}.', names[0] ?? '')
		: vscode.l10n.t('{0} files were not sent: {1}.', formatCount(names.length), listNames(names));
}

function inDoubtSentence(names: readonly string[]): string {
	return names.length === 1
		? vscode.l10n.t('{0} may already be on the task. The task is checked before sending it again.', names[0] ?? '')
		: vscode.l10n.t(
				'{0} files may already be on the task: {1}. The task is checked before sending them again.',
				formatCount(names.length),
				listNames(names),
			);
}

function lostSentence(names: readonly string[]): string {
	return names.length === 1
		? vscode.l10n.t("{0} was never saved and can't be resent.", names[0] ?? '')
		: vscode.l10n.t(
				"{0} texts were never saved and can't be resent: {1}.",
				formatCount(names.length),
				listNames(names),
			);
}

function list<T>(value: T | false | undefined): T[] {
	return value ? [value] : [];
}
