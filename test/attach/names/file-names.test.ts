import assert from 'node:assert/strict';
import fc from 'fast-check';
import { harmlessName, savableName } from '../../../src/attach/names/file-names.js';
import { uniqueNames } from '../../../src/attach/plan/unique-names.js';
import { sameName } from '../../../src/attach/text/same-name.js';

const bytes = (text: string) => Buffer.byteLength(text);
const names = (...paths: string[]) => uniqueNames(paths.map(relativePath => ({ relativePath })));

describe('the name of a file', () => {
	for (const name of [
		'informe.pdf',
		'diseño "final" 🎨 ação.pdf',
		'cafe\u0301.txt', // NFD
		'caf\u00e9.txt', // NFC
		'.env',
		'.gitignore.bak',
		'日本語 (1).png',
		'100% listo; sí=no.txt',
		'👩\u200d💻.md', // the joiner of an emoji is no mark of direction
		'CONTRATO.txt',
		'com10.txt',
		`${'a'.repeat(251)}.txt`,
	]) {
		it(`${JSON.stringify(name.slice(0, 30))} stays as it is`, () => {
			assert.equal(harmlessName(name), name);
		});
	}

	for (const [from, to] of [
		['a\r\nX-Evil: 1.txt', 'a__X-Evil: 1.txt'],
		['a\u0000b\u007fc\u0085d\u2028e\u2029f', 'a_b_c_d_e_f'],
		['../../etc/passwd', '.._.._etc_passwd'],
		['..\\..\\boot.ini', '.._.._boot.ini'],
		['C:\\Users\\ana\\foto.png', 'C__Users_ana_foto.png'],
		['c:/foto.png', 'c__foto.png'],
		['\\\\server\\share\\foto.png', '__server_share_foto.png'],
		['//server/share/foto.png', '__server_share_foto.png'],
		['factura\u202Egpj.exe', 'factura_gpj.exe'],
		['a\u2066b\u2069c\u200ed\u200fe', 'a_b_c_d_e'],
		['CON', '_CON'],
		['nul.txt', '_nul.txt'],
		['Com1.tar.gz', '_Com1.tar.gz'],
		['LPT¹.log', '_LPT¹.log'],
		['aux', '_aux'],
		['nombre. . .', 'nombre'],
		['CON ', '_CON'],
		['...', '_'],
		['  ', '_'],
		['', '_'],
		['medio \ud83d.txt', 'medio \ufffd.txt'],
		['\udc00', '\ufffd'],
	] as const) {
		it(`${JSON.stringify(from)} becomes ${JSON.stringify(to)}`, () => {
			assert.equal(harmlessName(from), to);
		});
	}

	it('is shortened before its extension to 255 bytes, never inside a character', () => {
		assert.equal(harmlessName(`${'a'.repeat(300)}.pdf`), `${'a'.repeat(251)}.pdf`);
		assert.equal(harmlessName(`${'ñ'.repeat(200)}.pdf`), `${'ñ'.repeat(125)}.pdf`);
		const emoji = harmlessName(`${'🎨'.repeat(100)}.pdf`);
		assert.equal(emoji, `${'🎨'.repeat(62)}.pdf`);
		assert.ok(emoji.isWellFormed());
	});

	it('loses what only looks like an extension when that is too long', () => {
		assert.equal(harmlessName(`a.${'b'.repeat(300)}`), `a.${'b'.repeat(253)}`);
	});

	it('can be saved on any system', () => {
		const names = [
			['Informe: "final"?.pdf', 'Informe_ _final__.pdf'],
			['a.txt:stream', 'a.txt_stream'],
			['con:', 'con_'],
			['a|b<c>*.md', 'a_b_c__.md'],
			['...', '_'],
			['nul.txt ', '_nul.txt'],
		] as const;
		for (const [name, saved] of names) {
			assert.equal(savableName(name), saved);
		}
	});

	it('is harmless whatever it was, and then stays as it is', () => {
		const parts = fc.constantFrom('a', 'ñ', '🎨', '/', '\\', '"', '\r', '\n', '\u202e', '\ud800', '.', ' ', 'con', ':');
		const anyName = fc.oneof(
			fc.string({ unit: 'binary' }),
			fc.array(parts, { maxLength: 400 }).map(all => all.join('')),
		);
		fc.assert(
			fc.property(anyName, name => {
				const harmless = harmlessName(name);
				assert.ok(harmless.length > 0 && bytes(harmless) <= 255 && harmless.isWellFormed());
				assert.doesNotMatch(harmless, /[\p{Cc}/\\\u2028\u2029\u202a-\u202e\u2066-\u2069]/u);
				assert.doesNotMatch(harmless, /[. ]$/);
				assert.doesNotMatch(harmless, /^(con|prn|aux|nul)(\..*)?$/i);
				assert.equal(harmlessName(harmless), harmless);
			}),
		);
	});
});

describe('the names of a batch', () => {
	it('are base names where those are unique', () => {
		assert.deepEqual(names('src/a.ts', 'src/deep/b.ts', 'c.ts'), ['a.ts', 'b.ts', 'c.ts']);
	});

	it('are relative paths where base names meet, for each of them', () => {
		assert.deepEqual(names('a/index.ts', 'b/index.ts', 'c.ts'), ['a__index.ts', 'b__index.ts', 'c.ts']);
	});

	it('meet without regard to case', () => {
		assert.deepEqual(names('a/README.md', 'b/readme.MD'), ['a__README.md', 'b__readme.MD']);
	});

	it('meet without regard to Unicode form, which they keep', () => {
		assert.deepEqual(names('a/caf\u00e9.txt', 'b/cafe\u0301.txt'), ['a__caf\u00e9.txt', 'b__cafe\u0301.txt']);
	});

	it('meet after they were made harmless', () => {
		assert.deepEqual(names('a/x\r.txt', 'b/x\n.txt'), ['a__x_.txt', 'b__x_.txt']);
	});

	it('are numbered where relative paths meet as well', () => {
		assert.deepEqual(names('a/x.txt', 'a/X.TXT', 'a/x.txt'), ['a__x.txt', 'a__X (2).TXT', 'a__x (3).txt']);
	});

	it('do not take a name that another file has by itself', () => {
		assert.deepEqual(names('a/x.txt', 'b/x.txt', 'a__x.txt'), ['a__x (2).txt', 'b__x.txt', 'a__x.txt']);
	});

	it('number a name without an extension, and one that begins with a dot, at the end', () => {
		assert.deepEqual(names('Makefile', 'makefile', '.env', '.ENV'), ['Makefile', 'makefile (2)', '.env', '.ENV (2)']);
	});

	it('stay unique when they are shortened', () => {
		const long = 'd'.repeat(300);
		const found = names(`${long}/1/a.txt`, `${long}/2/a.txt`, `${long}/3/a.txt`);

		assert.equal(new Set(found.map(sameName)).size, 3);
		assert.ok(
			found.every(name => bytes(name) <= 255),
			String(found.map(bytes)),
		);
	});

	it('are as many as the files, unique, harmless and the same each time, whatever the paths', () => {
		const part = fc.constantFrom(
			'a',
			'A',
			'caf\u00e9',
			'cafe\u0301',
			'con',
			'.x',
			'b.txt',
			'B.TXT',
			'a__b.txt',
			'a (2)',
			'',
		);
		const path = fc.array(part, { minLength: 1, maxLength: 3 }).map(parts => parts.join('/'));
		fc.assert(
			fc.property(fc.array(path, { maxLength: 20 }), paths => {
				const found = names(...paths);
				assert.equal(found.length, paths.length);
				assert.equal(new Set(found.map(sameName)).size, found.length, JSON.stringify(found));
				assert.ok(found.every(name => harmlessName(name) === name));
				assert.deepEqual(names(...paths), found);
			}),
		);
	});
});
