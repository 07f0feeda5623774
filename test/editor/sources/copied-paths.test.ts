import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { readCopiedPaths } from '../../../src/editor/sources/copied-paths.js';
import { removeTemporaryFolder, temporaryFolder } from '../../host/temporary-folder.js';
import { fillWorkspace, workspaceFolder } from '../kit/workspace.js';

describe('copied paths', () => {
	let folder = '';
	let outside = '';

	beforeEach(() => {
		folder = workspaceFolder().fsPath;
		outside = temporaryFolder();
	});
	afterEach(async () => {
		await fillWorkspace([]);
		removeTemporaryFolder(outside);
	});

	async function write(...names: readonly string[]): Promise<void> {
		for (const name of names) {
			const file = path.join(folder, name);
			await mkdir(path.dirname(file), { recursive: true });
			await writeFile(file, name);
		}
	}

	const read = async (...lines: readonly string[]) => {
		const text = lines.map(line => (line.startsWith('./') ? folder + line.slice(1) : line)).join('\n');
		const uris = await readCopiedPaths(text);
		return uris?.map(uri => path.relative(folder, uri.fsPath));
	};

	it('are files and folders of the workspace, one a line, in their order', async () => {
		await write('b.txt', 'a/ñandú #1?.txt', ' con espacios ', 'a\\b.txt');

		assert.deepEqual(await read('./b.txt', './a', './a/ñandú #1?.txt', './ con espacios ', './a\\b.txt'), [
			'b.txt',
			'a',
			'a/ñandú #1?.txt',
			' con espacios ',
			'a\\b.txt',
		]);
		assert.deepEqual(await read('./b.txt\r', './a\r', './a\\b.txt'), ['b.txt', 'a', 'a\\b.txt']);
	});

	it('are not known where one of them is not there, lies outside, or is no whole path', async () => {
		await write('b.txt');
		await writeFile(path.join(outside, 'b.txt'), '');

		for (const wrong of [
			'./c.txt',
			path.join(outside, 'b.txt'),
			'b.txt',
			'',
			'~/b.txt',
			'file:///b.txt',
			`./${path.relative(folder, path.join(outside, 'b.txt'))}`,
		]) {
			assert.equal(await read('./b.txt', wrong), undefined, wrong);
			assert.equal(await read(wrong, './b.txt'), undefined, wrong);
		}
	});

	it('are not known where a name has a line break in it, also where its parts are names of other files', async () => {
		await write('x', `x\n${folder}/b.txt`, 'b.txt', 'y', 'y\nz');
		assert.equal(await read('./x', './b.txt'), undefined);
		assert.equal(await read('./y\nz'), undefined);
		assert.equal(await read('./y', 'z', './b.txt'), undefined);
	});

	it('are not known where it is not sure whether a carriage return ends the line or a name', async () => {
		await write('x', 'x\r', 'y\r', 'b.txt');
		assert.equal(await read('./x\r', './b.txt'), undefined);
		assert.deepEqual(await read('./y\r', './b.txt'), ['y\r', 'b.txt']);
		assert.deepEqual(await read('./b.txt\r', './y\r'), ['b.txt', 'y\r']);
	});

	it('are not known where the editor separates the parts by backslashes and that is no path here', async () => {
		await write('a/b.txt', 'a\\b.txt');
		assert.equal(await read(path.join(folder, 'a/b.txt').replaceAll('/', '\\')), undefined);
	});
});
