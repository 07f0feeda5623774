import assert from 'node:assert/strict';
import { linkSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { isOneFile } from '../../src/machine/one-file.js';
import { removeTemporaryFolder, temporaryFolder } from '../host/temporary-folder.js';

describe('two names of a file', () => {
	let folder = '';
	before(() => {
		folder = temporaryFolder();
	});
	after(() => removeTemporaryFolder(folder));

	const at = (name: string) => path.join(folder, name);
	const found = (ino: bigint, nlink = 1n, isDirectory = false) => ({
		dev: 1n,
		ino,
		nlink,
		isDirectory: () => isDirectory,
	});

	it('are one where a disk that ignores case or the form of accents finds the same thing under both', async () => {
		const ignoring = async () => found(7n);
		assert.ok(await isOneFile('/a/Foto.JPG', '/A/foto.jpg', ignoring));
		assert.ok(await isOneFile('/a/ñ.txt', '/a/ñ.txt'.normalize('NFD'), ignoring));
		assert.ok(await isOneFile('/a/Fotos', '/a/fotos', async () => found(7n, 5n, true)));
	});

	it('are two where the disk finds different things, other names, or several hard links', async () => {
		let ino = 0n;
		assert.ok(!(await isOneFile('/a/Foto.JPG', '/a/foto.jpg', async () => found(++ino))));
		assert.ok(!(await isOneFile('/a/foto.jpg', '/a/copia.jpg', async () => found(7n))));
		assert.ok(!(await isOneFile('/a/Foto.JPG', '/a/foto.jpg', async () => found(7n, 2n))));
	});

	it('are two where nobody can tell, in time or at all', async () => {
		const never = new Promise<never>(() => {});
		assert.ok(!(await isOneFile('/a/Foto.JPG', '/a/foto.jpg', () => never, 1)));
		assert.ok(!(await isOneFile(at('Nada'), at('nada'))));
	});

	it('are two on this disk for a link and what it leads to, and for names that differ in case where that makes two files', async () => {
		writeFileSync(at('uno.txt'), 'uno');
		symlinkSync(at('uno.txt'), at('UNO.txt'));
		linkSync(at('uno.txt'), at('Uno.txt'));
		mkdirSync(at('Carpeta'));
		assert.ok(await isOneFile(at('uno.txt'), at('uno.txt')));
		assert.ok(!(await isOneFile(at('uno.txt'), at('UNO.txt'))));
		assert.ok(!(await isOneFile(at('uno.txt'), at('Uno.txt'))));
		assert.ok(!(await isOneFile(at('Carpeta'), at('carpeta'))));
	});
});
