import assert from 'node:assert/strict';
import { linkSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { identityOf } from '../../src/machine/identity.js';
import { removeTemporaryFolder, temporaryFolder } from '../host/temporary-folder.js';

describe('the identity of a file', () => {
	let folder = '';
	before(() => {
		folder = temporaryFolder();
	});
	after(() => removeTemporaryFolder(folder));

	const at = (name: string) => path.join(folder, name);
	const found = (dev: bigint, ino: bigint, nlink = 1n, isDirectory = false) => ({
		dev,
		ino,
		nlink,
		isDirectory: () => isDirectory,
	});

	it('is the same for all paths under which the disk finds it, a folder too, and another on another disk', async () => {
		const file = async () => found(1n, 7n);
		assert.equal(await identityOf('/a/Foto.JPG', file), await identityOf('/a/foto.jpg', file));
		assert.equal(await identityOf('/a', async () => found(1n, 7n, 5n, true)), await identityOf('/A', file));
		assert.notEqual(await identityOf('/a', file), await identityOf('/a', async () => found(2n, 7n)));
		assert.notEqual(await identityOf('/a', file), await identityOf('/a', async () => found(1n, 2n ** 63n + 7n)));
	});

	it('is not told where the file system fails or does not answer, and of a file with several hard links', async () => {
		assert.equal(await identityOf('/a', () => Promise.reject(new Error('gone'))), undefined);
		assert.equal(await identityOf('/a', () => new Promise(() => {}), 1), undefined);
		writeFileSync(at('uno.txt'), 'uno');
		linkSync(at('uno.txt'), at('Uno.txt'));
		assert.equal(await identityOf(at('uno.txt')), undefined);
	});

	it('is another for a link than for what it leads to', async () => {
		writeFileSync(at('dos.txt'), 'dos');
		symlinkSync(at('dos.txt'), at('enlace.txt'));
		mkdirSync(at('tres'));
		symlinkSync(at('tres'), at('carpeta'));
		const ids = await Promise.all(['dos.txt', 'enlace.txt', 'tres', 'carpeta'].map(name => identityOf(at(name))));
		assert.equal(new Set(ids).size, 4);
		assert.ok(!ids.includes(undefined));
	});
});
