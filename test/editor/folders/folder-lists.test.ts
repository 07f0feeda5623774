import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { FolderLists } from '../../../src/editor/folders/folder-lists.js';

describe('folders that are listed before their turn', () => {
	for (const [scheme, most] of [
		['file', 2],
		['memfs', 16],
	] as const) {
		it(`are ${most} at once with the scheme ${scheme}`, () => {
			const asked: string[] = [];
			const lists = new FolderLists(folder => {
				asked.push(folder.path);
				return new Promise(() => {}); // a drive that hangs
			});
			const folders = Array.from({ length: 20 }, (_, at) => vscode.Uri.from({ scheme, path: `/obra/${at}` }));

			lists.begin(folders);
			lists.begin(folders);

			assert.equal(asked.length, most);
		});
	}

	it('are as many again once those have ended', async () => {
		const asked: string[] = [];
		const lists = new FolderLists(async folder => {
			asked.push(folder.path);
			return [];
		});
		const folders = Array.from({ length: 3 }, (_, at) => vscode.Uri.file(`/obra/${at}`));

		lists.begin(folders);
		for (const folder of folders) {
			await lists.take(folder);
		}

		assert.deepEqual(asked, ['/obra/0', '/obra/1', '/obra/2']);
	});
});
