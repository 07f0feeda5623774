import assert from 'node:assert/strict';
import { untitledName } from '../../src/attach/plan/made-names.js';

describe('the name of a document that was never saved', () => {
	const names: readonly (readonly [label: string, extension: string, name: string])[] = [
		['Untitled-1', '.txt', 'Untitled-1.txt'],
		['# Campaña de invierno', '.md', 'Campaña de invierno.md'],
		['¿Qué tomás hoy?', '.txt', 'Qué tomás hoy.txt'],
		['Guion (borrador)', '.md', 'Guion (borrador).md'],
		['lista.json', '.json', 'lista.json'],
		['LISTA.JSON', '.json', 'LISTA.JSON'],
		['{ }', '.json', 'Untitled.json'],
		['日本語の見出し', '.txt', '日本語の見出し.txt'],
	];
	for (const [label, extension, name] of names) {
		it(`is ${JSON.stringify(name)} for ${JSON.stringify(label)} in a language with ${extension}`, () => {
			assert.equal(untitledName(label, extension), name);
		});
	}

	it('is short, and cuts no character in two', () => {
		assert.equal(untitledName('🌮'.repeat(80) + 'a'.repeat(100), '.txt'), 'Untitled.txt');
		assert.equal(untitledName('é'.repeat(200), '.txt'), `${'é'.repeat(60)}.txt`);
	});
});
