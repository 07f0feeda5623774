import assert from 'node:assert/strict';
import { readFolder } from '../../../src/editor/folders/read-folder.js';
import { useMemoryFiles } from '../kit/memory-files.js';

describe('the list of a folder', () => {
	const memory = useMemoryFiles();

	it('is given up where its file system does not answer', async () => {
		memory.write('/obra/a.txt', 'one');
		memory.listing = () => new Promise(() => {});

		await assert.rejects(readFolder(memory.uriOf('/obra'), 50), { kind: 'folder-unreadable' });
	});
});
