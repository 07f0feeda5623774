import express, { type Request, type Response, Router } from 'express';
import { answer } from '../answers/answers.js';
import { heldBack } from '../answers/faults.js';
import { jsonQuery, onlyQueryKeys, Refusal, undocumented } from '../answers/strictness.js';
import { customError, undefinedAttachment } from '../answers/validation.js';
import { nowOf } from '../settings.js';
import { caller } from '../sign-in/auth.js';
import type { Store } from '../store.js';
import { capped, pageOf, positive } from '../tasks/task-query.js';
import { requestedTask } from '../tasks/tasks.js';
import { mayAttach } from '../uploads/attachment-upload.js';
import type { World } from '../world.js';
import { listedShape, type Teller } from './attachment-shapes.js';
import { inOrder, orderKeys } from './list-order.js';
import { afterDeletion, rootsOf, versionsOf } from './versions.js';

const defaultPerPage = 20;

/** List and delete. // cor-api §3.2, §3.3 */
export function attachmentEndpoints(world: World): Router {
	const router = Router();

	router.get('/tasks/:taskId/attachments', async (request, response) => {
		onlyQueryKeys(request, ['page', 'per_page', 'order']);
		const task = requestedTask(world, request, caller(response));
		const page = positive(request, 'page', 1);
		const perPage = capped(positive(request, 'per_page', defaultPerPage), world.settings.variants);
		const order = jsonQuery(request, 'order', Object.keys(orderKeys));
		await heldBack(response);
		const { listStatus } = world.settings.variants;
		if (listStatus !== '200') {
			throw new Refusal(500, listStatus === '500-null' ? null : undefined); // cor-api §3.2: both are documented
		}
		const listed = listAttachments(world, task.id, order);
		await answer(world, response, 200, pageOf(world.settings.variants.listBody, listed, page, perPage));
	});

	router.delete('/tasks/:taskId/attachments', mayAttach(world), express.json(), async (request, response) => {
		onlyQueryKeys(request, []);
		const taskId = taskToDeleteFrom(world, request, response);
		const { ids, lastPage, order } = readDeletion(request);

		const { deletion, deletedParent } = world.settings.variants;
		const attachments = world.store.ofTask(taskId);
		if ([...ids].some(id => !attachments.some(attachment => attachment.id === id))) {
			throw undefinedAttachment();
		}
		if (deletion === 'refused') {
			throw customError('attachments');
		}
		if (deletion === 'not-deleted') {
			await answer(world, response, 200, { deleted: false, elements: [] });
			return;
		}
		const before = rootsOf(attachments).length;
		const { removed, promoted } = afterDeletion(attachments, ids, deletedParent);
		await world.store.remove(removed, promoted);
		if (deletion === 'gone') {
			throw undefinedAttachment(); // somebody else deleted it a moment before
		}

		// cor-api §3.3: `elements` fill the gap on the pages already shown; they are not the deleted ones.
		const left = listAttachments(world, taskId, order);
		const shown = lastPage * defaultPerPage;
		const elements = left.slice(Math.max(0, shown - (before - left.length)), shown);
		await answer(world, response, 200, { deleted: true, elements });
	});

	return router;
}

/** What the list tells of a task at this moment of COR's clock, in its order. // cor-api §3.2 */
export function listAttachments(
	world: Teller & { readonly store: Pick<Store, 'ofTask'> },
	taskId: number,
	order: Readonly<Record<string, unknown>>,
	now: number = nowOf(world.settings),
): readonly unknown[] {
	const { listLagMs, variants } = world.settings;
	const all = world.store.ofTask(taskId);
	const attachments = listLagMs === 0 ? all : all.filter(({ createdAt }) => Date.parse(createdAt) + listLagMs <= now);
	const families = rootsOf(attachments).map(root => ({ root, versions: versionsOf(attachments, root) }));
	return inOrder(families, order, variants.listOrder).map(({ root, versions }) => listedShape(world, root, versions));
}

// cor-api §3.3: here a missing task has a body of its own.
function taskToDeleteFrom(world: World, request: Request, response: Response): number {
	try {
		return requestedTask(world, request, caller(response)).id;
	} catch (error) {
		if (error instanceof Refusal && error.status === 417) {
			throw customError('taskId');
		}
		throw error;
	}
}

// cor-api §3.3: JSON with `attachments` int or int[], `lastPage` int, `order` object.
function readDeletion(request: Request) {
	if (!request.is('application/json')) {
		throw undocumented('§3.3', 'the deletion is a JSON body with its content type');
	}
	const body = request.body as Readonly<Record<string, unknown>>;
	const { attachments, lastPage = 1, order = {} } = body;
	const ids = Array.isArray(attachments) ? (attachments as unknown[]) : [attachments];
	const unknown = Object.keys(body).find(key => !['attachments', 'lastPage', 'order'].includes(key));
	if (unknown !== undefined) {
		throw undocumented('§3.3', `unknown field ${JSON.stringify(unknown)}`);
	}
	if (ids.length === 0 || !ids.every(Number.isInteger) || !Number.isInteger(lastPage) || typeof order !== 'object') {
		throw undocumented('§3.3', 'attachments is an integer or a list of them, lastPage an integer, order an object');
	}
	return {
		ids: new Set(ids as number[]),
		lastPage: lastPage as number,
		order: (order ?? {}) as Readonly<Record<string, unknown>>,
	};
}
