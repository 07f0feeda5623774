import assert from 'node:assert/strict';
import { fetch } from 'undici';
import { startedSandbox } from '../kit/started-sandbox.js';
import { hola, type Observed, observe, requestsTo } from '../kit/variant-checks.js';
import { missingTaskId } from '../seed.js';
import { defaultSettings } from '../settings.js';
import type { Variants } from '../variants.js';
import { differences, operations, schemas } from './document.js';

const upload = 'POST /tasks/{task_id}/attachments';
const list = 'GET /tasks/{task_id}/attachments';
const remove = 'DELETE /tasks/{task_id}/attachments';

describe("the sandbox, held against COR's document", () => {
	const sandbox = startedSandbox();
	const requests = requestsTo(sandbox);
	const token = (path: string, headers: Readonly<Record<string, string>>, body?: URLSearchParams) =>
		observe(fetch(`${sandbox.current.apiUrl}${path}`, { method: 'POST', headers, ...(body && { body }) }));
	const basic = () => {
		const { apiKey, clientSecret } = sandbox.current.credentials;
		return { authorization: `Basic ${btoa(`${apiKey}:${clientSecret}`)}` };
	};
	const manyPlaced = async () => {
		for (let index = 0; index < 22; index++) {
			await requests.place(`${index}.txt`, index);
		}
		await requests.place('version.txt', 0, requests.stored()[0]?.id);
		return requests.stored()[0]?.id ?? 0;
	};
	const partial = () => {
		sandbox.current.set({ limits: { refusedExtensions: ['exe'] } });
		return observe(sandbox.upload(4101, [hola, { ...hola, name: 'a.exe' }]));
	};

	/** One request for each documented answer. */
	const answers: Readonly<Record<string, () => Promise<Observed>>> = {
		'POST /oauth/token 200': () => token('/oauth/token?grant_type=client_credentials', basic()),
		'POST /oauth/refreshtoken 200': () => {
			const { refresh_token } = sandbox.current.issueToken();
			return token('/oauth/refreshtoken', {}, new URLSearchParams({ refresh_token }));
		},
		'GET /me 200': () => requests.call('/me'),
		'GET /tasks 200': () => requests.call('/tasks'),
		'GET /tasks/{task_id} 200': () => requests.call('/tasks/4103'),
		'GET /tasks/search-by-title/{title} 200': () => requests.call('/tasks/search-by-title/de'),
		[`${upload} 200`]: partial,
		[`${upload} 400`]: () => {
			sandbox.current.set({ limits: { maxFileBytes: 1 } });
			return requests.upload();
		},
		[`${upload} 417`]: () => observe(sandbox.upload(missingTaskId, [hola])),
		[`${list} 200`]: async () => {
			await manyPlaced();
			return requests.list('?per_page=50');
		},
		[`${list} 500`]: () => {
			sandbox.current.set({ variants: { listStatus: '500-null' } });
			return requests.list();
		},
		'GET /tasks/{task_id}/messages 200': async () => {
			const [{ id, originalname: name }] = (await requests.upload()).json.files;
			const body = JSON.stringify({ message: 'hola', attachments: [{ id, name }] });
			const headers = { 'content-type': 'application/json' };
			await sandbox.call('/tasks/4101/messages', { method: 'POST', headers, body });
			return requests.call('/tasks/4101/messages');
		},
		[`${remove} 200`]: async () => requests.remove(await manyPlaced()),
		[`${remove} 404`]: () => requests.remove(5),
		[`${remove} 417`]: () => requests.remove(5, missingTaskId),
	};

	for (const [operation, documented] of Object.entries(operations)) {
		for (const [status, schema] of Object.entries(documented.answers)) {
			it(`has in its ${status} to ${operation} each documented field, of its type, and no other`, async () => {
				const answer = await answers[`${operation} ${status}`]?.();

				assert.equal(answer?.status, Number(status));
				assert.deepEqual(differences(schema, answer.json, new Set()), []);
			});
		}
	}

	it('gives a value of every schema of the document, but for what is only sent, and labels and leaves, which its users have none of', async () => {
		const met = new Set<string>();
		for (const [operation, documented] of Object.entries(operations)) {
			for (const [status, schema] of Object.entries(documented.answers)) {
				sandbox.current.set(defaultSettings);
				differences(schema, (await answers[`${operation} ${status}`]?.())?.json, met);
			}
		}

		const unmet = Object.keys(schemas).filter(name => !met.has(name));
		assert.deepEqual(unmet.toSorted(), ['AttachmentInput', 'Label', 'Leave', 'LeaveType']);
	});

	const undocumented: readonly [variants: Partial<Variants>, said: RegExp][] = [
		[{ taskFields: 'seen' }, /answer\.project is not documented/],
		[{ taskStatuses: 'seen' }, /answer\.status is "en_revision", not one of/],
		[{ numbers: 'strings' }, /answer\.id is "4103", not integer/],
		[{ dates: 'spaced' }, /answer\.deadline is "[\d-]+ [\d:]+", not a time/],
		[{ booleans: 'numbers' }, /answer\.archived is 0, not boolean/],
		[{ taskBody: 'list' }, /answer is \[.*, not object/],
		[{ taskBody: 'null' }, /answer is null, not object/],
	];
	for (const [variants, said] of undocumented) {
		it(`leaves the document where it is told so: ${JSON.stringify(variants)}`, async () => {
			sandbox.current.set({ variants });
			const { json } = await requests.call('/tasks/4103');

			assert.match(differences(schemas.Task ?? {}, json, new Set()).join('\n'), said);
		});
	}

	it('misses a documented field that is not there', async () => {
		sandbox.current.set({ variants: { currentVersions: 'absent' } });
		await requests.upload();
		const { json } = await requests.list();

		assert.deepEqual(differences(schemas.TaskAttachmentListResponse ?? {}, json, new Set()), [
			'answer.data[0].currentVersionData is missing',
			'answer.data[0].currentVersionId is missing',
			'answer.data[0].currentVersion is missing',
		]);
	});

	const { file: _, attachment_parent_id: __, ...fields } = operations[upload]?.body?.properties ?? {};
	const texts: Readonly<Record<string, readonly unknown[]>> = { available: [true, false], session_token: ['lote-1'] };
	for (const [name, { enum: literals = texts[name] ?? [] }] of Object.entries(fields)) {
		for (const value of literals.filter(literal => literal !== null)) {
			it(`takes and keeps what the document has for an upload: ${name} = ${value}`, async () => {
				assert.equal((await requests.upload(hola, { [name]: String(value) })).status, 200);
				const [stored] = requests.stored();
				const kept = {
					available: stored?.available,
					session_token: stored?.sessionToken,
					status: stored?.status,
					created_from: stored?.createdFrom,
				};

				assert.equal(kept[name as keyof typeof kept], value);
			});
		}
	}

	for (const [operation, path] of [
		['GET /tasks', '/tasks'],
		[list, '/tasks/4101/attachments'],
	] as const) {
		it(`takes the documented parameters of ${operation}`, async () => {
			const known = operations[operation]?.query ?? [];
			const values: Readonly<Record<string, string>> = {
				page: '1',
				perPage: '5',
				per_page: '5',
				filters: '{}',
				order: '{}',
			};
			const query = new URLSearchParams(Object.fromEntries(known.map(name => [name, values[name] ?? ''])));

			const { status, json } = await requests.call(`${path}?${query}`);
			assert.deepEqual([status, json.perPage, sandbox.current.complaints], [200, 5, []]);
		});
	}
});
