import * as vscode from 'vscode';
import { type CorError, toCorError } from '../../attach/errors.js';
import { plainText } from '../../attach/text/plain-text.js';
import type { Task } from '../../cor/answers/answers.js';
import { statusWords } from '../messages/field-words.js';
import { taskLabel } from '../messages/names.js';
import { whileWaiting } from '../messages/while-waiting.js';
import type { TaskChoice } from './choose-task.js';
import { isAsShown } from './seen-task.js';

/** What to do with files whose task was shown some time ago. */
export type Confirmed =
	| { readonly status: 'send'; readonly task: Task }
	| { readonly status: 'choose-another' }
	| { readonly status: 'given-up' }
	| { readonly status: 'gone'; readonly error: CorError };

/**
 * Reads a chosen task again after the person has looked at the files, and asks the person if it has changed. If COR
 * can't be reached, sending will report that. Never rejects.
 */
export async function confirmTask({ task, connection }: TaskChoice): Promise<Confirmed> {
	let now: Task | undefined;
	try {
		now = await whileWaiting(vscode.l10n.t('Loading task {0}…', task.id), signal =>
			connection.client.readTask(task.id, signal),
		);
	} catch (cause) {
		const error = toCorError(cause);
		return error.kind === 'task-not-found' ? { status: 'gone', error } : { status: 'send', task };
	}
	if (!now) {
		return { status: 'given-up' };
	}
	if (isAsShown(now, task)) {
		return { status: 'send', task: now };
	}
	const send = vscode.l10n.t('Attach Anyway');
	const another = vscode.l10n.t('Choose Another Task');
	const choice = await vscode.window.showWarningMessage(
		vscode.l10n.t('{0} has changed since you chose it.', plainText(taskLabel(task), 80)),
		{ modal: true, detail: vscode.l10n.t('Now in COR: {0}.', describe(now)) },
		another, // has the focus
		send,
	);
	if (choice === send) {
		return { status: 'send', task: now };
	}
	return choice === another ? { status: 'choose-another' } : { status: 'given-up' };
}

function describe({ project, client, status, ...task }: Task): string {
	const parts = [taskLabel(task), project, client, status && statusWords(status)];
	return plainText(parts.filter(part => part).join(' · '));
}
