import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { openDiskFile, statDiskFile } from '../../src/machine/disk-file.js';
import { exactPath, listExactly, readablePath } from '../../src/machine/exact-path.js';
import { readFailure } from '../cor/kit/read-failure.js';
import { onLinux } from '../host/systems.js';
import { temporaryFolder } from '../host/temporary-folder.js';

describe('names that are not UTF-8, read by people', () => {
	for (const [bytes, text] of [
		[Buffer.from('ni\xf1o.txt', 'latin1'), 'niño.txt'],
		[Buffer.from('A\xc7\xc3O \x80 \x93x\x94', 'latin1'), 'AÇÃO € “x”'],
		[Buffer.concat([Buffer.from('año/'), Buffer.from('ni\xf1o', 'latin1')]), 'año/niño'],
		[Buffer.concat([Buffer.from('🌮 '), Buffer.from([0xff]), Buffer.from(' ñ')]), '🌮 ÿ ñ'],
		[Buffer.from('plain'), 'plain'],
		[Buffer.alloc(0), ''],
	] as const) {
		it(`are ${JSON.stringify(text)} for the bytes ${bytes.toString('hex')}`, () => {
			assert.equal(readablePath(bytes), text);
		});
	}
});

onLinux('names are bytes in whatever encoding there', () => {
	describe('a path of which the editor has lost bytes', () => {
		let dir: string;
		beforeEach(() => {
			dir = temporaryFolder();
		});
		const write = (name: string, contents = 'a') => {
			const at = Buffer.from(`${dir}/${name}`, 'latin1');
			mkdirSync(at.subarray(0, at.lastIndexOf('/')), { recursive: true });
			writeFileSync(at, contents);
			return at;
		};
		const lossy = (at: Buffer) => at.toString();

		it('is found, whichever of its names are not UTF-8', async () => {
			for (const name of ['ni\xf1o.txt', 'dise\xf1o/plan.txt', 'dise\xf1o/a\xf1o/ni\xf1o', 'plain/\xff\xfe']) {
				const at = write(name);
				assert.deepEqual(await exactPath(lossy(at)), at);
			}
		});

		it('is found by the bytes that an address has escaped, unless a file is called so', async () => {
			const at = write('dise\xf1o/ni\xf1o 1.txt');
			const escaped = path.join(dir, 'dise%F1o/ni%f1o 1.txt');
			assert.deepEqual(await exactPath(escaped), at);
			mkdirSync(path.dirname(escaped));
			writeFileSync(escaped, 'a');
			assert.equal(await exactPath(escaped), escaped);
			assert.equal((await readFailure(statDiskFile(path.join(dir, 'M%C3%A9xico.pdf')))).kind, 'file-missing');
		});

		it('is one as it is where it has all of its bytes', async () => {
			assert.equal(await exactPath('/no/such/file'), '/no/such/file');
			const literal = path.join(dir, 'ni\ufffdo.txt');
			writeFileSync(literal, 'a');
			assert.equal(await exactPath(literal), literal);
		});

		it('is unclear where another entry looks the same, and missing where none does', async () => {
			const at = write('ni\xf1o.txt');
			write('ni\xe3o.txt');
			assert.equal((await readFailure(statDiskFile(lossy(at)))).kind, 'file-name-unclear');
			assert.equal((await readFailure(openDiskFile(lossy(at), 'a'))).kind, 'file-name-unclear');
			for (const gone of ['\ufffdo.txt', 'gone/ni\ufffdo.txt', 'ni\ufffd', 'ni\ufffd\ufffdo.txt']) {
				assert.equal((await readFailure(statDiskFile(path.join(dir, gone)))).kind, 'file-missing', gone);
			}
		});

		it('leads to the bytes of its file, also behind a link that leads to such a name', async () => {
			const at = write('dise\xf1o/ni\xf1o.txt', 'hola');
			for (const file of [lossy(at)]) {
				const { part, place } = await openDiskFile(file, 'a');
				assert.equal(Buffer.concat(await part.open().toArray()).toString(), 'hola');
				await part.close?.();
				assert.equal(place, lossy(at));
			}
		});

		it('has names for people, and folders that can be listed', async () => {
			const at = write('dise\xf1o/ni\xf1o.txt');
			write('dise\xf1o/sub/x');
			const found = await statDiskFile(lossy(at));
			assert.ok(found !== 'folder' && found.readablePath?.endsWith('/diseño/niño.txt'));
			assert.equal(await statDiskFile(path.dirname(lossy(at))), 'folder');
			assert.deepEqual(
				[...(await listExactly(path.dirname(lossy(at))))].sort((a, b) => (a.name < b.name ? -1 : 1)),
				[
					{ name: 'ni\ufffdo.txt', kind: 'file' },
					{ name: 'sub', kind: 'folder' },
				],
			);
		});
	});
});
