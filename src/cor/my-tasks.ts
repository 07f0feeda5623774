import { isFinished } from '../attach/task/task-status.js';
import type { Task, TaskPage } from './answers/answers.js';
import type { CorClient } from './client.js';

type Role = 'collaborator' | 'pm';

/** So many pages are read unasked, 200 tasks of each role. The latest deadlines come first: years of finished tasks stay behind. */
export const pagesAtOnce = 4;

/** What is read of somebody's open tasks: by deadline. */
export interface MyTasks {
	readonly tasks: readonly Task[];
	/** Whether these are all. */
	readonly isWhole: boolean;
}

/**
 * The open tasks of the person with this number, as collaborator or project manager, by deadline (cor-api §4.3).
 * Comes again, longer, with every page; the next one is read when it is asked for, up to `maxPages` of each role.
 * @throws CorError where COR gives neither list
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

// Whether COR heeds the filter is not certain (cor-api §9.17): what it tells of the people counts as well.
function isOpenTaskOf({ task, whose }: TaskPage['tasks'][number], role: Role, me: number): boolean {
	const { archived, pmId = me, collaborators = [{ id: me }] } = whose;
	const isMine = role === 'pm' ? pmId === me : collaborators.some(({ id }) => id === me);
	return isMine && !archived && !isFinished(task.status);
}

function deadlineMs({ deadline }: Task): number {
	const ms = Date.parse(deadline ?? '');
	return Number.isNaN(ms) ? Number.MAX_SAFE_INTEGER : ms;
}
