import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { Readable } from 'node:stream';
import yauzl from 'yauzl';
import { type CheckedFile, unlooked } from '../../../src/attach/plan/stages.js';
import { sameName } from '../../../src/attach/text/same-name.js';
import { packArchive } from '../../../src/machine/archive/pack-archive.js';
import { removeTemporaryFolder, temporaryFolder } from '../../host/temporary-folder.js';
import { readVsix } from '../../package/kit/read-vsix.js';

// Windows refuses these in a name, and a name that ends so or is called so.
const notOnWindows = /[<>:"|?*\\]|[. ]$|^(?:con|prn|aux|nul|com\d|lpt\d) *(?:\.|$)/i;

describe('packing an archive', () => {
	let dir: string;
	beforeEach(() => {
		dir = temporaryFolder();
	});
	afterEach(() => removeTemporaryFolder(dir));

	it('compresses what is worth it: sources whatever the registry has for their endings, and no pictures, films, archives', async () => {
		const stored = ['a.png', 'A.JPG', 'a.mp4', 'a.mp3', 'a.zip', 'a.docx', 'a.7z', 'a.rar', 'a.gz', 'a.odt', 'a.woff2'];
		const compressed = ['a.ts', 'x.mts', 'a.md', 'a.svg', 'a.wav', 'a.bmp', 'a.tiff', 'a.psd', 'a.csv', 'a', 'a.tar'];
		const zip = await yauzl.openPromise(await pack([...stored, ...compressed].map(name => chosen(name))));
		const methods = new Map<string, number>();
		for await (const { fileName, compressionMethod } of zip.eachEntry()) {
			methods.set(fileName, compressionMethod);
		}

		assert.deepEqual(
			stored.filter(name => methods.get(name) !== 0),
			[],
		);
		assert.deepEqual(
			compressed.filter(name => methods.get(name) !== 8),
			[],
		);
	});

	const long = (character: string, count: number) => character.repeat(count);
	for (const [what, places] of [
		['a file and a folder of one name', ['/x/assets', '/y//assets/a.png', '/y//assets/b/c.png', '/z//assets/b']],
		[
			'a file and a folder whose names differ in case',
			['/x/Assets', '/y//assets/a.png', '/w//obra/IMG', '/w//obra/img/a'],
		],
		['files in folders whose names differ in case', ['/w//obra/Img/a.png', '/w//obra/img/a.png', '/w//obra/img/b.png']],
		['names that are one in another Unicode form', ['/w//obra/año/a', '/w//obra/an\u0303o/a', '/w//obra/an\u0303o/b']],
		[
			'names that Windows refuses',
			['/w//con/a:b?.txt', '/w//obra/aux.txt', '/w//obra/"x" <y>|*.md', '/w/b:nota', '/w//obra./c '],
		],
		['names that lead elsewhere', ['/w//../../a', '/w//obra/..\\..\\b', '/w//C:\\c', '/w//./d', '/w//obra//e']],
		['files of one name that were chosen in several folders', ['/w/cliente-a/logo.png', '/w/cliente-b/logo.png']],
		['one path in several file systems', ['/w/sitio.tar.gz', '/w/sitio.tar.gz', '/w/SITIO.tar.gz']],
		[
			'paths that are too long',
			[1, 2, 3].map(number => `/w//obra/${long('carpeta larga/', 20)}${number}/${long('ñ', 90)}.tar.gz`),
		],
		['names that are too long', [`/w//${long('a', 240)}/${long('b', 240)}.txt`, `/w/${long('b', 250)}.txt`]],
		['a number that is taken by a folder', ['/w/a', '/v/a', '/w//a (2)/x', '/u//a/x']],
	] as const) {
		it(`gives an archive that Windows, macOS and Linux unpack, every byte of it: ${what}`, async () => {
			const files = places.map(place => chosen(place));

			const archive = await pack(files);

			const wanted = files.map(({ uri, name }) => `${uri} ${name}`).toSorted();
			const read = await readVsix(archive);
			assert.deepEqual([...read.values()].map(String).toSorted(), wanted);
			assert.deepEqual(unpacked(archive).toSorted(), wanted);
			assertPortable([...read.keys()]);
		});
	}

	/** A file by its place; what stands after `//` is below the parent of the folder that was chosen. */
	function chosen(place: string): CheckedFile {
		const at = place.indexOf('//');
		const whole = at < 0 ? place : place.slice(0, at) + place.slice(at + 1);
		const relativePath = at < 0 ? whole.slice(whole.lastIndexOf('/') + 1) : place.slice(at + 2);
		const uri = `file://${whole.split('/').map(encodeURIComponent).join('/')}`;
		return unlooked({ uri, relativePath, name: relativePath.slice(relativePath.lastIndexOf('/') + 1), size: 0 });
	}

	/** Packs files whose contents are their address and their name. */
	async function pack(files: readonly CheckedFile[]): Promise<string> {
		const place = join(dir, 'obra.zip');
		const { signal } = new AbortController();
		const openPart = async ({ uri, name }: CheckedFile) => {
			const contents = Buffer.from(`${uri} ${name}`);
			return { name, size: contents.length, open: () => Readable.from([contents]) };
		};
		await packArchive(files, 'obra.zip', place, openPart, signal);
		return place;
	}

	/** The contents of the files that Python makes of an archive on this machine. */
	function unpacked(archive: string): readonly string[] {
		const folder = join(dir, 'unpacked');
		execFileSync('python3', ['-m', 'zipfile', '-e', archive, folder]);
		return readdirSync(folder, { recursive: true, withFileTypes: true, encoding: 'utf8' })
			.filter(entry => entry.isFile())
			.map(({ parentPath, name }) => readFileSync(parentPath + sep + name, 'utf8'));
	}

	/** No two are one where case and Unicode form do not count, none is a folder of another, and each part is a name on Windows. */
	function assertPortable(paths: readonly string[]): void {
		const folders = paths.flatMap(path => path.split('/').map((_, depth, parts) => parts.slice(0, depth).join('/')));
		const places = new Set(folders.filter(folder => folder !== '').map(sameName));
		assert.equal(new Set([...paths.map(sameName), ...places]).size, paths.length + places.size, paths.join('\n'));
		assert.deepEqual(
			paths.flatMap(path => path.split('/')).filter(part => part === '' || notOnWindows.test(part)),
			[],
		);
		assert.ok(paths.every(path => path.length <= 232 && !path.startsWith('/')));
	}
});
