import { type Response, Router } from 'express';
import { contentTypeOf } from '../attachments/attachment-shapes.js';
import { tasks } from '../seed.js';
import type { World } from '../world.js';
import type { Markup } from './html.js';
import { style } from './web-style.js';
import { missingPage, taskListPage, taskPage } from './web-views.js';

/** What a person sees of the sandbox: tasks, attachments, and the files themselves. No sign-in, no scripts. */
export function webPages(world: World): Router {
	const router = Router();

	router.get('/', (_request, response) => sendPage(response, 200, taskListPage(world)));

	router.get('/tasks/:taskId', (request, response) => {
		const task = tasks.find(({ id }) => String(id) === request.params.taskId);
		sendPage(response, task ? 200 : 404, task ? taskPage(world, task) : missingPage());
	});

	router.get('/files/:storageName/:name', (request, response, next) => {
		const record = world.store.byStorageName(request.params.storageName);
		if (!record) {
			next();
			return;
		}
		const type = contentTypeOf(record);
		response.set({
			// An uploaded page or drawing must not run in the sandbox's origin.
			'content-security-policy': "sandbox; default-src 'none'; style-src 'unsafe-inline'",
			'x-content-type-options': 'nosniff',
		});
		response.attachment(record.originalname).type(type);
		if (type.startsWith('image/')) {
			response.removeHeader('content-disposition');
		}
		response.sendFile(world.store.pathOf(record), { dotfiles: 'allow' });
	});

	router.get('/style.css', (_request, response) => {
		response.type('css').send(style);
	});

	router.use((_request, response) => sendPage(response, 404, missingPage()));
	return router;
}

function sendPage(response: Response, status: number, markup: Markup): void {
	response
		.status(status)
		.set('content-security-policy', "default-src 'none'; img-src 'self'; style-src 'self'")
		.type('html')
		.send(String(markup));
}
