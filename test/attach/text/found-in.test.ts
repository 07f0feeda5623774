import assert from 'node:assert/strict';
import { isFoundIn } from '../../../src/attach/text/found-in.js';

const title = 'Maquetación de la página de inicio · Señal & Hijos';

describe('words in a text', () => {
	for (const wanted of [
		'maquetacion',
		'PAGINA',
		'senal',
		'señal',
		'sen\u0303al',
		'hijos inicio',
		' inicio ',
		'ina de in',
		'',
	]) {
		it(`are found whatever case and accents: "${wanted}"`, () => assert.ok(isFoundIn(title, wanted)));
	}

	for (const wanted of ['maquetas', 'inicio final', 'pagína2']) {
		it(`are missing if one of them is: "${wanted}"`, () => assert.ok(!isFoundIn(title, wanted)));
	}

	it('are found with accents in a text that has none', () => assert.ok(isFoundIn('Campana de invierno', 'campaña')));

	it('are found in the Portuguese, German and full-width forms of the same letters', () => {
		assert.ok(isFoundIn('Lançamento: versão', 'lancamento versao'));
		assert.ok(isFoundIn('Über Ａ４', 'uber a4'));
	});

	it('take no longer where a letter has a million marks', () => {
		assert.ok(isFoundIn(`a${'\u0301'.repeat(1_000_000)}b`, 'ab'));
	}).timeout(5_000);
});
