import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { useCor } from '../kit/use-cor.js';

const file = vscode.Uri.file('/nowhere/a.txt');
const [taskId, uris] = [4101, [file]];

/** What a program may get wrong, and what the complaint names. */
const malformed: Readonly<Record<string, readonly [request: unknown, complaint: RegExp]>> = {
	'a text': ['4101', /the argument must be an object/],
	null: [null, /the argument must be an object/],
	'an array': [[taskId, uris], /the argument must be an object/],
	'an argument that does not exist': [{ taskId, uris, files: [] }, /unknown argument "files"/],
	'the task 0': [{ taskId: 0, uris }, /taskId/],
	'a negative task': [{ taskId: -4101, uris }, /taskId/],
	'half a task': [{ taskId: 4101.5, uris }, /taskId/],
	'a task beyond whole numbers': [{ taskId: Number.NaN, uris }, /taskId/],
	'a task of no type': [{ taskId: null, uris }, /taskId/],
	'a word for a task': [{ taskId: 'diseño', uris }, /taskId/],
	'the address of a project': [{ taskId: 'https://agencia.cor.works/projects/301', uris }, /taskId/],
	'an address on another host': [{ taskId: 'https://cor.works.example/tasks/4101', uris }, /taskId/],
	'no files': [{ taskId, uris: [] }, /uris must be an array/],
	'a file instead of a list': [{ taskId, uris: file }, /uris must be an array/],
	'a path for a URI': [{ taskId, uris: ['/nowhere/a.txt'] }, /each of uris/],
	'a path on a Windows drive for a URI': [{ taskId, uris: ['C:\\nowhere\\a.txt'] }, /each of uris/],
	'a URI that cannot be read': [{ taskId, uris: ['file:////nowhere/a.txt'] }, /each of uris/],
	'a number for a URI': [{ taskId, uris: [file, 1] }, /each of uris/],
	'options that are a list': [{ taskId, uris, options: [] }, /options must be an object/],
	'an option that does not exist': [{ taskId, uris, options: { visible: true } }, /unknown option "visible"/],
	'available as a text': [{ taskId, uris, options: { available: 'false' } }, /options\.available/],
	'an unknown status': [{ taskId, uris, options: { status: 'done' } }, /options\.status/],
	'an unknown origin': [{ taskId, uris, options: { createdFrom: 'editor' } }, /options\.createdFrom/],
	'an empty session token': [{ taskId, uris, options: { sessionToken: '' } }, /options\.sessionToken/],
	'an account that is no text': [{ taskId, uris, options: { account: 501 } }, /options\.account/],
	'an account without a name': [{ taskId, uris, options: { account: ' ' } }, /options\.account/],
	'a parent that is no id': [{ taskId, uris, options: { parentId: '90001' } }, /options\.parentId/],
	'an unknown way with what is there': [{ taskId, uris, options: { onExisting: 'replace' } }, /options\.onExisting/],
	'two words on versions': [
		{ taskId, uris, options: { parentId: 90_001, onExisting: 'skip' } },
		/options\.onExisting does not go with options\.parentId/,
	],
	'one parent for two files': [
		{ taskId, uris: [file, vscode.Uri.file('/nowhere/b.txt')], options: { parentId: 90_001 } },
		/options\.parentId goes with exactly one/,
	],
};

describe('malformed arguments of a program', () => {
	const cor = useCor();

	for (const [what, [request, complaint]] of Object.entries(malformed)) {
		it(`are refused with a TypeError: ${what}`, async () => {
			await assert.rejects(cor.attach(request), error => {
				assert.ok(error instanceof TypeError, String(error));
				assert.match(error.message, /^corAttachments\.attach: /);
				assert.match(error.message, complaint);
				return true;
			});
			assert.equal(cor.sandbox.requests.length, 0);
		});
	}
});
