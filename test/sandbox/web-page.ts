import { Router } from 'express';
import type { World } from './world.js';

export function webPages(world: World): Router {
	const router = Router();
	router.get('/files/:storageName/:name', (request, response) => {
		const record = world.store.byStorageName(request.params.storageName);
		if (!record) {
			response.sendStatus(404);
			return;
		}
		response.type(record.mimeType).sendFile(world.store.pathOf(record));
	});
	return router;
}
