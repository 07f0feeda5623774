import * as vscode from 'vscode';
import type { RefusedPattern } from '../../attach/task/branch-task.js';
import type { NotATask } from '../../attach/task/task-ref.js';

/** Why a typed text names no task, as a sentence. */
export function explainNotATask(why: NotATask): string {
	switch (why) {
		case 'empty':
			return vscode.l10n.t('Type a task number or paste a task link.');
		case 'not-a-number':
			return vscode.l10n.t("This isn't a task number. Type a number such as 4101 or paste a task link.");
		case 'project-address':
			return vscode.l10n.t('This is a project link. Open the task in COR and paste its link.');
		case 'other-host':
			return vscode.l10n.t(
				"This isn't a COR link. It must be at cor.works, projectcor.com or the web address in your settings.",
			);
		case 'no-task-in-address':
			return vscode.l10n.t('This link has no task number.');
	}
}

/** Shown in place of a task that COR doesn't return. */
export function explainMissingTask(id: number): string {
	return vscode.l10n.t("Task {0} doesn't exist or you can't access it.", id);
}

/** Asks the person to check a task that has changed. */
export function explainTaskChanged(): string {
	return vscode.l10n.t('This task has changed. Check it, then press Enter to choose it.');
}

export function explainNothingFound(): string {
	return vscode.l10n.t('No task title contains this. Try another word, a number such as 4101 or a task link.');
}

export function explainSignedOut(): string {
	return vscode.l10n.t('Sign in to COR to see your tasks');
}

/** Why the branch pattern in the settings isn't used, as a sentence. */
export function explainRefusedPattern(why: RefusedPattern): string {
	switch (why) {
		case 'invalid':
			return vscode.l10n.t(
				"The branch pattern in your settings isn't a valid regular expression. The usual forms are used instead.",
			);
		case 'too-slow':
			return vscode.l10n.t('The branch pattern in your settings takes too long. The usual forms are used instead.');
	}
}
