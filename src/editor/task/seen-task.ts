import { isFinished } from '../../attach/task/task-status.js';
import type { Task } from '../../cor/answers/answers.js';

/** A task as somebody saw it. No title if COR had not sent it yet. */
export type SeenTask = Omit<Task, 'title'> & { readonly title?: string };

/**
 * Whether a task is still as shown. COR's answers may contain more or fewer fields, so a missing field isn't a change.
 */
export function isAsShown(task: Task, shown: SeenTask): boolean {
	const isSame = (key: 'project' | 'client') =>
		task[key] === undefined || shown[key] === undefined || task[key] === shown[key];
	const isAsOpen = !isFinished(task.status) || isFinished(shown.status);
	return task.title === shown.title && isSame('project') && isSame('client') && isAsOpen;
}
