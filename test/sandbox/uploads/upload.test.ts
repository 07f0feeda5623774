import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import FormData from 'form-data';
import { request as undiciRequest } from 'undici';
import { part, startedSandbox } from '../kit/started-sandbox.js';
import { viewer } from '../seed.js';

interface Answer {
	readonly files: readonly Record<string, unknown>[];
	readonly files_q: number;
	readonly errors?: readonly { readonly filename: string; readonly message: string }[];
}

const hola = { name: 'hola.txt', bytes: Buffer.from('hola') };

describe('an upload', () => {
	const sandbox = startedSandbox();

	it('keeps the bytes and their hash', async () => {
		const response = await sandbox.upload(4101, [hola]);

		assert.equal(response.status, 200);
		const [stored] = sandbox.current.attachments(4101);
		assert.equal(stored?.sha256, 'b221d9dbb083a7f33428d7c2a3c3198ae925614d70210e28716ccaa7cd4ddb79');
		assert.equal(await readFile(stored?.path ?? '', 'utf8'), 'hola');
		assert.deepEqual(sandbox.current.complaints, []);
	});

	it('answers with the spelling of the upload', async () => {
		const fields = { session_token: 'batch-1', status: 'approved', created_from: 'feedback' };
		const answer = (await (await sandbox.upload(4101, [hola], fields)).json()) as Answer;

		const { id, url, filename, token, created_at, updated_at, ...rest } = answer.files[0] ?? {};
		assert.ok(Number.isInteger(id) && String(url).endsWith('/hola.txt') && updated_at === created_at);
		assert.match(String(filename), /^tasks\/4101\/[\w-]+$/);
		assert.match(String(token), /^[0-9a-f]{32}$/);
		assert.deepEqual(rest, {
			name: 'hola.txt',
			originalname: 'hola.txt',
			source: 'S3',
			size: 4,
			available: true,
			attachment_parent_id: null,
			file_type: 'txt',
			media_type: 'text',
			discussions_id: null,
			user_id: 501,
			parent_id: 4101,
			item_id: 4101,
			type: 'tasks',
			version: 1,
			status: 'approved',
			company_id: 77,
			task_log_reworks_id: null,
			task_log_id: 4101,
			graphics_count: null,
			created_from: 'feedback',
		});
		assert.equal(sandbox.current.attachments(4101)[0]?.sessionToken, 'batch-1');
	});

	for (const name of [
		'diseño "final" 🎨 ação.pdf',
		'cafe\u0301.txt',
		'日本語 (1).png',
		'.env.ejemplo',
		'100% listo; de verdad=sí.txt',
		"l'été\r\n.txt",
	]) {
		it(`keeps the name ${JSON.stringify(name)} when filename* is beside filename`, async () => {
			const answer = (await (await sandbox.upload(4101, [{ ...hola, name }])).json()) as Answer;

			assert.equal(answer.files[0]?.originalname, name);
		});
	}

	it('mangles a name in raw UTF-8 alone, as busboy does', async () => {
		const response = await sandbox.sendParts(4101, [part('name="file"; filename="diseño.txt"', '', Buffer.from('x'))]);

		assert.equal(((await response.json()) as Answer).files[0]?.originalname, 'diseÃ±o.txt');
	});

	it('takes what form-data writes, empty files too', async () => {
		const form = new FormData();
		form.append('file', Buffer.alloc(0), { filename: 'vacío.txt' });
		const { statusCode, body } = await undiciRequest(`${sandbox.current.apiUrl}/tasks/4101/attachments`, {
			method: 'POST',
			headers: { ...form.getHeaders(), authorization: `Bearer ${sandbox.current.issueToken().access_token}` },
			body: form.getBuffer(),
		});

		assert.deepEqual([statusCode, ((await body.json()) as Answer).files[0]?.size], [200, 0]);
	});

	it('keeps several files in the order in which they came', async () => {
		const names = Array.from({ length: 12 }, (_, index) => `${index}.txt`);
		const files = names.map((name, index) => ({ name, bytes: Buffer.alloc(index % 2 ? 10 : 300_000) }));
		const answer = (await (await sandbox.upload(4101, files)).json()) as Answer;

		assert.deepEqual(
			answer.files.map(({ originalname }) => originalname),
			names,
		);
		assert.equal(answer.files_q, 12);
	});

	it('refuses single files by size, extension and number, and stores the others', async () => {
		sandbox.current.set({ limits: { maxFileBytes: 4, refusedExtensions: ['exe'], maxFilesPerRequest: 3 } });
		const files = [
			{ name: 'big.txt', bytes: Buffer.alloc(5) },
			hola,
			{ name: 'Run.EXE', bytes: Buffer.alloc(1) },
			{ name: 'fourth.txt', bytes: Buffer.alloc(1) },
		];
		const response = await sandbox.upload(4101, files);

		const answer = (await response.json()) as Answer;
		assert.deepEqual([response.status, answer.files.length, answer.files_q], [200, 1, 1]);
		assert.deepEqual(answer.errors, [
			{ filename: 'big.txt', message: 'File size exceeds the limit of 4 bytes' },
			{ filename: 'Run.EXE', message: 'Invalid extension exe' },
			{ filename: 'fourth.txt', message: 'Only 3 files are allowed' },
		]);
		assert.deepEqual(await readdir(join(sandbox.dataDir, 'incoming')), []);
	});

	it('answers FS001 when nothing was stored', async () => {
		sandbox.current.set({ limits: { maxFileBytes: 3 } });
		const response = await sandbox.upload(4101, [hola]);

		assert.equal(response.status, 400);
		assert.deepEqual(await response.json(), {
			status: 'ERROR',
			code: 'FS001',
			message: 'Unable to upload any file',
			errors: [{ filename: 'hola.txt', message: 'File size exceeds the limit of 3 bytes' }],
		});
	});

	it('answers the 417 array for a task that does not exist', async () => {
		const response = await sandbox.upload(9999, [hola]);

		assert.equal(response.status, 417);
		assert.deepEqual(await response.json(), [
			{ field: 'task_id', validation: 'exists', message: 'exists validation failed on task_id' },
		]);
	});

	it('answers 417 for a parent on another task, and keeps nothing', async () => {
		await sandbox.upload(4102, [hola]);
		const parent = sandbox.current.attachments(4102)[0]?.id;
		const response = await sandbox.upload(4101, [hola], { attachment_parent_id: String(parent) });

		assert.equal(response.status, 417);
		assert.deepEqual(sandbox.current.attachments(4101), []);
		assert.deepEqual(await readdir(join(sandbox.dataDir, 'incoming')), []);
	});

	it('answers 403 to a role that may not attach', async () => {
		const authorization = `Bearer ${sandbox.current.issueToken(viewer).access_token}`;
		const response = await sandbox.call('/tasks/4101/attachments', { method: 'POST', headers: { authorization } });

		assert.deepEqual([response.status, await response.json()], [403, { error: 403, message: 'Forbidden' }]);
	});

	it('answers 413 with a page when the body is too large, without reading it', async () => {
		sandbox.current.set({ limits: { maxBodyBytes: 1000 } });
		const response = await sandbox
			.upload(4101, [{ name: 'big.bin', bytes: Buffer.alloc(32 * 1024 * 1024) }])
			.catch(() => undefined);

		assert.equal(response?.status, 413);
		assert.match(await response.text(), /^<html>.*413/);
		assert.ok((sandbox.current.requests.at(-1)?.bytesReceived ?? 0) < 1024 * 1024);
	});

	it('answers 429 when more uploads are open than it takes', async () => {
		sandbox.current.set({ limits: { maxOpenUploads: 1 }, latencyMs: 30 });
		const statuses = (await Promise.all([sandbox.upload(4101, [hola]), sandbox.upload(4101, [hola])])).map(
			response => response.status,
		);

		assert.deepEqual(statuses.toSorted(), [200, 429]);
		assert.equal(sandbox.current.maxOpenRequests('POST'), 2);
	});

	it('that is given up leaves nothing behind', async () => {
		const { hostname, port } = new URL(sandbox.current.origin);
		const socket = connect(Number(port), hostname);
		socket.write(
			`POST /v1/tasks/4101/attachments HTTP/1.1\r\nHost: ${hostname}\r\nContent-Length: 1000000\r\n` +
				`Authorization: Bearer ${sandbox.current.issueToken().access_token}\r\n` +
				'Content-Type: multipart/form-data; boundary=b\r\n\r\n' +
				`--b\r\nContent-Disposition: form-data; name="file"; filename="a.bin"\r\n\r\n${'x'.repeat(100_000)}`,
		);
		const seen = await sandbox.current.seen(request => request.method === 'POST');
		assert.deepEqual([sandbox.current.openRequests(), seen.state], [1, 'open']);
		socket.destroy();

		await sandbox.current.settled();
		assert.deepEqual([seen.state, seen.status], ['aborted', undefined]);
		assert.deepEqual(sandbox.current.attachments(4101), []);
		assert.deepEqual(sandbox.current.complaints, []);
		assert.deepEqual(await readdir(join(sandbox.dataDir, 'incoming')), []);
	});
});
