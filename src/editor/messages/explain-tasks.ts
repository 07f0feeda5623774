import * as vscode from 'vscode';
import type { RefusedPattern } from '../../attach/task/branch-task.js';
import type { NotATask } from '../../attach/task/task-ref.js';

/** Why a typed text names no task, as a sentence. */
export function explainNotATask(why: NotATask): string {
	switch (why) {
		case 'empty':
			return vscode.l10n.t('Type the number of a task, or paste its address.');
		case 'not-a-number':
			return vscode.l10n.t('This is no task number. Type a number such as 4101, or paste the address of a task.');
		case 'project-address':
			return vscode.l10n.t('This is the address of a project. Open the task in COR and paste its address.');
		case 'other-host':
			return vscode.l10n.t(
				'This address is not one of COR. Addresses end in cor.works or projectcor.com, or are set as your web address.',
			);
		case 'no-task-in-address':
			return vscode.l10n.t('There is no task number in this address.');
	}
}

/** Shown in place of a task that COR doesn't return. */
export function explainMissingTask(id: number): string {
	return vscode.l10n.t('COR knows no task {0}, or you have no access to it. Nothing was sent.', id);
}

/** Asks the person to check a task that has changed. */
export function explainTaskChanged(): string {
	return vscode.l10n.t('The task is not as it was shown. Look at it now, and press Enter to send to it.');
}

export function explainNothingFound(): string {
	return vscode.l10n.t(
		'COR found no task with this in its title. Type another word, a number such as 4101, or paste the address of a task.',
	);
}

export function explainSignedOut(): string {
	return vscode.l10n.t('You are not signed in to COR. Press Enter here to sign in, or choose a task first.');
}

/** Why the branch pattern in the settings isn't used, as a sentence. */
export function explainRefusedPattern(why: RefusedPattern): string {
	switch (why) {
		case 'invalid':
			return vscode.l10n.t('The branch pattern in the settings is no valid expression. The common forms are used.');
		case 'too-slow':
			return vscode.l10n.t('The branch pattern in the settings takes too long. The common forms are used.');
	}
}
