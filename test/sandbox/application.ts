import express, { type NextFunction, type Request, type Response } from 'express';
import { refusalBody, refuse } from './answers/answers.js';
import { type Faults, mistreat } from './answers/faults.js';
import { Refusal } from './answers/strictness.js';
import { attachmentEndpoints } from './attachments/attachments.js';
import { downloads } from './downloads/downloads.js';
import { gatewayFault, unaskedContinue } from './gateway/gateway.js';
import { messageEndpoints } from './messages/messages.js';
import { nowOf } from './settings.js';
import { bearerOnly, me, tokenEndpoints } from './sign-in/auth.js';
import { taskEndpoints } from './tasks/tasks.js';
import { attachmentUpload } from './uploads/attachment-upload.js';
import { webPages } from './web-page/web-page.js';
import type { World } from './world.js';

/** The API below `/v1`, in the order in which a request meets its parts, and the web pages. */
export function application(world: World, faults: Faults): express.Express {
	const app = express().disable('x-powered-by').disable('etag');

	const api = express.Router();
	api.use((request, response, next) => {
		world.log.record(request, response);
		response.set('date', new Date(nowOf(world.settings)).toUTCString());
		next();
	});
	api.use(unaskedContinue(world));
	api.use(mistreat(faults, request => gatewayFault(world, request)));
	api.use(refuseLargeBody(world));
	api.use(tokenEndpoints(world));
	api.use(bearerOnly(world));
	api.use(
		me(world),
		taskEndpoints(world),
		attachmentUpload(world),
		attachmentEndpoints(world),
		messageEndpoints(world),
	);
	api.use(request => {
		// cor-api §2.3, §6.2: what a wrong path gets.
		const message = `E_ROUTE_NOT_FOUND: Cannot ${request.method}:${request.originalUrl}`;
		throw new Refusal(404, { error: { name: 'HttpException', code: 'E_ROUTE_NOT_FOUND', message } }, 'no such route');
	});
	api.use(refuse(world));

	app.use('/v1', api);
	app.use(downloads(world), webPages(world));
	return app;
}

// cor-api §3.9: a 413 comes from a proxy in front, which knows no tokens and need not have read the body.
function refuseLargeBody(world: World) {
	return (request: Request, _response: Response, next: NextFunction): void => {
		const { limits, variants } = world.settings;
		if (Number(request.get('content-length') ?? 0) > (limits.maxBodyBytes ?? Number.POSITIVE_INFINITY)) {
			const message = 'Request Entity Too Large';
			throw new Refusal(413, refusalBody(variants.tooLargeBody, 413, message, 'E_REQUEST_ENTITY_TOO_LARGE'));
		}
		next();
	};
}
