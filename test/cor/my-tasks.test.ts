import assert from 'node:assert/strict';
import type { Task } from '../../src/cor/answers/answers.js';
import type { CorClient } from '../../src/cor/client.js';
import { readMyTasks } from '../../src/cor/my-tasks.js';
import { startedSandbox } from '../sandbox/kit/started-sandbox.js';
import { mainUser, type SeedTask, tasks } from '../sandbox/seed.js';
import { signIn } from './kit/connect.js';
import { readFailure } from './kit/read-failure.js';

const never = new AbortController().signal;
const ids = (found: readonly Task[]) => found.map(({ id }) => id);

async function lastOf(client: CorClient): Promise<readonly Task[]> {
	let last: readonly Task[] = [];
	const { id } = await client.readMe();
	for await (const { tasks: found } of readMyTasks(client, id, never)) {
		last = found;
	}
	return last;
}

/** Many tasks of Lucía's, one a day, the first half of them finished. */
function manyTasks(count: number): readonly SeedTask[] {
	const [like] = tasks;
	assert.ok(like);
	return Array.from({ length: count }, (_, index) => ({
		...like,
		id: 10_000 + index,
		title: `Pieza ${index}`,
		status: index < count / 2 ? 'finalizada' : 'en_proceso',
		deadline: new Date(Date.UTC(2000, 0, 1 + index)).toISOString(),
	}));
}

describe('my tasks', () => {
	const sandbox = startedSandbox();
	afterEach(() => assert.deepEqual(sandbox.current.complaints, []));
	const listed = () => sandbox.current.requests.filter(({ path }) => path.endsWith('/tasks'));

	it('are those I work on or manage, each once, by deadline, without finished and archived ones', async () => {
		sandbox.current.set({ variants: { taskFields: 'seen' } });
		const found = await lastOf(signIn(sandbox.current));

		assert.deepEqual(ids(found), [4103, 4105, 4110, 4101, 4108, 4111, 4107, 4112]);
		const { title, project, client, status, deadline } = found[1] ?? {};
		assert.deepEqual(
			[title, project, client, status, deadline],
			[
				'Apresentação para o cliente',
				'Lançamento do aplicativo',
				'Banco Maré',
				'en_proceso',
				'2026-12-01T18:00:00.000Z',
			],
		);
	});

	it('are mine alone even where COR does not heed the filter', async () => {
		sandbox.current.set({ variants: { collaboratorFilter: 'ignored', taskFields: 'seen' } });

		assert.ok(!ids(await lastOf(signIn(sandbox.current))).includes(4102));
	});

	it('are read whatever COR tells of a task, and whether numbers come as text', async () => {
		sandbox.current.set({ variants: { taskFields: 'documented', numbers: 'strings', dates: 'spaced' } });

		assert.deepEqual(ids(await lastOf(signIn(sandbox.current))), [4103, 4105, 4110, 4101, 4108, 4111, 4107, 4112]);
	});

	it('are read by page and never all: at most 200 for each role, the latest deadlines', async () => {
		sandbox.current.set({ tasks: manyTasks(10_000) });
		const steps: number[] = [];
		for await (const { tasks: found } of readMyTasks(signIn(sandbox.current), mainUser.id, never)) {
			steps.push(found.length);
		}

		assert.deepEqual(steps, [50, 100, 150, 200]);
		const pages = listed().map(({ search }) => new URLSearchParams(search));
		assert.deepEqual(
			pages.map(query => query.get('page')),
			['1', '1', '2', '3', '4'],
		);
		assert.ok(pages.every(query => query.get('perPage') === '50'));
	});

	it('come from one list where COR refuses the other, and fail where it refuses both', async () => {
		const refusal = { kind: 'status', status: 500, body: null } as const;
		sandbox.current.failNext({ path: '/v1/tasks' }, refusal);
		assert.ok((await lastOf(signIn(sandbox.current))).length > 0);

		sandbox.current.failNext({ path: '/v1/tasks', times: 2 }, refusal);
		assert.equal((await readFailure(lastOf(signIn(sandbox.current)))).kind, 'server');
	});
});

describe('searching by title', () => {
	const sandbox = startedSandbox();
	afterEach(() => assert.deepEqual(sandbox.current.complaints, []));
	const search = async (title: string) => ids(await signIn(sandbox.current).searchTasks(title));

	it('finds what is in a title, whatever it is made of', async () => {
		assert.deepEqual(await search('diseno'), [4101]);
		assert.deepEqual(await search(' producto / catálogo '), [4111]);
		assert.deepEqual(await search('¿qué tomás'), [4103]);
		assert.deepEqual(await search('"usuarios" <reales> &'), [4112]);
		assert.deepEqual(await search('100 % nada\ud800'), []);
	});

	it('asks nothing for what would be another address', async () => {
		for (const title of ['', ' ', '.', '..', ' .. ']) {
			assert.deepEqual(await search(title), []);
		}
		assert.deepEqual(sandbox.current.requests, []);
	});

	it('does not read an answer without end', async () => {
		const body = [{ id: 1, title: 'x'.repeat(9_000_000) }];
		sandbox.current.failNext({ path: /search-by-title/ }, { kind: 'status', status: 200, body });

		assert.equal((await readFailure(signIn(sandbox.current).searchTasks('pieza'))).kind, 'unreadable-answer');
	});
});
