import assert from 'node:assert/strict';
import { types } from 'mime-types';
import endings from '../../../src/cor/body/endings.json' with { type: 'json' };
import { isBinary, mediaType } from '../../../src/cor/body/media-type.js';

describe('the media type of a file', () => {
	for (const [name, type] of [
		['logo.png', 'image/png'],
		['FOTO.JPG', 'image/jpeg'],
		['icono.svg', 'image/svg+xml'],
		['video.mp4', 'video/mp4'],
		['audio.mp3', 'audio/mpeg'],
		['informe.pdf', 'application/pdf'],
		['presupuesto.xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
		['clientes.csv', 'text/csv'],
		['leer.md', 'text/markdown'],
		['sitio.zip', 'application/zip'],
		['sitio.tar.gz', 'application/gzip'],
		['app.min.js', 'text/javascript'],
		['index.d.json', 'application/json'],
		['macro.XLSM', 'application/vnd.ms-excel.sheet.macroenabled.12'],
		['silla.glb', 'model/gltf-binary'],
		['subtítulos.vtt', 'text/vtt'],
		['página.html', 'text/html'],
	] as const) {
		it(`is the one that everybody means: ${type} of ${name}`, () => assert.equal(mediaType(name), type));
	}

	for (const name of [
		'app.ts',
		'x.mts',
		'x.cts',
		'main.rs',
		'App.tsx',
		'lib.c',
		'query.sql',
		'notas.txt',
		'a.patch',
		'main.zig',
		'x.astro',
		'P.GROOVY',
		'App.m',
	]) {
		it(`is text/plain where it is source text, whatever the registry has for its ending: ${name}`, () => {
			assert.equal(mediaType(name), 'text/plain');
		});
	}

	for (const name of [
		'a.fig',
		'a.ai',
		'id.key',
		'id.pub',
		'a.dts',
		'a.org',
		'a.sc',
		'a.st',
		'a.m2ts',
		'a.sketch',
		'a.indd',
		'a.pages',
		'a.numbers',
		'a.svgz',
		'a.jfif',
		'a.map',
		'a.lock',
		'a.log.1',
		'a.dot',
		'a.sub',
		'a.msg',
		'Makefile',
		'.env.local',
		'x.unknown',
		'png',
		'.env',
		'.png',
		'a.',
		'',
		'a.png ',
	]) {
		it(`is unknown where the ending says nothing, or another thing than the registry: ${JSON.stringify(name)}`, () => {
			assert.equal(mediaType(name), 'application/octet-stream');
		});
	}

	it('is unknown where the contents are no text: films have the endings of sources', () => {
		for (const name of ['clip.ts', '00001.MTS', 'base.log']) {
			assert.equal(mediaType(name, true), 'application/octet-stream');
		}
		assert.equal(mediaType('foto.png', true), 'image/png');
		assert.equal(mediaType('datos.csv', true), 'text/csv');
	});

	for (const [what, bytes, wanted] of [
		['a film', [0x47, 0x40, 0, 0x10], true],
		['what ends with a zero byte', [97, 98, 0], true],
		['ASCII', [97, 98, 10], false],
		['UTF-8 with its mark', [0xef, 0xbb, 0xbf, 0xc3, 0xb1], false],
		['Latin-1', [97, 0xf1, 111], false],
		['UTF-16 of either order', [0xff, 0xfe, 97, 0], false],
		['UTF-16, the other order', [0xfe, 0xff, 0, 97], false],
		['nothing', [], false],
	] as const) {
		it(`takes ${what} for ${wanted ? 'no text' : 'text'}`, () =>
			assert.equal(isBinary(Uint8Array.from(bytes)), wanted));
	}

	it('is the one of the registry, but for sources whose type few know or that means another thing', () => {
		const others = Object.keys(types).filter(
			ending => ![types[ending], 'application/octet-stream'].includes(mediaType(`a.${ending}`)),
		);
		const reasons = {
			'a film there': 'ts mts',
			'XML of a service there': 'rs',
			'a program there': 'bat',
			'compiled there': 'dart',
			'the name of a language there': 'c h cc cpp cjs java jsx lua php pl sh sql hbs less sass scss styl',
			'the name of a form of text there': 'mdx srt tex toml yaml yml',
		};
		assert.deepEqual(others.toSorted(), Object.values(reasons).join(' ').split(' ').toSorted());
	});

	it('has an ending of the registry wherever its type is that of the registry, each ending once', () => {
		const ofRegistry = Object.values(endings.ofRegistry).flatMap(words => words.split(' '));
		const plain = Object.values(endings.plain).flatMap(words => words.split(' '));
		assert.deepEqual(
			ofRegistry.filter(ending => mediaType(`a.${ending}`) !== types[ending]),
			[],
		);
		assert.equal(new Set([...ofRegistry, ...plain]).size, ofRegistry.length + plain.length);
	});

	it('never has a parameter, and is one that people send, for each ending of the registry', () => {
		const endings = Object.keys(types);
		const found = new Set(endings.map(ending => mediaType(`a.${ending}`)));

		assert.ok(endings.length > 1_000);
		assert.ok(found.size < 90, `${found.size} types`);
		for (const type of found) {
			assert.match(type, /^(image|audio|video|font|model|text|message|application)\/[a-z0-9.+-]+$/);
		}
	});
});
