import { isFinished } from '../attach/task/task-status.js';
import type { Task, TaskPage } from './answers/answers.js';
import type { CorClient } from './client.js';

type Role = 'collaborator' | 'pm';

/** Pages read at first: 200 tasks per role. The latest deadlines come first, so old finished tasks are left out. */
export const pagesAtOnce = 4;

/** A person's open tasks, sorted by deadline. */
export interface MyTasks {
	readonly tasks: readonly Task[];
	/** Whether the list is complete. */
	readonly isWhole: boolean;
}

/**
 * Reads the open tasks of the person `me`, as collaborator or project manager, by deadline (cor-api §4.3). Yields the
 * growing list after each page. Reads a page when the caller asks for it, up to `maxPages` per role.
 * @throws CorError if COR returns neither list
 */
export async function* readMyTasks(
	client: CorClient,
	me: number,
	signal: AbortSignal,
	maxPages = pagesAtOnce,
): AsyncGenerator<MyTasks> {
	const mine = new Map<number, { readonly task: Task; readonly ms: number }>();
	let roles: readonly Role[] = ['collaborator', 'pm'];
	for (let page = 1; page <= maxPages && roles.length > 0; page += 1) {
		const answers = await Promise.allSettled(roles.map(role => client.readTasks({ [role]: me }, page, signal)));
		const failure = answers.find(answer => answer.status === 'rejected');
		if (failure && answers.every(({ status }) => status === 'rejected')) {
			throw failure.reason;
		}
		const unread: Role[] = [];
		roles.forEach((role, index) => {
			const answer = answers[index];
			if (answer?.status !== 'fulfilled') {
				return;
			}
			for (const { task } of answer.value.tasks.filter(listed => isOpenTaskOf(listed, role, me))) {
				mine.set(task.id, { task, ms: deadlineMs(task) });
			}
			if (page < answer.value.lastPage) {
				unread.push(role);
			}
		});
		roles = unread;
		const tasks = [...mine.values()].sort((a, b) => a.ms - b.ms || a.task.id - b.task.id).map(({ task }) => task);
		yield { tasks, isWhole: roles.length === 0 };
	}
}

// COR may ignore the filter (cor-api §9.17), so the people in the answer are checked too.
function isOpenTaskOf({ task, whose }: TaskPage['tasks'][number], role: Role, me: number): boolean {
	const { archived, pmId = me, collaborators = [{ id: me }] } = whose;
	const isMine = role === 'pm' ? pmId === me : collaborators.some(({ id }) => id === me);
	return isMine && !archived && !isFinished(task.status);
}

function deadlineMs({ deadline }: Task): number {
	const ms = Date.parse(deadline ?? '');
	return Number.isNaN(ms) ? Number.MAX_SAFE_INTEGER : ms;
}
