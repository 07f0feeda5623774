import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { isInside, isWithin, RealFolders, realPlace } from '../../src/machine/real-places.js';
import { onPosix } from '../host/systems.js';
import { temporaryFolder } from '../host/temporary-folder.js';

onPosix('links that anybody may make, and paths without a drive', () => {
	describe('where things really lie', () => {
		let dir: string;
		const at = (name: string) => path.join(dir, name);
		beforeEach(() => {
			dir = temporaryFolder();
			mkdirSync(at('real/deep'), { recursive: true });
			symlinkSync('real', at('link'));
			symlinkSync('circle', at('circle'));
		});

		it('is said of folders, and one that is gone is passed over', async () => {
			const folders = new RealFolders();
			assert.deepEqual(await folders.of([at('gone'), at('link'), at('circle')]), [at('real')]);
		});

		it('is asked anew each time, since a folder may come back', async () => {
			const folders = new RealFolders();
			assert.deepEqual(await folders.of([at('gone')]), []);
			mkdirSync(at('gone'));
			assert.deepEqual(await folders.of([at('gone')]), [at('gone')]);
		});

		it('is not waited for where a file system hangs, and it is asked one question only', async () => {
			let asked = 0;
			const hangs = (folder: string) => {
				if (folder !== '/hangs') {
					return Promise.resolve(folder);
				}
				asked += 1;
				return new Promise<string>(() => {});
			};
			const folders = new RealFolders(1, hangs);

			assert.deepEqual(await folders.of(['/hangs', '/works']), ['/works']);
			assert.deepEqual(await folders.of(['/hangs', '/works']), ['/works']);
			assert.equal(asked, 1);
		});

		it('is not waited for where the file system of a file hangs', async () => {
			assert.equal(await realPlace('/hangs/a.txt', () => new Promise<string>(() => {}), 1), undefined);
		});

		it('is where a file would be that is gone', async () => {
			assert.equal(await realPlace(at('link/deep')), at('real/deep'));
			assert.equal(await realPlace(at('link/no/such.txt')), at('real/no/such.txt'));
			assert.equal(await realPlace(at('circle/a.txt')), undefined);
		});

		it('is inside a folder by whole names', () => {
			assert.ok(isInside(path.sep, [path.sep]));
			assert.ok(isInside(at('real'), [at('other'), at('real')]));
			assert.ok(isInside(at('real/a'), [at('real')]));
			assert.ok(isInside(at('a'), [path.parse(dir).root]));
			assert.ok(!isInside(at('real2/a'), [at('real')]));
			assert.ok(!isInside(dir, [at('real')]));
			assert.ok(!isInside(at('Real/a'), [at('real')]), 'both are as the disk has them');
			assert.ok(!isInside(at('a'), []));
		});

		it('is named within a folder whatever leads out of it and back', () => {
			assert.ok(isWithin('/w/a/../b', '/w'));
			assert.ok(isWithin('/w', '/w'));
			assert.ok(isWithin('/w/..a', '/w'));
			assert.ok(!isWithin('/w/../a', '/w'));
			assert.ok(!isWithin('/wa', '/w'));
		});
	});
});
