import assert from 'node:assert/strict';
import { startedSandbox } from '../kit/started-sandbox.js';
import { observe, requestsTo } from '../kit/variant-checks.js';
import { missingTaskId, viewer } from '../seed.js';

const json = { 'content-type': 'application/json' };

describe('messages of a task', () => {
	const sandbox = startedSandbox();
	const { call, upload } = requestsTo(sandbox);

	const post = (body: unknown, headers: Readonly<Record<string, string>> = json, taskId = 4101) =>
		observe(sandbox.call(`/tasks/${taskId}/messages`, { method: 'POST', headers, body: JSON.stringify(body) }));
	const list = async () => (await call('/tasks/4101/messages')).json;
	const uploaded = async () => {
		const [{ id, originalname: name, url, file_type: type, source }] = (await upload()).json.files;
		return { id, name, url, type, source };
	};

	it('are kept as they were sent, with what they refer to, and listed', async () => {
		const reference = await uploaded();
		const message = '<script>alert(1)</script>\n👋 Aquí va la v2';

		const { status, text } = await post({ message, attachments: [reference] });
		assert.deepEqual([status, text], [200, '']);

		const [{ attachments, ...listed }] = await list();
		const { source: _, ...told } = reference;
		assert.deepEqual(listed, { id: listed.id, message });
		assert.deepEqual(attachments, [{ ...told, created_at: attachments[0].created_at }]);
	});

	it('can have no attachments, and as many characters as somebody writes', async () => {
		const message = 'ñ'.repeat(10_000);
		assert.equal((await post({ message })).status, 200);
		assert.deepEqual(
			(await list()).map((listed: { message: string; attachments: unknown }) => [listed.message, listed.attachments]),
			[[message, []]],
		);
	});

	it('are still there after a restart', async () => {
		await post({ message: 'hola' });
		await sandbox.restart();
		assert.equal((await list())[0].message, 'hola');
	});

	it('are of a task that exists, from somebody who may', async () => {
		assert.equal((await post({ message: 'hola' }, json, missingTaskId)).status, 417);
		const authorization = `Bearer ${sandbox.current.issueToken(viewer).access_token}`;
		assert.equal((await post({ message: 'hola' }, { ...json, authorization })).status, 403);
		assert.deepEqual(await list(), []);
	});

	it('refer to nothing that is not on the task', async () => {
		const { status, json: body } = await post({ message: 'hola', attachments: [{ id: 5, name: 'a.txt' }] });
		assert.deepEqual([status, body.code], [404, 'FS003']);
	});

	it('are listed when their time has come', async () => {
		sandbox.current.set({ listLagMs: 60_000 });
		await post({ message: 'hola' });
		assert.deepEqual([await list(), sandbox.current.messages(4101).length], [[], 1]);
	});

	it('are stored although the answer is an error, where it is told to', async () => {
		sandbox.current.failNext({ method: 'POST' }, { kind: 'status', status: 500, store: true });
		assert.equal((await post({ message: 'hola' })).status, 500);
		assert.equal((await list()).length, 1);
	});

	const undocumented: Readonly<Record<string, unknown>> = {
		'no text': {},
		'nothing but spaces': { message: ' \n ' },
		'a text that is none': { message: 5 },
		'an unknown field': { message: 'hola', author: 501 },
		'attachments that are no list': { message: 'hola', attachments: { id: 1 } },
		'a reference without a name': { message: 'hola', attachments: [{ id: 1 }] },
	};
	for (const [what, body] of Object.entries(undocumented)) {
		it(`with ${what} are not documented`, async () => {
			assert.equal((await post(body)).status, 400);
			assert.equal(sandbox.current.complaints.length, 1);
		});
	}

	for (const field of ['url', 'type', 'source', 'size']) {
		it(`that tell ${field} otherwise than COR did are not documented`, async () => {
			const reference = { ...(await uploaded()), [field]: 'https://elsewhere.example/a.txt' };
			assert.equal((await post({ message: 'hola', attachments: [reference] })).status, 400);
			assert.equal(sandbox.current.complaints.length, 1);
		});
	}

	it('without their content type are not documented', async () => {
		assert.equal((await post({ message: 'hola' }, { 'content-type': 'text/plain' })).status, 400);
		assert.equal(sandbox.current.complaints.length, 1);
	});
});
