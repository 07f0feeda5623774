import assert from 'node:assert/strict';
import { startedSandbox } from '../kit/started-sandbox.js';
import { type Checks, checkVariants, hola, requestsTo } from '../kit/variant-checks.js';
import type { deletionVariants } from './deletion-variants.js';
import type { listVariants } from './list-variants.js';

describe('each plausible way in which COR lists attachments', () => {
	const sandbox = startedSandbox();
	const { call, list, upload, place } = requestsTo(sandbox);

	const three = async () => {
		await place('b.txt', 3);
		await place('c.txt', 2);
		await place('a.txt', 1);
		return (await list('?per_page=2')).json;
	};
	const order = async () => {
		const first = await place('b.txt', 9);
		await place('c.txt', 8);
		await place('a.txt', 7);
		await place('b2.txt', 1, first);
		return (await list()).json.data.map(({ name }: { name: string }) => name);
	};
	/** What is told of one file: in the upload's answer and in the list. */
	const bothOf = async (file = hola) => {
		const [told] = (await upload(file)).json.files;
		const [listed] = (await list()).json.data;
		return [told, listed];
	};
	const nameOf = async (name: string) => {
		const [told, listed] = await bothOf({ ...hola, name });
		assert.deepEqual([listed.name, listed.originalname, told.originalname], [told.name, told.name, told.name]);
		return told;
	};
	const originalnames = async () => (await bothOf()).map(({ name, originalname }) => [name, originalname]);
	const sizes = async () =>
		(await bothOf({ name: 'a.bin', bytes: Buffer.alloc(5_700) })).map(({ size }) => size as unknown);
	const users = async () => (await bothOf()).map(({ user_id, user }) => [user_id, user?.id] as const);
	const ids = async () => [await place('a', 3), await place('b', 2), await place('c', 1)] as const;
	/** What the list tells of the newest version: of a root without versions, and of one with one. */
	const current = async () => {
		const alone = await place('alone.txt', 3);
		const root = await place('root.txt', 2);
		const version = await place('version.txt', 1, root);
		const { data } = (await list()).json;
		const told = data.map((item: Record<string, unknown>) => {
			const { currentVersion, currentVersionId, currentVersionData } = item;
			return [currentVersion, currentVersionId, (currentVersionData as { name?: string } | null)?.name ?? null];
		});
		return { told, alone, root, version, data };
	};

	const checks: Checks<keyof typeof listVariants> = {
		listBody: {
			paged: async () => assert.deepEqual([(await three()).lastPage, (await list()).json.data.length], [2, 3]),
			'bare-page': async () => {
				assert.equal((await three()).length, 2);
				assert.deepEqual([(await list('?page=2&per_page=2')).json[0].name], ['b.txt']);
			},
			'bare-all': async () => {
				assert.equal((await three()).length, 3);
				assert.equal((await list('?page=2&per_page=2')).json.length, 3);
			},
		},
		listStatus: {
			'200': async () => assert.equal((await list()).status, 200),
			'500-null': async () => assert.deepEqual([(await list()).status, (await list()).text], [500, 'null']),
			'500-empty': async () => assert.deepEqual([(await list()).status, (await list()).text], [500, '']),
		},
		listOrder: {
			'newest-first': async () => assert.deepEqual(await order(), ['a.txt', 'c.txt', 'b.txt']),
			'oldest-first': async () => assert.deepEqual(await order(), ['b.txt', 'c.txt', 'a.txt']),
			'newest-version-first': async () => assert.deepEqual(await order(), ['b.txt', 'a.txt', 'c.txt']),
			'by-name': async () => assert.deepEqual(await order(), ['a.txt', 'b.txt', 'c.txt']),
			scattered: async () => {
				const placed = Array.from({ length: 12 }, (_, index) => `${index}`.padStart(2, '0'));
				for (const [index, name] of placed.entries()) {
					await place(name, index);
				}
				const names = (await list()).json.data.map(({ name }: { name: string }) => name) as string[];
				assert.deepEqual(names.toSorted(), placed);
				assert.notDeepEqual(names, placed);
				assert.notDeepEqual(names, placed.toReversed());
				assert.deepEqual(
					(await list()).json.data.map(({ name }: { name: string }) => name),
					names,
				);
			},
		},
		idOrder: {
			rising: async () => {
				const [a, b, c] = await ids();
				assert.ok(a < b && b < c);
			},
			falling: async () => {
				const [a, b, c] = await ids();
				assert.ok(a > b && b > c);
			},
			scattered: async () => {
				const many = [...(await ids()), ...(await ids()), ...(await ids()), ...(await ids())];
				const steps = new Set(many.slice(1).map((id, index) => id > (many[index] ?? 0)));
				assert.deepEqual([new Set(many).size, steps.size], [12, 2]);
			},
		},
		fileNameForm: {
			'as-sent': async () => assert.equal((await nameOf('n\u0303o\u0301 ó')).name, 'n\u0303o\u0301 ó'),
			NFC: async () => assert.equal((await nameOf('n\u0303')).name, '\u00f1'),
			NFD: async () => assert.equal((await nameOf('\u00f1')).name, 'n\u0303'),
			ascii: async () => assert.equal((await nameOf('n\u0303 ñ')).name, 'n_ _'),
			numbered: async () => {
				const { id, name } = await nameOf('hola.txt');
				assert.equal(name, `${id}-hola.txt`);
			},
		},
		originalname: {
			told: async () => assert.deepEqual(await originalnames(), Array(2).fill(['hola.txt', 'hola.txt'])),
			empty: async () => assert.deepEqual(await originalnames(), Array(2).fill(['hola.txt', ''])),
			missing: async () => assert.deepEqual(await originalnames(), Array(2).fill(['hola.txt', undefined])),
		},
		listedSize: {
			bytes: async () => assert.deepEqual(await sizes(), [5_700, 5_700]),
			half: async () => assert.deepEqual(await sizes(), [5_700, 2_850]),
			rounded: async () => assert.deepEqual(await sizes(), [5_700, 6_000]),
			kilobytes: async () => assert.deepEqual(await sizes(), [5_700, 6]),
			text: async () => assert.deepEqual(await sizes(), [5_700, '5700']),
			'text-with-unit': async () => assert.deepEqual(await sizes(), [5_700, '6 KB']),
			zero: async () => assert.deepEqual(await sizes(), [5_700, 0]),
			missing: async () => assert.deepEqual(await sizes(), [5_700, undefined]),
		},
		userIds: {
			own: async () => {
				assert.deepEqual(await users(), [
					[501, undefined],
					[501, 501],
				]);
				assert.equal((await call('/me')).json.id, 501);
			},
			'other-in-list': async () => {
				const [told, listed] = await users();
				assert.deepEqual([told?.[0], listed], [501, [70_501, 70_501]]);
			},
			other: async () => {
				const [told, listed] = await users();
				assert.deepEqual([told?.[0], listed?.[0], (await call('/me')).json.id], [70_501, 70_501, 501]);
			},
			'missing-in-list': async () => {
				const [told, listed] = await users();
				assert.deepEqual([told?.[0], listed], [501, [undefined, undefined]]);
			},
		},
		currentVersions: {
			documented: async () => {
				const { told, alone, version } = await current();
				assert.deepEqual(told, [
					[2, version, 'version.txt'],
					[1, alone, null],
				]);
			},
			absent: async () => {
				const { data } = await current();
				assert.deepEqual(
					Object.keys(data[0]).filter(key => /^current/.test(key)),
					[],
				);
			},
			null: async () => {
				const [{ currentVersion, currentVersionId, currentVersionData }] = (await current()).data;
				assert.deepEqual([currentVersion, currentVersionId, currentVersionData], [null, null, null]);
			},
			'null-data': async () => {
				const { told, alone, version } = await current();
				assert.deepEqual(told, [
					[2, version, null],
					[1, alone, null],
				]);
			},
			'root-data': async () => {
				const { told, alone, version } = await current();
				assert.deepEqual(told, [
					[2, version, 'version.txt'],
					[1, alone, 'alone.txt'],
				]);
			},
			'short-data': async () => {
				const { data, version } = await current();
				assert.deepEqual(data[0].currentVersionData, { id: version, version: 2 });
			},
		},
	};
	checkVariants(sandbox, checks);
});

describe('each plausible end of a deletion', () => {
	const sandbox = startedSandbox();
	const { upload, remove, stored } = requestsTo(sandbox);

	const deleteRoot = async () => {
		const root = (await upload()).json.files[0].id;
		await upload({ ...hola, name: 'b.txt' }, { attachment_parent_id: String(root) });
		await upload({ ...hola, name: 'c.txt' }, { attachment_parent_id: String(root) });
		await remove(root);
		return stored().map(({ originalname, versions }) => [originalname, versions.length]);
	};
	const deletion = async () => {
		const { status, json } = await remove((await upload()).json.files[0].id);
		return [status, json, stored().length];
	};

	const checks: Checks<keyof typeof deletionVariants> = {
		deletedParent: {
			'takes-versions': async () => assert.deepEqual(await deleteRoot(), []),
			'promotes-version': async () => assert.deepEqual(await deleteRoot(), [['b.txt', 1]]),
		},
		deletion: {
			documented: async () => assert.deepEqual(await deletion(), [200, { deleted: true, elements: [] }, 0]),
			'not-deleted': async () => assert.deepEqual(await deletion(), [200, { deleted: false, elements: [] }, 1]),
			gone: async () =>
				assert.deepEqual(await deletion(), [
					404,
					{ status: 'ERROR', code: 'FS003', message: 'Undefined attachment' },
					0,
				]),
			refused: async () => {
				const message = 'exists validation failed on attachments';
				assert.deepEqual(await deletion(), [417, { status: 417, name: 'CORCustomError', code: 'AC001', message }, 1]);
			},
		},
	};
	checkVariants(sandbox, checks);
});
