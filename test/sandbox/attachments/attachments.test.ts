import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { startedSandbox } from '../kit/started-sandbox.js';
import { viewer } from '../seed.js';

interface Listed {
	readonly id: number;
	readonly originalname: string;
	readonly version: number;
	readonly currentVersion: number;
	readonly currentVersionId: number;
	readonly currentVersionData: { readonly originalname: string } | null;
}

interface Page {
	readonly total: number;
	readonly perPage: number;
	readonly lastPage: number;
	readonly data: readonly Listed[];
}

describe('the attachments of a task', () => {
	const sandbox = startedSandbox();

	const list = async (query = '') => {
		const response = await sandbox.call(`/tasks/4105/attachments${query}`);
		assert.equal(response.status, 200);
		return (await response.json()) as Page;
	};
	const attach = async (name: string, fields: Readonly<Record<string, string>> = {}) => {
		const response = await sandbox.upload(4105, [{ name, bytes: Buffer.from(name) }], fields);
		assert.equal(response.status, 200);
		const [file] = ((await response.json()) as { files: Record<string, unknown>[] }).files;
		assert.ok(file);
		return file as typeof file & { readonly id: number };
	};
	const remove = (body: unknown, task = 4105, headers: Readonly<Record<string, string>> = {}) =>
		sandbox.call(`/tasks/${task}/attachments`, {
			method: 'DELETE',
			headers: { 'content-type': 'application/json', ...headers },
			body: JSON.stringify(body),
		});

	it('are none at first', async () => {
		assert.deepEqual(await list(), { total: 0, perPage: 20, page: 1, lastPage: 1, data: [] });
	});

	it('come newest first, in pages, with the spelling of the list', async () => {
		for (const name of ['a.txt', 'b.txt', 'c.pdf']) {
			await attach(name, name === 'c.pdf' ? { status: 'pending', created_from: 'rework', available: 'false' } : {});
		}
		const { total, lastPage, data } = await list('?per_page=2');

		assert.deepEqual([total, lastPage, data.map(item => item.originalname)], [3, 2, ['c.pdf', 'b.txt']]);
		const { id, url, created_at, updated_at, ...rest } = data[0] as unknown as Record<string, unknown>;
		assert.ok(String(url).startsWith(`${sandbox.current.origin}/files/`) && Number.isInteger(id));
		assert.ok(!Number.isNaN(Date.parse(String(created_at))) && updated_at === created_at);
		assert.deepEqual(rest, {
			name: 'c.pdf',
			originalname: 'c.pdf',
			source: 'S3',
			size: 5,
			available: false,
			attachment_parent_id: null,
			file_type: 'pdf',
			media_type: 'pdf',
			discussions_id: null,
			user_id: 501,
			parent_id: 4105,
			parent_type: 'tasks',
			version: 1,
			status: 'pending',
			user: { id: 501, first_name: 'Lucía', last_name: 'Fernández', picture: '' },
			graphicsCount: null,
			taskLogReworksId: null,
			createdFrom: 'rework',
			currentVersionData: null,
			currentVersionId: id,
			currentVersion: 1,
		});
		assert.deepEqual(
			(await list('?page=2&per_page=2')).data.map(item => item.originalname),
			['a.txt'],
		);
	});

	it('can be ordered', async () => {
		await attach('a.txt');
		await attach('b.txt');

		const order = encodeURIComponent('{"created_at":"ASC"}');
		assert.deepEqual(
			(await list(`?order=${order}`)).data.map(item => item.originalname),
			['a.txt', 'b.txt'],
		);
	});

	it('hide versions behind their root, which tells of the newest', async () => {
		const root = await attach('logo.png');
		const second = await attach('logo v2.png', { attachment_parent_id: String(root.id) });
		const third = await attach('logo v3.png', { attachment_parent_id: String(second.id) });

		assert.deepEqual([second.version, second.attachment_parent_id, third.version], [2, root.id, 3]);
		assert.equal(third.attachment_parent_id, root.id);
		const { total, data } = await list();
		assert.deepEqual([total, data[0]?.id, data[0]?.version], [1, root.id, 1]);
		assert.deepEqual([data[0]?.currentVersion, data[0]?.currentVersionId], [3, third.id]);
		assert.equal(data[0]?.currentVersionData?.originalname, 'logo v3.png');
		const [stored] = sandbox.current.attachments(4105);
		assert.deepEqual(
			stored?.versions.map(({ version, originalname }) => [version, originalname]),
			[
				[2, 'logo v2.png'],
				[3, 'logo v3.png'],
			],
		);
	});

	it('are deleted with their files and versions', async () => {
		const root = await attach('a.txt');
		await attach('a2.txt', { attachment_parent_id: String(root.id) });
		const kept = await attach('b.txt');
		const path = sandbox.current.attachments(4105)[0]?.path ?? '';
		assert.ok(existsSync(path));

		const response = await remove({ attachments: root.id });

		assert.deepEqual([response.status, await response.json()], [200, { deleted: true, elements: [] }]);
		assert.ok(!existsSync(path));
		assert.deepEqual(
			sandbox.current.attachments(4105).map(({ id, versions }) => [id, versions.length]),
			[[kept.id, 0]],
		);
	});

	it('fill the gap that a deletion leaves on the pages shown', async () => {
		const added: { readonly id: number }[] = [];
		for (let index = 0; index < 22; index++) {
			added.push(await attach(`${index}.txt`));
		}
		const newest = added.slice(-2).map(({ id }) => id);
		const response = await remove({ attachments: newest, lastPage: 1, order: { created_at: 'DESC' } });

		const { elements } = (await response.json()) as { elements: Listed[] };
		assert.deepEqual(
			elements.map(({ originalname }) => originalname),
			['1.txt', '0.txt'],
		);
	});

	it('refuse a deletion of what is not there, each in its documented way', async () => {
		const one = await attach('a.txt');

		const unknown = await remove({ attachments: [one.id, 5] });
		assert.deepEqual(
			[unknown.status, await unknown.json()],
			[404, { status: 'ERROR', code: 'FS003', message: 'Undefined attachment' }],
		);
		assert.equal((await list()).total, 1);

		const noTask = await remove({ attachments: one.id }, 9999);
		const message = 'exists validation failed on taskId';
		assert.deepEqual(
			[noTask.status, await noTask.json()],
			[417, { status: 417, name: 'CORCustomError', code: 'AC001', message }],
		);

		const authorization = `Bearer ${sandbox.current.issueToken(viewer).access_token}`;
		assert.equal((await remove({ attachments: one.id }, 4105, { authorization })).status, 403);
	});
});
