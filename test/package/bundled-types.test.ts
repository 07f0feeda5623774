import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { types } from 'mime-types';
import { mediaType } from '../../src/cor/body/media-type.js';
import { removeTemporaryFolder, temporaryFolder } from '../host/temporary-folder.js';
import { root } from '../project/kit/manifest.js';

describe('the media types in the bundle', () => {
	const dir = temporaryFolder();
	after(() => removeTemporaryFolder(dir));

	it('are those of the sources, for each ending of the registry and each that is named', async () => {
		const { typesOfNames } = createRequire(import.meta.url)('../../esbuild.js') as { typesOfNames: Plugin };
		const outfile = join(dir, 'media-type.cjs');
		await build({
			absWorkingDir: root,
			entryPoints: ['src/cor/body/media-type.ts'],
			outfile,
			bundle: true,
			platform: 'node',
			plugins: [typesOfNames],
		});
		const bundled = (await import(pathToFileURL(outfile).href)) as { mediaType: typeof mediaType };

		const names = [...Object.keys(types), 'ts', 'py', 'unknown', ''].map(ending => `a.${ending}`);
		assert.ok(names.length > 1_000);
		assert.deepEqual(
			names.map(name => [name, bundled.mediaType(name)]),
			names.map(name => [name, mediaType(name)]),
		);
	});
});
