import assert from 'node:assert/strict';
import { startedSandbox } from '../kit/started-sandbox.js';
import { type Checks, checkVariants, requestsTo } from '../kit/variant-checks.js';
import type { taskVariants } from './task-variants.js';

describe('each plausible way in which COR tells of tasks', () => {
	const sandbox = startedSandbox();
	const { call, list, place } = requestsTo(sandbox);

	const task = async () => (await call('/tasks/4103')).json;
	const collaborators = async () => (await call('/tasks?filters={"collaborator":504}')).json.total;

	const checks: Checks<keyof typeof taskVariants> = {
		totals: {
			string: async () => assert.equal((await call('/tasks')).json.total, '12'),
			number: async () => assert.equal((await call('/tasks')).json.total, 12),
		},
		taskListBody: {
			paged: async () => assert.equal((await call('/tasks?perPage=5')).json.data.length, 5),
			'bare-page': async () => assert.equal((await call('/tasks?perPage=5&page=3')).json.length, 2),
			'bare-all': async () => assert.equal((await call('/tasks?perPage=5&page=3')).json.length, 12),
		},
		unpaged: {
			'one-page': async () => {
				const { data, lastPage } = (await call('/tasks?page=false')).json;
				assert.deepEqual([data.length, lastPage], [12, 1]);
			},
			array: async () => assert.equal((await call('/tasks?page=false')).json.length, 12),
			wrapped: async () => assert.deepEqual(Object.keys((await call('/tasks?page=false')).json), ['data']),
		},
		pageCap: {
			none: async () => assert.equal((await call('/tasks?perPage=200')).json.perPage, 200),
			'50': async () => {
				assert.equal((await call('/tasks?perPage=200')).json.perPage, 50);
				assert.equal((await list('?per_page=200')).json.perPage, 50);
			},
			'20': async () => {
				for (let index = 0; index < 21; index++) {
					await place(`${index}.txt`, index);
				}
				const { perPage, lastPage, data } = (await list('?per_page=50')).json;
				assert.deepEqual([perPage, lastPage, data.length], [20, 2, 20]);
			},
		},
		taskFields: {
			documented: async () => assert.equal(Object.keys(await task()).length, 8),
			seen: async () => assert.equal((await task()).project.client.name, 'Café del Sur'),
		},
		taskStatuses: {
			documented: async () => assert.equal((await task()).status, 'en_proceso'),
			seen: async () => assert.equal((await task()).status, 'en_revision'),
		},
		taskBody: {
			object: async () => assert.equal((await task()).id, 4103),
			list: async () => assert.equal((await task())[0].id, 4103),
			wrapped: async () => assert.equal((await task()).data.id, 4103),
			null: async () => assert.equal(await task(), null),
			'no-content': async () => {
				const { status, text } = await call('/tasks/4103');
				assert.deepEqual([status, text], [204, '']);
			},
		},
		collaboratorFilter: {
			honoured: async () => assert.equal(await collaborators(), '5'),
			ignored: async () => assert.equal(await collaborators(), '12'),
		},
	};
	checkVariants(sandbox, checks);
});
