import assert from 'node:assert/strict';
import { statFile } from '../../../src/editor/files/files.js';
import { readRules } from '../../../src/editor/folders/ignore-rules.js';
import { readFolder } from '../../../src/editor/folders/read-folder.js';
import { useMemoryFiles } from '../kit/memory-files.js';

describe('the list of a folder', () => {
	const memory = useMemoryFiles();

	it('is given up where its file system does not answer', async () => {
		memory.write('/obra/a.txt', 'one');
		memory.listing = () => new Promise(() => {});

		await assert.rejects(readFolder(memory.uriOf('/obra'), 50), { kind: 'folder-unreadable' });
	});

	it('is not waited for without an end where nothing is told of its rules, nor of a file in it', async () => {
		memory.write('/obra/.gitignore', '*.tmp');
		memory.silent.add('/obra/.gitignore');

		await assert.rejects(readRules(memory.uriOf('/obra'), '.gitignore', 50), { name: 'UnusableRules' });
		await assert.rejects(statFile(memory.uriOf('/obra/.gitignore'), 50), { kind: 'file-unreadable' });
	});
});
