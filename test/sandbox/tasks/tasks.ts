import { type Request, Router } from 'express';
import { answer } from '../answers/answers.js';
import { integer, onlyQueryKeys, Refusal } from '../answers/strictness.js';
import { failedValidation } from '../answers/validation.js';
import { documentedStatus, projects, type SeedTask, type SeedUser, users } from '../seed.js';
import { caller } from '../sign-in/auth.js';
import type { World } from '../world.js';
import { ordered, paged, selected } from './task-query.js';

/** Reading tasks. // cor-api §4.1, §4.2 */
export function taskEndpoints(world: World): Router {
	const router = Router();

	router.get('/tasks', async (request, response) => {
		onlyQueryKeys(request, ['page', 'perPage', 'filters', 'order']);
		const found = ordered(selected(visibleTo(world, caller(response)), request, world.settings.variants), request);
		await answer(
			world,
			response,
			200,
			paged(found, request, world.settings.variants, task => taskShape(world, task)),
		);
	});

	router.get('/tasks/search-by-title/:title', async (request, response) => {
		onlyQueryKeys(request, []);
		const wanted = folded(request.params.title);
		const found = visibleTo(world, caller(response)).filter(task => folded(task.title).includes(wanted));
		await answer(
			world,
			response,
			200,
			found.map(task => taskShape(world, task)),
		);
	});

	router.get('/tasks/:taskId', async (request, response) => {
		onlyQueryKeys(request, []);
		const { taskBody } = world.settings.variants;
		const task = taskShape(world, requestedTask(world, request, caller(response)));
		const body = { object: task, list: [task], wrapped: { data: task }, null: null, 'no-content': undefined }[taskBody];
		await answer(world, response, taskBody === 'no-content' ? 204 : 200, body);
	});

	return router;
}

/** The task that the path names. // cor-api §3.1 (417), §9.9 */
export function requestedTask(world: World, request: Request, user: SeedUser): SeedTask {
	const id = integer(String(request.params.taskId), '§3.1', 'task_id');
	const task = visibleTo(world, user).find(candidate => candidate.id === id);
	if (!task) {
		throw missingTask(world);
	}
	return task;
}

function missingTask({ settings: { variants } }: World): Refusal {
	if (variants.missingTask === '404') {
		return new Refusal(404, { error: 404, message: 'Task not found' });
	}
	return failedValidation(variants, 'task_id');
}

/** A key sees what its user sees. // cor-api §2.1 */
function visibleTo({ settings }: World, user: SeedUser): readonly SeedTask[] {
	const visible = settings.tasks.filter(task => user.projectIds?.includes(task.projectId) ?? true);
	return settings.variants.taskStatuses === 'seen' ? visible : visible.map(documentedStatus);
}

function taskShape({ settings: { variants } }: World, task: SeedTask): unknown {
	const documented = {
		id: task.id,
		title: task.title,
		project_id: task.projectId,
		description: task.description,
		deadline: task.deadline,
		status: task.status,
		priority: task.priority,
		archived: task.archived,
	};
	if (variants.taskFields === 'documented') {
		return documented;
	}
	const project = projects.find(({ id }) => id === task.projectId);
	const pm = users.find(({ id }) => id === task.pmId);
	return {
		...documented,
		project: project && { id: project.id, name: project.name, client: project.client },
		pm: pm && { id: pm.id, first_name: pm.firstName, last_name: pm.lastName },
		collaborators: users
			.filter(({ id }) => task.collaboratorIds.includes(id))
			.map(user => ({
				id: user.id,
				first_name: user.firstName,
				last_name: user.lastName,
				email: user.email,
				userPosition: { name: user.positionName },
			})),
		datetime: task.createdAt,
		hour_charged: 0,
		estimated: task.estimatedMinutes,
		task_father: null,
		subtasks: [],
		user_id: task.pmId,
		deliverable: null,
		labels: [],
	};
}

function folded(text: string): string {
	return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
