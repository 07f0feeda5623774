import assert from 'node:assert/strict';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import yauzl from 'yauzl';
import { unlooked } from '../../../src/attach/plan/stages.js';
import { packArchive } from '../../../src/machine/archive/pack-archive.js';
import { removeTemporaryFolder, temporaryFolder } from '../../host/temporary-folder.js';

describe('packing an archive', () => {
	const dir = temporaryFolder();
	after(() => removeTemporaryFolder(dir));

	it('compresses what is worth it: sources whatever the registry has for their endings, and no pictures, films, archives', async () => {
		const stored = ['a.png', 'A.JPG', 'a.mp4', 'a.mp3', 'a.zip', 'a.docx', 'a.7z', 'a.rar', 'a.gz', 'a.odt', 'a.woff2'];
		const compressed = ['a.ts', 'x.mts', 'a.md', 'a.svg', 'a.wav', 'a.bmp', 'a.tiff', 'a.psd', 'a.csv', 'a', 'a.tar'];

		const methods = await methodsOf([...stored, ...compressed]);

		assert.deepEqual(
			stored.filter(name => methods.get(name) !== 0),
			[],
		);
		assert.deepEqual(
			compressed.filter(name => methods.get(name) !== 8),
			[],
		);
	});

	/** ZIP's number for how each entry is compressed. */
	async function methodsOf(names: readonly string[]): Promise<ReadonlyMap<string, number>> {
		const place = join(dir, 'obra.zip');
		const content = Buffer.from('obra '.repeat(100));
		const files = names.map(name => unlooked({ uri: name, relativePath: name, name, size: content.length }));
		const { signal } = new AbortController();
		await packArchive(
			files,
			'obra.zip',
			place,
			async ({ name, size }) => ({ name, size, open: () => Readable.from([content]) }),
			signal,
		);
		const zip = await yauzl.openPromise(place);
		const methods = new Map<string, number>();
		for await (const { fileName, compressionMethod } of zip.eachEntry()) {
			methods.set(fileName, compressionMethod);
		}
		return methods;
	}
});
