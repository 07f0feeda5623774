import assert from 'node:assert/strict';
import { types } from 'mime-types';
import { mediaType } from '../../../src/cor/body/media-type.js';

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
		['página.html', 'text/html'],
	] as const) {
		it(`is the one that everybody means: ${type} of ${name}`, () => assert.equal(mediaType(name), type));
	}

	for (const name of ['app.ts', 'x.mts', 'x.cts', 'main.rs', 'App.tsx', 'lib.c', 'query.sql', 'notas.txt', 'a.patch']) {
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

	it('never has a parameter, and is one that people send, for each ending of the registry', () => {
		const endings = Object.keys(types);
		const found = new Set(endings.map(ending => mediaType(`a.${ending}`)));

		assert.ok(endings.length > 1_000);
		assert.ok(found.size < 80, `${found.size} types`);
		for (const type of found) {
			assert.match(type, /^(image|audio|video|font|text|message|application)\/[a-z0-9.+-]+$/);
		}
	});
});
