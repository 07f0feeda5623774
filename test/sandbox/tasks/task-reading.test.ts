import assert from 'node:assert/strict';
import { startedSandbox } from '../kit/started-sandbox.js';
import { collaborator, tasks, viewer } from '../seed.js';

interface Page {
	readonly total: string | number;
	readonly perPage: number;
	readonly page: number;
	readonly lastPage: number;
	readonly data: readonly { readonly id: number; readonly title: string }[];
}

describe('reading tasks', () => {
	const sandbox = startedSandbox();

	const read = async (query: Readonly<Record<string, string>> = {}, token?: string) => {
		const response = await sandbox.call(`/tasks?${new URLSearchParams(query)}`, {
			headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
		});
		assert.equal(response.status, 200);
		return (await response.json()) as Page;
	};
	const ids = async (query: Readonly<Record<string, string>>) => (await read(query)).data.map(({ id }) => id);

	it('gives pages of twenty, with the total as text', async () => {
		const { total, perPage, page, lastPage, data } = await read();

		assert.deepEqual([total, perPage, page, lastPage, data.length], ['12', 20, 1, 1, 12]);
	});

	it('gives the page that was asked for', async () => {
		const { lastPage, data } = await read({ page: '3', perPage: '5' });

		assert.deepEqual([lastPage, data.map(({ id }) => id)], [3, [4111, 4112]]);
	});

	it('gives everything on one page with page=false', async () => {
		const { total, page, lastPage, data } = await read({ page: 'false' });

		assert.deepEqual([total, page, lastPage, data.length], ['12', 1, 1, tasks.length]);
	});

	it('filters by one value, by several, and by all filters at once', async () => {
		assert.deepEqual(await ids({ filters: '{"projects":301}' }), [4101, 4102, 4103, 4104]);
		assert.deepEqual(await ids({ filters: '{"status":["estancada","finalizada"]}' }), [4104, 4107, 4109]);
		assert.deepEqual(await ids({ filters: '{"collaborator":501,"projects":[302,303],"pm":502}' }), [4107, 4109, 4110]);
		assert.deepEqual(await ids({ filters: '{"clients":203,"priority":3}' }), [4110]);
		assert.deepEqual(await ids({ filters: '{"labels":1}' }), []);
	});

	it('orders by a field, up or down', async () => {
		assert.deepEqual(
			(await ids({ filters: '{"projects":301}', order: '{"deadline":"ASC"}' })).join(),
			'4104,4103,4101,4102',
		);
		assert.equal((await ids({ order: '{"deadline":"DESC"}' }))[0], 4112);
		assert.equal((await ids({ order: '{"project":"DESC","task":"ASC"}' }))[0], 4109);
	});

	it('finds a title in the path, slashes and all', async () => {
		const response = await sandbox.call(`/tasks/search-by-title/${encodeURIComponent('producto / catálogo')}`);

		assert.deepEqual(
			((await response.json()) as { id: number }[]).map(({ id }) => id),
			[4111],
		);
	});

	it('reads one task', async () => {
		const task = (await (await sandbox.call('/tasks/4105')).json()) as Record<string, unknown>;

		assert.equal(task.title, 'Apresentação para o cliente');
		assert.equal(task.deadline, '2026-12-01T18:00:00.000Z');
	});

	it('shows a user only the tasks of the projects that are his', async () => {
		assert.equal((await read({}, sandbox.current.issueToken(viewer).access_token)).total, '4');
		const foreign = await sandbox.call('/tasks/4110', {
			headers: { authorization: `Bearer ${sandbox.current.issueToken(collaborator).access_token}` },
		});
		assert.equal(foreign.status, 417);
	});

	it('answers 417 with an array for a task that does not exist', async () => {
		const response = await sandbox.call('/tasks/9999');

		assert.equal(response.status, 417);
		assert.deepEqual(await response.json(), [
			{ field: 'task_id', validation: 'exists', message: 'exists validation failed on task_id' },
		]);
	});
});
