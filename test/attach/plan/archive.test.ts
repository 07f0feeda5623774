import assert from 'node:assert/strict';
import { archiveName, archivePaths } from '../../../src/attach/plan/archive.js';

const paths = (...relativePaths: readonly string[]) =>
	archivePaths(relativePaths.map(relativePath => ({ relativePath })));

describe('the paths in an archive', () => {
	it('are those below the folder that was chosen', () => {
		assert.deepEqual(paths('obra/planos/a.txt', 'obra/b.txt', 'c.txt'), ['obra/planos/a.txt', 'obra/b.txt', 'c.txt']);
	});

	it('are never the same, without regard to case and Unicode form', () => {
		assert.deepEqual(paths('a.txt', 'A.TXT', 'a.txt', 'ñ/b', 'n\u0303/B', '.env', '.env'), [
			'a.txt',
			'A (2).TXT',
			'a (3).txt',
			'ñ/b',
			'n\u0303/B (2)',
			'.env',
			'.env (2)',
		]);
	});

	it('have 64 parts at most, the inner ones', () => {
		const deep = Array.from({ length: 70 }, (_, index) => `${index}`).join('/');
		assert.deepEqual(paths(deep)[0]?.split('/').length, 64);
		assert.match(paths(deep)[0] ?? '', /^6\/.*\/69$/);
	});

	it('lead nowhere outside of the folder in which somebody unpacks it', () => {
		assert.deepEqual(paths('../../a', '/etc/passwd', 'C:\\b', './c', 'x/../d', 'con/e'), [
			'_/_/a',
			'_/etc/passwd',
			'C__b',
			'_/c',
			'x/_/d',
			'_con/e',
		]);
	});
});

describe('the name of an archive', () => {
	for (const [all, wanted] of [
		[['/w/fotos/a.jpg', '/w/fotos/b.jpg'], 'fotos.zip'],
		[['/w/fotos/a.jpg', '/w/fotos/2/b.jpg'], 'fotos.zip'],
		[['/w/fotos/1/a.jpg', '/w/fotos/2/b.jpg'], 'fotos.zip'],
		[['/w/fotos 1/a.jpg', '/w/fotos 2/b.jpg'], 'w.zip'],
		[['/a.jpg', '/b.jpg'], 'archive.zip'],
		[['/x/a.jpg', '/y/b.jpg'], 'archive.zip'],
		[['x/a.jpg', 'y/b.jpg'], 'archive.zip'],
		[['/w/1/a.jpg', '/w/1/b.jpg', '/w/2/c.jpg'], 'w.zip'],
		[['/w/a.jpg'], 'w.zip'],
		[['/w/con/a', '/w/con/b'], '_con.zip'],
	] as const) {
		it(`is ${wanted} of ${all.join(' and ')}`, () => {
			assert.equal(archiveName(all), wanted);
		});
	}
});
