import assert from 'node:assert/strict';
import { fetch } from 'undici';
import { type FormFile, part, startedSandbox } from './kit/started-sandbox.js';
import { viewer } from './seed.js';
import type { Variants } from './variants.js';

interface Observed {
	readonly status: number;
	readonly text: string;
	// biome-ignore lint/suspicious/noExplicitAny: answers have every shape here, and a wrong guess fails the test
	readonly json: any;
	readonly retryAfter: string | null;
}

const hola: FormFile = { name: 'hola.txt', bytes: Buffer.from('hola') };

describe('each plausible behaviour of COR', () => {
	const sandbox = startedSandbox();

	const observe = async (sending: ReturnType<typeof fetch>): Promise<Observed> => {
		const response = await sending;
		const text = await response.text();
		return {
			status: response.status,
			text,
			json: /^[[{]/.test(text) ? JSON.parse(text) : undefined,
			retryAfter: response.headers.get('retry-after'),
		};
	};
	const call = (path: string) => observe(sandbox.call(path));
	const upload = (file = hola, fields: Readonly<Record<string, string>> = {}) =>
		observe(sandbox.upload(4101, [file], fields));
	const badToken = () => observe(sandbox.call('/me', { headers: { authorization: 'Bearer a.b.c' } }));
	const forbidden = () => {
		const authorization = `Bearer ${sandbox.current.issueToken(viewer).access_token}`;
		return observe(sandbox.call('/tasks/4101/attachments', { method: 'POST', headers: { authorization } }));
	};
	const askToken = (secret = sandbox.current.credentials.clientSecret) =>
		observe(
			fetch(`${sandbox.current.apiUrl}/oauth/token?grant_type=client_credentials`, {
				method: 'POST',
				headers: { authorization: `Basic ${btoa(`${sandbox.current.credentials.apiKey}:${secret}`)}` },
			}),
		);
	const refreshTwice = async () => {
		const { refresh_token } = sandbox.current.issueToken();
		const refresh = () =>
			observe(
				fetch(`${sandbox.current.apiUrl}/oauth/refreshtoken`, {
					method: 'POST',
					body: new URLSearchParams({ refresh_token }),
				}),
			);
		await refresh();
		return (await refresh()).status;
	};
	const limited = (limits: object, file?: FormFile) => {
		sandbox.current.set({ limits });
		return upload(file);
	};
	const thirdVersion = async () => {
		const root = (await upload()).json.files[0].id;
		const child = (await upload(hola, { attachment_parent_id: String(root) })).json.files[0].id;
		return upload(hola, { attachment_parent_id: String(child) });
	};
	const severalTold = async () => {
		const files = ['a.txt', 'b.txt'].map(name => ({ ...hola, name }));
		const { status, json } = await observe(sandbox.upload(4101, files));
		const names = (stored: readonly { originalname: string }[] = []) => stored.map(({ originalname }) => originalname);
		return [status, names(json.files), names(sandbox.current.attachments(4101))];
	};
	const deleteRoot = async () => {
		const root = (await upload()).json.files[0].id;
		await upload({ ...hola, name: 'b.txt' }, { attachment_parent_id: String(root) });
		await upload({ ...hola, name: 'c.txt' }, { attachment_parent_id: String(root) });
		await sandbox.call('/tasks/4101/attachments', {
			method: 'DELETE',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ attachments: root }),
		});
		return sandbox.current.attachments(4101).map(({ originalname, versions }) => [originalname, versions.length]);
	};
	const plainName = () =>
		observe(sandbox.sendParts(4101, [part('name="file"; filename="ñ.txt"', '', Buffer.from('x'))]));

	const page = /^<html>/;
	const adonis = { unauthorized: 'E_INVALID_JWT_TOKEN', forbidden: 'E_UNAUTHORIZED_ACCESS' };

	// The compiler demands every literal of every variant.
	const checks: { readonly [Name in keyof Variants]: Readonly<Record<Variants[Name], () => Promise<void>>> } = {
		missingTask: {
			'417': async () => assert.equal((await call('/tasks/9999/attachments')).status, 417),
			'404': async () => assert.equal((await observe(sandbox.upload(9999, [hola]))).status, 404),
		},
		unauthorizedBody: {
			documented: async () => assert.deepEqual((await badToken()).json, { error: 401, message: 'Unauthorized' }),
			adonis: async () => assert.equal((await badToken()).json.error.code, adonis.unauthorized),
			html: async () => assert.match((await badToken()).text, page),
			empty: async () => assert.equal((await badToken()).text, ''),
		},
		forbiddenRole: {
			'403': async () => assert.equal((await forbidden()).status, 403),
			'417': async () => assert.deepEqual([(await forbidden()).status, (await forbidden()).json.length], [417, 1]),
		},
		forbiddenBody: {
			documented: async () => assert.deepEqual((await forbidden()).json, { error: 403, message: 'Forbidden' }),
			adonis: async () => assert.equal((await forbidden()).json.error.code, adonis.forbidden),
			html: async () => assert.match((await forbidden()).text, page),
			empty: async () => assert.equal((await forbidden()).text, ''),
		},
		tooLargeBody: {
			html: async () => assert.match((await limited({ maxBodyBytes: 10 })).text, page),
			documented: async () => assert.equal((await limited({ maxBodyBytes: 10 })).json.error, 413),
			empty: async () => assert.equal((await limited({ maxBodyBytes: 10 })).text, ''),
		},
		retryAfter: {
			absent: async () => assert.equal((await limited({ maxOpenUploads: 0 })).retryAfter, null),
			seconds: async () => assert.equal((await limited({ maxOpenUploads: 0 })).retryAfter, '1'),
			date: async () => assert.match((await limited({ maxOpenUploads: 0 })).retryAfter ?? '', / GMT$/),
		},
		rejectedCredentials: {
			'400': async () => assert.equal((await askToken('wrong')).status, 400),
			'401': async () => assert.equal((await askToken('wrong')).status, 401),
			'403': async () => assert.equal((await askToken('wrong')).status, 403),
			'417': async () => assert.equal((await askToken('wrong')).status, 417),
		},
		tokenShape: {
			flat: async () => assert.equal((await askToken()).json.expires_in, 3600),
			nested: async () => {
				const { token, user } = (await askToken()).json;
				assert.deepEqual(
					[Object.keys(token).toSorted(), typeof token.expirationTime, user.id],
					[['access_token', 'expirationTime', 'refreshToken', 'type'], 'string', 501],
				);
			},
		},
		refreshTokens: {
			rotating: async () => assert.equal(await refreshTwice(), 401),
			reusable: async () => assert.equal(await refreshTwice(), 200),
		},
		singleRefusal: {
			'400': async () => assert.equal((await limited({ maxFileBytes: 1 })).json.code, 'FS001'),
			'200': async () => {
				const { status, json } = await limited({ maxFileBytes: 1 });
				assert.deepEqual([status, json.files, json.files_q, json.errors.length], [200, [], 0, 1]);
			},
		},
		severalFiles: {
			each: async () => assert.deepEqual(await severalTold(), [200, ['a.txt', 'b.txt'], ['a.txt', 'b.txt']]),
			first: async () => assert.deepEqual(await severalTold(), [200, ['a.txt'], ['a.txt']]),
			'tells-first': async () => assert.deepEqual(await severalTold(), [200, ['a.txt'], ['a.txt', 'b.txt']]),
			'refused-400': async () => assert.deepEqual(await severalTold(), [400, [], []]),
			'refused-417': async () => assert.deepEqual(await severalTold(), [417, [], []]),
			'fails-500': async () => assert.deepEqual(await severalTold(), [500, [], []]),
		},
		totals: {
			string: async () => assert.equal((await call('/tasks')).json.total, '12'),
			number: async () => assert.equal((await call('/tasks')).json.total, 12),
		},
		numbers: {
			numbers: async () => assert.equal((await call('/tasks/4101')).json.id, 4101),
			strings: async () => {
				const [file] = (await upload()).json.files;
				assert.deepEqual([typeof file.id, file.size, file.task_log_id, file.company_id], ['string', '4', '4101', '77']);
			},
		},
		dates: {
			iso: async () => assert.match((await upload()).json.files[0].created_at, /T.*Z$/),
			spaced: async () => {
				assert.match((await upload()).json.files[0].created_at, /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
				assert.equal((await call('/tasks/4101')).json.deadline, '2026-12-04 18:00:00');
			},
		},
		unpaged: {
			array: async () => assert.equal((await call('/tasks?page=false')).json.length, 12),
			wrapped: async () => assert.equal((await call('/tasks?page=false')).json.data.length, 12),
		},
		pageCap: {
			none: async () => assert.equal((await call('/tasks?perPage=200')).json.perPage, 200),
			'50': async () => {
				assert.equal((await call('/tasks?perPage=200')).json.perPage, 50);
				assert.equal((await call('/tasks/4101/attachments?per_page=200')).json.perPage, 50);
			},
		},
		taskFields: {
			seen: async () => assert.equal((await call('/tasks/4101')).json.pm.last_name, 'Núñez'),
			documented: async () => assert.equal(Object.keys((await call('/tasks/4101')).json).length, 8),
		},
		collaboratorFilter: {
			honoured: async () => assert.equal((await call('/tasks?filters={"collaborator":504}')).json.total, '5'),
			ignored: async () => assert.equal((await call('/tasks?filters={"collaborator":504}')).json.total, '12'),
		},
		fileNameCharset: {
			latin1: async () => assert.equal((await plainName()).json.files[0].originalname, 'Ã±.txt'),
			utf8: async () => assert.equal((await plainName()).json.files[0].originalname, 'ñ.txt'),
		},
		fileNameForm: {
			'as-sent': async () =>
				assert.equal((await upload({ ...hola, name: 'n\u0303o\u0301 ó' })).json.files[0].name, 'n\u0303o\u0301 ó'),
			NFC: async () => assert.equal((await upload({ ...hola, name: 'n\u0303' })).json.files[0].originalname, '\u00f1'),
			NFD: async () => assert.equal((await upload({ ...hola, name: '\u00f1' })).json.files[0].originalname, 'n\u0303'),
			ascii: async () =>
				assert.equal((await upload({ ...hola, name: 'n\u0303 ñ' })).json.files[0].originalname, 'n_ _'),
			numbered: async () => {
				const [{ id, originalname }] = (await upload()).json.files;
				assert.equal(originalname, `${id}-hola.txt`);
			},
		},
		childAsParent: {
			accepted: async () => assert.equal((await thirdVersion()).json.files[0].version, 3),
			refused: async () => assert.equal((await thirdVersion()).status, 417),
		},
		deletedParent: {
			'takes-versions': async () => assert.deepEqual(await deleteRoot(), []),
			'promotes-version': async () => assert.deepEqual(await deleteRoot(), [['b.txt', 1]]),
		},
	};

	for (const [name, literals] of Object.entries(checks)) {
		for (const [literal, check] of Object.entries(literals)) {
			it(`${name}: ${literal}`, async () => {
				sandbox.current.set({ variants: { [name]: literal } });
				await check();
				assert.deepEqual(sandbox.current.complaints, []);
			});
		}
	}
});
