import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { startedSandbox } from '../sandbox/kit/started-sandbox.js';
import { connect, signIn } from './kit/connect.js';
import { readFailure } from './kit/read-failure.js';
import { send, startedServer } from './kit/started-server.js';

async function bodyOf(request: IncomingMessage): Promise<string> {
	let text = '';
	request.setEncoding('utf8').on('data', (part: string) => {
		text += part;
	});
	await once(request, 'end');
	return text;
}

describe('what COR tells of an attachment', () => {
	const server = startedServer();
	const listed = async (attachment: object) => {
		const entry = { id: 900, originalname: 'logo.png', ...attachment };
		server.answer((_, response) => send(response, 200, JSON.stringify({ data: [entry], lastPage: 1 })));
		const { attachments } = await connect(server.apiUrl).readAttachmentPage(1, 1);
		return attachments[0];
	};

	it('has when it came, from whom, and its status', async () => {
		const attachment = await listed({
			created_at: '2026-01-05 12:00:00',
			user: { first_name: 'Lucía', last_name: 'Fernández' },
			user_id: 501,
			status: 'approved',
		});

		assert.deepEqual(attachment, {
			id: 900,
			name: 'logo.png',
			userId: 501,
			userName: 'Lucía Fernández',
			createdAt: '2026-01-05 12:00:00',
			status: 'approved',
		});
	});

	it('has the person by the one name that COR has, and no person where it has none', async () => {
		assert.equal((await listed({ user: { first_name: 'Lucía' } }))?.userName, 'Lucía');
		assert.equal((await listed({ user: { last_name: 'Fernández' } }))?.userName, 'Fernández');
		assert.ok(!('userName' in ((await listed({ user: {} })) ?? {})));
	});

	it('is that it is hidden only where COR says that it is not available', async () => {
		assert.equal((await listed({ available: false }))?.isHidden, true);
		for (const entry of [{ available: true }, { available: null }, {}]) {
			assert.ok(!('isHidden' in ((await listed(entry)) ?? {})), JSON.stringify(entry));
		}
	});

	it('has its newest version, and the name of the file where it has no other', async () => {
		const version = { id: 910, originalname: 'logo v2.png', size: 7, version: 2, attachment_parent_id: 900 };
		const attachment = await listed({
			originalname: undefined,
			name: 'x.png',
			currentVersionId: 910,
			currentVersionData: version,
		});

		assert.deepEqual(attachment, {
			id: 900,
			name: 'x.png',
			currentVersionId: 910,
			currentVersion: { id: 910, name: 'logo v2.png', size: 7, version: 2, parentId: 900 },
		});
	});
});

describe('what COR tells of a task', () => {
	const server = startedServer();
	const listed = async (task: object) => {
		const page = { data: [{ id: 4101, title: 'Logo', ...task }], lastPage: 3 };
		server.answer((_, response) => send(response, 200, JSON.stringify(page)));
		return connect(server.apiUrl).readTasks({ pm: 501 }, 1);
	};

	it('has its status, its deadline, its project and whose it is', async () => {
		const { tasks, lastPage } = await listed({
			status: 'in_process',
			deadline: '2026-01-05 12:00:00',
			project: { name: 'Invierno', client: { name: 'Acme' } },
			archived: false,
			pm: { id: 502 },
			collaborators: [{ id: 501 }, {}, { id: 503 }],
		});

		assert.equal(lastPage, 3);
		assert.deepEqual(tasks, [
			{
				task: {
					id: 4101,
					title: 'Logo',
					status: 'in_process',
					deadline: '2026-01-05 12:00:00',
					project: 'Invierno',
					client: 'Acme',
				},
				whose: { archived: false, pmId: 502, collaborators: [{ id: 501 }, { id: 503 }] },
			},
		]);
	});

	it('is that it is archived where COR says so as a yes or as a one', async () => {
		for (const [archived, expected] of [
			[true, true],
			[1, true],
			[false, false],
			[0, false],
			[null, false],
			[undefined, false],
		] as const) {
			assert.equal((await listed({ archived })).tasks[0]?.whose.archived, expected, String(archived));
		}
	});

	it('is no project manager and no people where it has none', async () => {
		assert.deepEqual((await listed({})).tasks, [{ task: { id: 4101, title: 'Logo' }, whose: { archived: false } }]);
	});
});

describe('deleting an attachment', () => {
	const sandbox = startedSandbox();
	const server = startedServer();

	it('takes that one off the task and no other', async () => {
		await sandbox.upload(4101, [
			{ name: 'a.txt', bytes: Buffer.from('a') },
			{ name: 'b.txt', bytes: Buffer.from('b') },
		]);
		const [a, b] = sandbox.current.attachments(4101);
		assert.ok(a && b);
		await signIn(sandbox.current).deleteAttachment(4101, a.id);

		assert.deepEqual(
			sandbox.current.attachments(4101).map(({ id }) => id),
			[b.id],
		);
		assert.deepEqual(sandbox.current.complaints, []);
	});

	it('is one request, which names the attachment in JSON', async () => {
		const bodies: string[] = [];
		server.answer(async (request, response) => {
			bodies.push(await bodyOf(request));
			send(response, 200, '{"deleted":true}');
		});
		await connect(server.apiUrl).deleteAttachment(7, 900);

		const [{ method, url, headers } = assert.fail('nothing was asked')] = server.requests;
		assert.deepEqual([server.requests.length, method, url], [1, 'DELETE', '/v1/tasks/7/attachments']);
		assert.equal(headers['content-type'], 'application/json');
		assert.deepEqual(
			bodies.map(body => JSON.parse(body) as unknown),
			[{ attachments: 900 }],
		);
	});

	for (const body of ['{"deleted":"no"}', '{}', '[]', 'null', '', '<h1>']) {
		it(`is not done where COR does not say so: ${body}`, async () => {
			server.answer((_, response) => send(response, 200, body));
			const error = await readFailure(connect(server.apiUrl).deleteAttachment(7, 900));

			assert.equal(error.kind, 'unreadable-answer');
		});
	}

	it('is refused as any other request is', async () => {
		server.answer((_, response) => send(response, 403, '{"message":"no"}'));
		const error = await readFailure(connect(server.apiUrl).deleteAttachment(7, 900));

		assert.deepEqual([error.kind, error.details.serverMessage], ['forbidden', 'no']);
	});
});

describe('a page of attachments, and of tasks', () => {
	const server = startedServer();
	const asked = async (ask: (client: ReturnType<typeof connect>) => Promise<unknown>) => {
		server.answer((_, response) => send(response, 200, '{"data":[]}'));
		await ask(connect(server.apiUrl));
		const { pathname, searchParams } = new URL(server.requests[0]?.url ?? '', server.apiUrl);
		return { pathname, ...Object.fromEntries(searchParams) };
	};

	it('is asked for by its number, fifty at a time', async () => {
		assert.deepEqual(await asked(client => client.readAttachmentPage(7, 3)), {
			pathname: '/v1/tasks/7/attachments',
			page: '3',
			per_page: '50',
		});
	});

	it('is asked for by a person, the latest deadline first', async () => {
		assert.deepEqual(await asked(client => client.readTasks({ pm: 501 }, 2)), {
			pathname: '/v1/tasks',
			page: '2',
			perPage: '50',
			filters: '{"pm":501}',
			order: '{"deadline":"DESC"}',
		});
	});
});
