import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { fetch, RequestInit } from 'undici';
import { fieldPart, filePart, part, startedSandbox } from '../kit/started-sandbox.js';

const file = filePart({ name: 'a.txt', bytes: Buffer.from('a') });

describe('what COR does not document', () => {
	const sandbox = startedSandbox();

	/** The request must be refused, and the refusal must be on the list for tests. */
	const refusedWith = async (sending: ReturnType<typeof fetch>, reason: RegExp, status = 400) => {
		const response = await sending;
		assert.equal(response.status, status);
		await response.text();
		assert.match(sandbox.current.complaints.join('\n'), reason);
		assert.equal(sandbox.current.complaints.length, 1);
		assert.deepEqual(sandbox.current.attachments(4101), []);
		assert.deepEqual(await readdir(join(sandbox.dataDir, 'incoming')), []);
	};
	const post = (path: string, init: RequestInit) => sandbox.call(path, { method: 'POST', ...init });

	const uploads: readonly [title: string, parts: readonly Buffer[], reason: RegExp][] = [
		[
			'a file part without a file name',
			[part('name="file"', 'Content-Type: application/octet-stream\r\n', Buffer.from('a'))],
			/no file name/,
		],
		['a file part that is a text field', [fieldPart('file', 'a')], /no part "file"/],
		[
			'a file in a part of another name',
			[part('name="files"; filename="a.txt"', '', Buffer.from('a'))],
			/instead of "file"/,
		],
		[
			'a file without a name behind a good one',
			[file, part('name="file"', 'Content-Type: application/octet-stream\r\n', Buffer.from('a'))],
			/no file name/,
		],
		['no part at all', [], /no part "file"|can't be read/],
		['the text "null"', [file, fieldPart('session_token', 'null')], /session_token has the text "null"/],
		['an empty field', [file, fieldPart('status', '')], /status has the text ""/],
		['an unknown status', [file, fieldPart('status', 'done')], /status is one of/],
		['an unknown created_from', [file, fieldPart('created_from', 'vscode')], /created_from is one of/],
		['a boolean that is not true or false', [file, fieldPart('available', '1')], /available is one of/],
		['a parent that is no integer', [file, fieldPart('attachment_parent_id', '12a')], /must be an integer/],
		['a parent for several files', [file, file, fieldPart('attachment_parent_id', '1')], /several files/],
		['an unknown field', [file, fieldPart('comment', 'hola')], /unknown field "comment"/],
		[
			'a field that comes twice',
			[file, fieldPart('status', 'pending'), fieldPart('status', 'pending')],
			/more than once/,
		],
		['a part with a broken header', [Buffer.from('--sandbox-test-boundary\r\nbroken\r\n\r\nx\r\n')], /can't be read/],
	];
	for (const [title, parts, reason] of uploads) {
		it(`is refused in an upload: ${title}`, () => refusedWith(sandbox.sendParts(4101, parts), reason));
	}

	const path = '/tasks/4101/attachments';
	const requests: readonly [title: string, send: () => ReturnType<typeof fetch>, reason: RegExp, status?: number][] = [
		[
			'another content type',
			() => post(path, { body: '{}', headers: { 'content-type': 'application/json' } }),
			/must be multipart/,
		],
		[
			'a missing boundary',
			() => post(path, { body: 'x', headers: { 'content-type': 'multipart/form-data' } }),
			/must be multipart/,
		],
		[
			'a chunked body',
			() =>
				post(path, {
					body: new Blob([new Uint8Array(file)]).stream(),
					duplex: 'half',
					headers: { 'content-type': 'multipart/form-data; boundary=sandbox-test-boundary' },
				}),
			/not chunked/,
		],
		['a task id that is no integer', () => sandbox.upload('41a', []), /task_id must be an integer/],
		['an unknown query parameter', () => sandbox.call('/tasks?project_id=301'), /"project_id"/],
		['a page that is no number', () => sandbox.call('/tasks?page=last'), /page must be an integer/],
		['the spelling perPage for attachments', () => sandbox.call(`${path}?perPage=5`), /"perPage"/],
		['a filter that is not JSON', () => sandbox.call('/tasks?filters=301'), /filters must be a JSON object/],
		['an unknown filter', () => sandbox.call('/tasks?filters={"project_id":301}'), /unknown key "project_id"/],
		['an unknown order', () => sandbox.call('/tasks?order={"deadline":"up"}'), /ASC or DESC/],
		['an unknown path', () => sandbox.call('/users/me'), /no such route/, 404],
		['another scheme', () => sandbox.call('/me', { headers: { authorization: 'Basic x' } }), /no bearer token/, 401],
		[
			'credentials outside the Basic header',
			() => post('/oauth/token?grant_type=client_credentials', {}),
			/no Basic/,
			401,
		],
		[
			'a grant type outside the query',
			() => post('/oauth/token', { body: 'grant_type=client_credentials' }),
			/into the query/,
		],
		[
			'a token request with a body',
			() => post('/oauth/token?grant_type=client_credentials', { body: '{}' }),
			/has no body/,
		],
		[
			'a refresh in JSON',
			() => post('/oauth/refreshtoken', { body: '{}', headers: { 'content-type': 'application/json' } }),
			/form-urlencoded/,
		],
		[
			'a refresh with more fields',
			() => post('/oauth/refreshtoken', { body: new URLSearchParams({ refresh_token: 'x', grant_type: 'y' }) }),
			/one field/,
		],
		['a deletion that is not JSON', () => sandbox.call(path, { method: 'DELETE', body: 'attachments=1' }), /JSON body/],
		[
			'a deletion of something that is no id',
			() =>
				sandbox.call(path, {
					method: 'DELETE',
					body: '{"attachments":["1"]}',
					headers: { 'content-type': 'application/json' },
				}),
			/integer/,
		],
		[
			'a deletion in broken JSON',
			() => sandbox.call(path, { method: 'DELETE', body: '{', headers: { 'content-type': 'application/json' } }),
			/SyntaxError/,
		],
	];
	for (const [title, send, reason, status] of requests) {
		it(`is refused: ${title}`, () => refusedWith(send(), reason, status));
	}
});
