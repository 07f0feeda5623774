import * as vscode from 'vscode';
import { maxMessageLength } from '../../attach/task-message/task-message.js';
import type { NextStep } from '../messages/ask.js';
import { explain } from '../messages/explain-failure.js';
import { explainDoubt } from '../messages/explain-files.js';
import { formatCount } from '../messages/format.js';
import type { PendingMessage } from './pending-message.js';

/** Says that a message is too long. */
export function explainTooLong(): string {
	return vscode.l10n.t(
		'A message can have at most {0} characters. Attach a longer text as a file.',
		formatCount(maxMessageLength),
	);
}

/** What happened to the message, with a leading space. Empty if there is none. */
export function messageSentence(message: PendingMessage | undefined, task: string): string {
	return message ? ` ${sentenceOf(message, task)}` : '';
}

function sentenceOf({ end, references, doubts }: PendingMessage, task: string): string {
	switch (end.status) {
		case 'sent':
			return vscode.l10n.t('The message was sent.');
		case 'failed':
			return vscode.l10n.t('The message was not sent. {0}', explain(end.error));
		case 'unknown':
			return end.isAbsent
				? vscode.l10n.t("The message isn't on {0} yet. COR may still be saving it.", task)
				: vscode.l10n.t('The message may already be on {0}. Check before sending it again.', task);
		case 'waits':
			if (doubts.length > 0) {
				return vscode.l10n.t('The message was not sent. {0}', doubts.map(explainDoubt).join(' '));
			}
			return references.length > 0
				? vscode.l10n.t("The message wasn't sent. It waits until you send it.")
				: vscode.l10n.t('The message was not sent.');
	}
}

/** What the person can do with a message that is not known to be sent. Without attachments it can't be sent. */
export function messageSteps(message: PendingMessage | undefined): readonly NextStep[] {
	if (!message || message.end.status === 'sent') {
		return [];
	}
	return message.references.length > 0 ? ['send-message', 'copy-message'] : ['copy-message'];
}
