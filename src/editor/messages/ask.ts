import * as vscode from 'vscode';
import type { Task } from '../../cor/answers/answers.js';
import { formatCount } from './format.js';

/** What the person chose to do next. */
export type NextStep =
	| 'open-task'
	| 'copy-links'
	| 'copy-direct-link'
	| 'copy-direct-links'
	| 'retry'
	| 'review'
	| 'check-again'
	| 'send-again'
	| 'sign-in'
	| 'open-api-settings'
	| 'open-proxy-settings'
	| 'open-certificate-settings'
	| 'open-provider-settings'
	| 'choose-task'
	| 'check-connection'
	| 'copy-report'
	| 'show-log';

/** What a task is called: its number, and its title where it is known. */
export type TaskName = Pick<Task, 'id' | 'title'>;

export function taskLabel({ id, title }: TaskName): string {
	return title === '' ? `#${id}` : `#${id} ${title}`;
}

/** The first of so many names, and how many more there are. */
export function listNames(names: readonly string[]): string {
	const shown = names.slice(0, 3).join(', ');
	return names.length > 3 ? vscode.l10n.t('{0} and {1} more', shown, formatCount(names.length - 3)) : shown;
}

type Show = (message: string, ...items: string[]) => Thenable<string | undefined>;

/** Shows a message with a button for each step. */
export async function ask(show: Show, message: string, steps: readonly NextStep[]): Promise<NextStep | undefined> {
	const choice = await show(message, ...steps.map(stepLabel));
	return steps.find(step => stepLabel(step) === choice);
}

function stepLabel(step: NextStep): string {
	switch (step) {
		case 'open-task':
			return vscode.l10n.t('Open Task');
		case 'copy-links':
			return vscode.l10n.t('Copy Links');
		case 'copy-direct-link':
			return vscode.l10n.t('Copy Direct Link');
		case 'copy-direct-links':
			return vscode.l10n.t('Copy Direct Links');
		case 'review':
			return vscode.l10n.t('Review What Was Left Out');
		case 'retry':
			return vscode.l10n.t('Retry Failed');
		case 'check-again':
			return vscode.l10n.t('Check Again');
		case 'send-again':
			return vscode.l10n.t('Send Again');
		case 'sign-in':
			return vscode.l10n.t('Sign In');
		case 'open-api-settings':
		case 'open-proxy-settings':
		case 'open-certificate-settings':
		case 'open-provider-settings':
			return vscode.l10n.t('Open Settings');
		case 'choose-task':
			return vscode.l10n.t('Choose Another Task');
		case 'check-connection':
			return vscode.l10n.t('Check Connection');
		case 'copy-report':
			return vscode.l10n.t('Copy Report');
		case 'show-log':
			return vscode.l10n.t('Show Log');
	}
}
