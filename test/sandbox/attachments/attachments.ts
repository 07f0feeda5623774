import express, { type Request, type Response, Router } from 'express';
import { answer } from '../answers/answers.js';
import { heldBack } from '../answers/faults.js';
import { direction, jsonQuery, onlyQueryKeys, Refusal, undocumented } from '../answers/strictness.js';
import { caller } from '../sign-in/auth.js';
import type { AttachmentRecord, Store } from '../store.js';
import { capped, positive } from '../tasks/task-query.js';
import { requestedTask } from '../tasks/tasks.js';
import type { World } from '../world.js';
import { listedShape, type Teller } from './attachment-shapes.js';
import { mayAttach } from './attachment-upload.js';
import { afterDeletion, rootsOf, versionsOf } from './versions.js';

const defaultPerPage = 20;

const orderKeys: Readonly<Record<string, (attachment: AttachmentRecord) => string | number>> = {
	created_at: attachment => attachment.createdAt,
	id: attachment => attachment.id,
	size: attachment => attachment.size,
	originalname: attachment => attachment.originalname,
};

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
		const listed = listAttachments(world, task.id, order);
		await answer(world, response, 200, {
			total: listed.length,
			perPage,
			page,
			lastPage: Math.max(1, Math.ceil(listed.length / perPage)),
			data: listed.slice((page - 1) * perPage, page * perPage),
		});
	});

	router.delete('/tasks/:taskId/attachments', mayAttach(world), express.json(), async (request, response) => {
		onlyQueryKeys(request, []);
		const taskId = taskToDeleteFrom(world, request, response);
		const { ids, lastPage, order } = readDeletion(request);

		const attachments = world.store.ofTask(taskId);
		if ([...ids].some(id => !attachments.some(attachment => attachment.id === id))) {
			throw new Refusal(404, { status: 'ERROR', code: 'FS003', message: 'Undefined attachment' });
		}
		const before = rootsOf(attachments).length;
		const { removed, promoted } = afterDeletion(attachments, ids, world.settings.variants.deletedParent);
		await world.store.remove(removed, promoted);

		// cor-api §3.3: `elements` fill the gap on the pages already shown; they are not the deleted ones.
		const left = listAttachments(world, taskId, order);
		const shown = lastPage * defaultPerPage;
		const elements = left.slice(Math.max(0, shown - (before - left.length)), shown);
		await answer(world, response, 200, { deleted: true, elements });
	});

	return router;
}

/** What the list tells of a task, in its order. // cor-api §3.2 */
export function listAttachments(
	world: Teller & { readonly store: Pick<Store, 'ofTask'> },
	taskId: number,
	order: Readonly<Record<string, unknown>>,
): readonly unknown[] {
	const attachments = world.store.ofTask(taskId);
	const [[key, value]] = [...Object.entries(order), ['created_at', 'DESC'] as const];
	const read = orderKeys[key] ?? (() => 0);
	const sign = direction(value);
	return rootsOf(attachments)
		.toSorted((a, b) => sign * (compare(read(a), read(b)) || a.id - b.id))
		.map(root => listedShape(world, root, versionsOf(attachments, root)));
}

// cor-api §3.3: here a missing task has a body of its own.
function taskToDeleteFrom(world: World, request: Request, response: Response): number {
	try {
		return requestedTask(world, request, caller(response)).id;
	} catch (error) {
		if (error instanceof Refusal && error.status === 417) {
			const message = 'exists validation failed on taskId';
			throw new Refusal(417, { status: 417, name: 'CORCustomError', code: 'AC001', message });
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

function compare(a: string | number, b: string | number): number {
	if (a === b) {
		return 0;
	}
	return a < b ? -1 : 1;
}
