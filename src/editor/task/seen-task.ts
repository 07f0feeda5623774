import { isFinished } from '../../attach/task/task-status.js';
import type { Task } from '../../cor/answers/answers.js';

/** A task as somebody saw it; without a title where COR had not told it yet. */
export type SeenTask = Omit<Task, 'title'> & { readonly title?: string };

/** Whether a task is what somebody saw. COR may tell less in one answer than in another: what is left out is no change. */
export function isAsShown(task: Task, shown: SeenTask): boolean {
	const isSame = (key: 'project' | 'client') =>
		task[key] === undefined || shown[key] === undefined || task[key] === shown[key];
	const isAsOpen = !isFinished(task.status) || isFinished(shown.status);
	return task.title === shown.title && isSame('project') && isSame('client') && isAsOpen;
}
