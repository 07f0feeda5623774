import * as vscode from 'vscode';
import type { Task } from '../../cor/answers/answers.js';
import { formatCount } from './format.js';

/** A task's number, and its title if it is known. */
export type TaskName = Pick<Task, 'id' | 'title'>;

export function taskLabel({ id, title }: TaskName): string {
	return title === '' ? `#${id}` : `#${id} ${title}`;
}

/** The first names, and how many more there are. */
export function listNames(names: readonly string[]): string {
	const shown = names.slice(0, 3).join(', ');
	return names.length > 3 ? vscode.l10n.t('{0} and {1} more', shown, formatCount(names.length - 3)) : shown;
}
