import express, { type Request, Router } from 'express';
import { answer } from '../answers/answers.js';
import { heldBack } from '../answers/faults.js';
import { onlyQueryKeys, undocumented } from '../answers/strictness.js';
import { undefinedAttachment } from '../answers/validation.js';
import { downloadUrl } from '../attachments/attachment-shapes.js';
import { nowOf } from '../settings.js';
import { caller } from '../sign-in/auth.js';
import type { AttachmentRecord, MessageRecord } from '../store.js';
import { requestedTask } from '../tasks/tasks.js';
import { mayAttach } from '../uploads/attachment-upload.js';
import { extensionOf } from '../uploads/upload.js';
import type { World } from '../world.js';

/** Saying something on a task, and reading what is said there. // cor-api §3.5, §10 (messages) */
export function messageEndpoints(world: World): Router {
	const router = Router();

	router.post(
		'/tasks/:taskId/messages',
		mayAttach(world),
		express.json({ limit: '2mb' }),
		async (request, response) => {
			onlyQueryKeys(request, []);
			const task = requestedTask(world, request, caller(response));
			const { text, attachmentIds } = readMessage(world, request, task.id);
			const kept = heldBack(response).then(() =>
				world.store.addMessage({
					taskId: task.id,
					text,
					attachmentIds,
					userId: caller(response).id,
					createdAt: new Date(nowOf(world.settings)).toISOString(),
				}),
			);
			const record = await world.log.working(kept);
			const { messageAnswer } = world.settings.variants;
			const body = {
				empty: undefined,
				'no-content': undefined,
				html: '<p>OK</p>',
				message: messageShape(world, record),
			};
			await answer(world, response, messageAnswer === 'no-content' ? 204 : 200, body[messageAnswer]);
		},
	);

	router.get('/tasks/:taskId/messages', async (request, response) => {
		onlyQueryKeys(request, []);
		const task = requestedTask(world, request, caller(response));
		await heldBack(response);
		const { listLagMs, variants } = world.settings;
		const isListed = ({ createdAt }: MessageRecord) => Date.parse(createdAt) + listLagMs <= nowOf(world.settings);
		const listed = world.store
			.messagesOf(task.id)
			.filter(isListed)
			.map(record => messageShape(world, record));
		await answer(world, response, 200, variants.messageList === 'array' ? listed : { data: listed });
	});

	return router;
}

function messageShape(world: World, { id, taskId, text, attachmentIds }: MessageRecord): object {
	const attachments = world.store
		.ofTask(taskId)
		.filter(record => attachmentIds.includes(record.id))
		.map(record => ({
			id: record.id,
			name: record.originalname,
			url: downloadUrl(world, record),
			type: extensionOf(record.originalname),
			created_at: record.createdAt,
		}));
	const message = { id, message: text };
	switch (world.settings.variants.messageReferences) {
		case 'documented':
			return { ...message, attachments };
		case 'untold':
			return { ...message, attachments: [] };
		case 'missing':
			return message;
	}
}

// cor-api §3.5: JSON with `message`, and references to files that are attached already. What is told of them is what COR told.
function readMessage(world: World, request: Request, taskId: number) {
	if (!request.is('application/json')) {
		throw undocumented('§3.5', 'a message is a JSON body with its content type');
	}
	const { message, attachments = [], ...others } = request.body as Readonly<Record<string, unknown>>;
	const [unknown] = Object.keys(others);
	if (unknown !== undefined) {
		throw undocumented('§3.5', `unknown field ${JSON.stringify(unknown)}`);
	}
	if (typeof message !== 'string' || message.trim() === '') {
		throw undocumented('§3.5', 'message is a text, and says something');
	}
	if (!Array.isArray(attachments)) {
		throw undocumented('§3.5', 'attachments is a list');
	}
	const references = attachments as readonly Readonly<Record<string, unknown>>[];
	return { text: message, attachmentIds: references.map(reference => readReference(world, taskId, reference)) };
}

function readReference(world: World, taskId: number, { id, name, ...told }: Readonly<Record<string, unknown>>): number {
	if (!Number.isInteger(id) || typeof name !== 'string' || name === '') {
		throw undocumented('§3.5', 'a reference has the id and the name of an attachment');
	}
	const record = world.store.ofTask(taskId).find(attachment => attachment.id === id);
	if (!record) {
		throw undefinedAttachment();
	}
	for (const [field, value] of Object.entries(told)) {
		if (value !== toldOf(world, record)[field]) {
			throw undocumented('§3.5', `${field} of attachment ${record.id} is not what was told of it`);
		}
	}
	return record.id;
}

function toldOf(world: World, record: AttachmentRecord): Readonly<Record<string, unknown>> {
	return { url: downloadUrl(world, record), type: extensionOf(record.originalname), source: 'S3' };
}
