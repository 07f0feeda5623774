import assert from 'node:assert/strict';
import { type FormFile, startedSandbox } from '../kit/started-sandbox.js';
import { type Checks, checkVariants, hola, observe, requestsTo } from '../kit/variant-checks.js';
import { missingTaskId, viewer } from '../seed.js';
import type { answerVariants } from './answer-variants.js';

describe('each plausible form of an answer', () => {
	const sandbox = startedSandbox();
	const { call, upload, list, stored } = requestsTo(sandbox);

	const missing = () => observe(sandbox.upload(missingTaskId, [hola]));
	const badToken = () => call('/me', { authorization: 'Bearer a.b.c' });
	const forbidden = () => {
		const authorization = `Bearer ${sandbox.current.issueToken(viewer).access_token}`;
		return observe(sandbox.call('/tasks/4101/attachments', { method: 'POST', headers: { authorization } }));
	};
	const limited = (limits: object, file?: FormFile) => {
		sandbox.current.set({ limits });
		return upload(file);
	};
	const retryAfter = async () => (await limited({ maxOpenUploads: 0 })).headers.get('retry-after');
	const inList = async () => {
		await upload(hola, { available: 'false' });
		return (await list()).json;
	};
	const plain = { accept: 'text/html, */*' };
	const unfollowed = (accept: string) =>
		observe(sandbox.call(`/tasks/${missingTaskId}`, { headers: { accept }, redirect: 'manual' }));

	const page = /^<html>/;
	const message = 'exists validation failed on task_id';

	const checks: Checks<keyof typeof answerVariants> = {
		missingTask: {
			'417': async () => assert.equal((await call(`/tasks/${missingTaskId}/attachments`)).status, 417),
			'404': async () => assert.equal((await missing()).status, 404),
		},
		validationBody: {
			field: async () =>
				assert.deepEqual((await missing()).json, [{ field: 'task_id', validation: 'exists', message }]),
			'message-only': async () => assert.deepEqual((await missing()).json, [{ message }]),
			'custom-error': async () => {
				const body = { status: 417, name: 'CORCustomError', code: 'AC001' };
				const { status, json } = await missing();
				assert.deepEqual([status, json], [417, { ...body, message: 'exists validation failed on taskId' }]);
				const other = await upload(hola, { attachment_parent_id: '5' });
				assert.deepEqual(other.json, { ...body, message: 'exists validation failed on attachment_parent_id' });
			},
		},
		unauthorizedBody: {
			documented: async () => assert.deepEqual((await badToken()).json, { error: 401, message: 'Unauthorized' }),
			adonis: async () => assert.equal((await badToken()).json.error.code, 'E_INVALID_JWT_TOKEN'),
			html: async () => assert.match((await badToken()).text, page),
			empty: async () => assert.equal((await badToken()).text, ''),
		},
		forbiddenRole: {
			'403': async () => assert.equal((await forbidden()).status, 403),
			'417': async () => assert.deepEqual([(await forbidden()).status, (await forbidden()).json.length], [417, 1]),
		},
		forbiddenBody: {
			documented: async () => assert.deepEqual((await forbidden()).json, { error: 403, message: 'Forbidden' }),
			adonis: async () => assert.equal((await forbidden()).json.error.code, 'E_UNAUTHORIZED_ACCESS'),
			html: async () => assert.match((await forbidden()).text, page),
			empty: async () => assert.equal((await forbidden()).text, ''),
		},
		tooLargeBody: {
			html: async () => assert.match((await limited({ maxBodyBytes: 10 })).text, page),
			documented: async () => assert.equal((await limited({ maxBodyBytes: 10 })).json.error, 413),
			empty: async () => assert.equal((await limited({ maxBodyBytes: 10 })).text, ''),
		},
		retryAfter: {
			absent: async () => assert.equal(await retryAfter(), null),
			seconds: async () => assert.equal(await retryAfter(), '1'),
			date: async () => assert.match((await retryAfter()) ?? '', / GMT$/),
		},
		acceptHeader: {
			ignored: async () => assert.equal((await call(`/tasks/${missingTaskId}`, plain)).json[0].field, 'task_id'),
			decides: async () => {
				const sentBack = await unfollowed('*/*');
				assert.deepEqual([sentBack.status, sentBack.headers.get('location'), sentBack.text], [302, '/', '']);
				const asked = await unfollowed('application/json');
				assert.deepEqual([asked.status, asked.json[0].message], [417, message]);
				const unauthorized = await call('/me', { authorization: 'Bearer a.b.c', ...plain });
				assert.deepEqual([unauthorized.status, unauthorized.text.slice(0, 15)], [401, '<!doctype html>']);
				assert.equal((await call('/me', plain)).json.id, 501);
			},
		},
		numbers: {
			numbers: async () => assert.equal((await call('/tasks/4101')).json.id, 4101),
			strings: async () => {
				const [file] = (await upload()).json.files;
				assert.deepEqual([typeof file.id, file.size, file.task_log_id, file.company_id], ['string', '4', '4101', '77']);
			},
		},
		pageNumbers: {
			numbers: async () => {
				const { total, page: number, perPage, lastPage } = await inList();
				assert.deepEqual([total, number, perPage, lastPage], [1, 1, 20, 1]);
			},
			strings: async () => {
				const { total, page: number, perPage, lastPage, data } = await inList();
				assert.deepEqual([total, number, perPage, lastPage, data[0].size], ['1', '1', '20', '1', 4]);
			},
		},
		booleans: {
			booleans: async () => assert.equal((await inList()).data[0].available, false),
			numbers: async () => {
				assert.deepEqual([(await inList()).data[0].available, stored()[0]?.available], [0, false]);
				assert.equal((await call('/tasks/4109')).json.archived, 1);
			},
			text: async () => {
				assert.equal((await inList()).data[0].available, 'false');
				assert.equal((await call('/tasks/4109')).json.archived, 'true');
			},
		},
		dates: {
			iso: async () => assert.match((await upload()).json.files[0].created_at, /T.*Z$/),
			spaced: async () => {
				assert.match((await upload()).json.files[0].created_at, /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
				assert.equal((await call('/tasks/4101')).json.deadline, '2026-12-04 18:00:00');
			},
		},
	};
	checkVariants(sandbox, checks);
});
