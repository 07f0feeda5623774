import assert from 'node:assert/strict';
import fc from 'fast-check';
import { archivePaths } from '../../../src/attach/plan/archive.js';
import { uniqueNames } from '../../../src/attach/plan/unique-names.js';
import { sameName } from '../../../src/attach/text/same-name.js';
import { seeded } from '../kit/hostile-names.js';

/** Things by their addresses; what stands after `//` in a path is below the parent of the folder that was chosen. */
function chosen(...paths: readonly string[]) {
	return paths.map(path => {
		const [above = '', inside] = path.split('//');
		const whole = inside === undefined ? path : `${above}/${inside}`;
		const uri = `file://${whole.split('/').map(encodeURIComponent).join('/')}`;
		return { uri, relativePath: inside ?? whole.slice(whole.lastIndexOf('/') + 1) };
	});
}

describe('files of one name that were chosen in several folders', () => {
	for (const [what, paths, names] of [
		[
			'have their folder in their names',
			['/w/cliente-a/logo.png', '/w/cliente-b/logo.png', '/w/cliente-b/otro.png'],
			['cliente-a__logo.png', 'cliente-b__logo.png', 'otro.png'],
		],
		[
			'have as many folders as tell them apart, and each no more',
			['/w/a/img/logo.png', '/w/b/img/logo.png', '/w/c/logo.png'],
			['a__img__logo.png', 'b__img__logo.png', 'c__logo.png'],
		],
		[
			'are told apart without the folder that the others lie in, too',
			['/w/obra/logo.png', '/w/obra/web/logo.png', '/w/obra/web/img/logo.png'],
			['logo.png', 'web__logo.png', 'img__logo.png'],
		],
		[
			'are told apart where folders lie in folders of their name',
			['/w/img/logo.png', '/w/img/img/logo.png', '/w/z/logo.png'],
			['img__logo.png', 'img__img__logo.png', 'z__logo.png'],
		],
		[
			'meet without regard to case and Unicode form, of folders too',
			['/w/1/Año/LOGO.png', '/w/2/An\u0303o/logo.PNG'],
			['1__Año__LOGO.png', '2__An\u0303o__logo.PNG'],
		],
		[
			'have their folder beside one in a folder that was chosen, which has its path from there on',
			['/w/cliente-b/logo.png', '/w//cliente-a/final/logo.png'],
			['cliente-b__logo.png', 'cliente-a__final__logo.png'],
		],
		[
			'have more where those in a chosen folder have the same path',
			['/w/x/web/logo.png', '/w/y/logo.png', '/w//web/logo.png'],
			['x__web__logo.png', 'y__logo.png', 'web__logo.png'],
		],
		[
			'are told apart by what lies above two chosen folders of one name',
			['/w/a//img/logo.png', '/w/b//img/logo.png', '/w/b//img/solo.png'],
			['a__img__logo.png', 'b__img__logo.png', 'solo.png'],
		],
		[
			'are told apart in two workspaces',
			['/home/ana/web/src/index.ts', '/srv/app/src/index.ts'],
			['web__src__index.ts', 'app__src__index.ts'],
		],
		[
			'tell no home folder',
			['/home/ana/logo.png', '/srv/x/logo.png', '/c:/Users/ana/logo.png', '/Users/luis/fotos/logo.png'],
			['logo.png', 'x__logo.png', 'logo (2).png', 'fotos__logo.png'],
		],
		['tell a drive without its colon', ['/c:/logo.png', '/d:/logo.png'], ['c__logo.png', 'd__logo.png']],
		['tell nothing of the root', ['/logo.png', '/a/logo.png'], ['logo.png', 'a__logo.png']],
		[
			'meet by what becomes of them when they are made harmless',
			['/w/a/x\r.txt', '/w/b/x\n.txt'],
			['a__x_.txt', 'b__x_.txt'],
		],
		[
			'keep their whole extension where a number has to tell them apart',
			['/w/sitio.tar.gz', '/w/Sitio.TAR.GZ', '/w/sitio.tar.gz'],
			['sitio.tar.gz', 'Sitio (2).TAR.GZ', 'sitio (3).tar.gz'],
		],
	] as const) {
		it(what, () => assert.deepEqual(uniqueNames(chosen(...paths)), names));
	}

	it('are told apart in an archive by the same folders', () => {
		assert.deepEqual(archivePaths(chosen('/w/cliente-a/logo.png', '/w/cliente-b/logo.png', '/w/otro.png')), [
			'cliente-a/logo.png',
			'cliente-b/logo.png',
			'otro.png',
		]);
	});

	it('are numbered where one path is in two file systems, and where what was made lies nowhere', () => {
		const of = (...uris: readonly string[]) => uniqueNames(uris.map(uri => ({ uri, relativePath: 'a.patch' })));
		assert.deepEqual(of('file:///w/a.patch', 'sftp://user:secret@host/w/a.patch'), ['a.patch', 'a (2).patch']);
		assert.deepEqual(of('cor-made:/1b4e/a.patch', 'cor-made:/77aa/a.patch'), ['a.patch', 'a (2).patch']);
		assert.deepEqual(of('untitled:Untitled-1', 'untitled:Untitled-2'), ['a.patch', 'a (2).patch']);
		assert.deepEqual(of('file:///w/%E0%A4%A/a.patch', 'file:///w/x/a.patch'), ['a.patch', 'x__a.patch']);
	});

	it('have the same names in whatever order they were chosen', () => {
		const part = fc.constantFrom('a', 'b', 'img', 'IMG');
		const paths = fc.uniqueArray(
			fc.array(part, { maxLength: 5 }).map(folders => `/${[...folders, 'logo.png'].join('/')}`),
			{ selector: sameName, maxLength: 12 },
		);
		fc.assert(
			fc.property(paths, all => {
				const names = uniqueNames(chosen(...all));
				assert.equal(new Set(names.map(sameName)).size, all.length);
				assert.deepEqual(uniqueNames(chosen(...all.toReversed())), names.toReversed());
			}),
		);
	});

	it('are told apart by thousands, however deep they lie', () => {
		const random = seeded(5);
		const paths = Array.from({ length: 5_000 }, (_, index) => {
			const folders = Array.from({ length: 60 }, () => (random() < 0.5 ? 'a' : 'b'));
			return `/${[`p${index}`, ...folders].join('/')}/index.ts`;
		});
		assert.equal(new Set(uniqueNames(chosen(...paths)).map(sameName)).size, paths.length);
	});
});
