import assert from 'node:assert/strict';
import { splitExtension } from '../../../src/attach/names/extension.js';

describe('the whole extension of a name', () => {
	for (const [stem, extension] of [
		['sitio', '.tar.gz'],
		['sitio', '.TAR.BZ2'],
		['sitio', '.tar.zst'],
		['sitio', '.tgz'],
		['sitio.v2', '.tar.xz'],
		['respaldo 2024.01.05', '.sql.gz'],
		['datos.v2', '.gz'],
		['entrega', '.zip.gpg'],
		['entrega', '.tar.gz.asc'],
		['index', '.d.ts'],
		['index', '.d.mts'],
		['app', '.min.js'],
		['app', '.min.js.map'],
		['index', '.d.ts.map'],
		['sitio', '.min.css'],
		['boton', '.module.scss'],
		['ayuda', '.user.js'],
		['informe', '.nb.html'],
		['vista', '.blade.php'],
		['fotos', '.part1.rar'],
		['fotos', '.7z.001'],
		['acceso', '.log.1'],
		['informe.v2', '.pdf'],
		['2024.01.05', '.txt'],
		['app.test', '.ts'],
		['App.stories', '.tsx'],
		['mi.sitio.com', '.html'],
		['a.b.c', '.d'],
		['.env', '.local'],
		['.eslintrc', '.json'],
		['.tar', '.gz'],
		['日本.語', '.psd'],
		['a.', '.b'],
		['2024.01.05', ''],
		['informe v1.2', ''],
		['Sr. Pérez', ''],
		['Makefile', ''],
		['.env', ''],
		['.gitignore', ''],
		['..env', ''],
		['...', ''],
		['.', ''],
		['', ''],
		['a.', ''],
	] as const) {
		it(`is ${JSON.stringify(extension)} of ${JSON.stringify(stem + extension)}`, () => {
			assert.deepEqual(splitExtension(stem + extension), [stem, extension]);
		});
	}
});
