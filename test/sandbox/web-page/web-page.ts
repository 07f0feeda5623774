import { type Response, Router } from 'express';
import { tasks } from '../seed.js';
import type { World } from '../world.js';
import type { Markup } from './html.js';
import { style } from './web-style.js';
import { missingPage, taskListPage, taskPage } from './web-views.js';

/** What a person sees of the sandbox: tasks and attachments. No sign-in, no scripts. */
export function webPages(world: World): Router {
	const router = Router();

	router.get('/', (_request, response) => sendPage(response, 200, taskListPage(world)));

	router.get('/tasks/:taskId', (request, response) => {
		const task = tasks.find(({ id }) => String(id) === request.params.taskId);
		sendPage(response, task ? 200 : 404, task ? taskPage(world, task) : missingPage());
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
