import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';
import { bundledFolders, formatNotices, readPackage } from '../../scripts/notices.js';
import { temporaryFolder } from '../host/temporary-folder.js';

describe('the third-party notices', () => {
	const root = temporaryFolder();
	const folder = 'node_modules/@scope/clip';
	const manifest = { name: '@scope/clip', version: '1.2.3', license: 'MIT' };

	beforeEach(() => mkdirSync(join(root, folder), { recursive: true }));
	afterEach(() => rmSync(root, { recursive: true, force: true }));

	it('name every package that has code in the bundle, and none that was shaken out', () => {
		const inputs = {
			'src/extension.ts': { bytesInOutput: 10 },
			'node_modules/form-data/lib/form_data.js': { bytesInOutput: 10 },
			'node_modules/form-data/lib/populate.js': { bytesInOutput: 10 },
			'node_modules/form-data/node_modules/@scope/clip/index.js': { bytesInOutput: 10 },
			'node_modules/unused/index.js': { bytesInOutput: 0 },
		};
		const metafile = { inputs: {}, outputs: { 'dist/extension.mjs': { inputs } } } as unknown as Metafile;

		assert.deepEqual(bundledFolders(metafile), [
			'node_modules/form-data',
			'node_modules/form-data/node_modules/@scope/clip',
		]);
	});

	it('carry name, version, licence and the whole text, a NOTICE with it', () => {
		writePackage({
			'package.json': JSON.stringify(manifest),
			LICENSE: 'Permission\r\nis granted',
			'NOTICE.txt': 'By me',
		});

		const notices = formatNotices([readPackage(root, folder)]);

		assert.match(notices, /@scope\/clip 1\.2\.3 \(MIT\)\n\nPermission\nis granted\n\nBy me\n/);
	});

	it('cannot be made without the text of a licence', () => {
		writePackage({ 'package.json': JSON.stringify(manifest), NOTICE: 'By me' });

		assert.throws(
			() => readPackage(root, folder),
			/@scope\/clip@1\.2\.3 is bundled but has no licence, or not its text/,
		);
	});

	it('cannot be made for a package that does not say its licence', () => {
		writePackage({ 'package.json': JSON.stringify({ ...manifest, license: undefined }), LICENSE: 'Permission' });

		assert.throws(() => readPackage(root, folder), /has no licence, or not its text/);
	});

	function writePackage(files: Readonly<Record<string, string>>): void {
		for (const [name, text] of Object.entries(files)) {
			writeFileSync(join(root, folder, name), text);
		}
	}
});
