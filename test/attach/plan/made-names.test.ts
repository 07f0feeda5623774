import assert from 'node:assert/strict';
import {
	outputName,
	patchName,
	providedName,
	selectionName,
	untitledName,
} from '../../../src/attach/plan/made-names.js';

describe('the name of a patch', () => {
	it('is that of the one file that was chosen', () => {
		assert.equal(
			patchName({ branch: 'main', changes: 'all', chosen: ['arte/logo final.svg'] }),
			'logo final.svg.patch',
		);
		assert.equal(patchName({ branch: 'main', changes: 'staged', chosen: ['a.txt'] }), 'a.txt.patch');
	});

	it('tells the branch, and whether it is of what is staged', () => {
		assert.equal(patchName({ branch: 'feature/4101-logo', changes: 'all' }), 'feature-4101-logo-changes.patch');
		assert.equal(patchName({ branch: 'main', changes: 'staged' }), 'main-staged.patch');
		assert.equal(patchName({ branch: 'main', changes: 'staged', chosen: ['a', 'b'] }), 'main-staged.patch');
	});
});

const lines = (...ranges: readonly (readonly [number, number])[]) => ranges.map(([first, last]) => ({ first, last }));

describe('the name of a selection', () => {
	for (const [name, parts, extension, wanted] of [
		['app.ts', lines([12, 34]), '', 'app.L12-34.ts'],
		['app.ts', lines([12, 12]), '', 'app.L12.ts'],
		['app.test.ts', lines([1, 2]), '', 'app.test.L1-2.ts'],
		['Makefile', lines([3, 4]), '', 'Makefile.L3-4'],
		['Untitled-1', lines([3, 4]), '.md', 'Untitled-1.L3-4.md'],
		['.env', lines([1, 1]), '', '.env.L1'],
		['a.css', lines([1, 1], [4, 9]), '', 'a.L1_L4-9.css'],
		['a.css', lines([1, 1], [2, 2], [3, 3]), '', 'a.L1_L2_L3.css'],
		['a.css', lines([1, 1], [2, 2], [3, 3], [4, 4]), '', 'a.L1_L2_L3_….css'],
	] as const) {
		it(`is ${wanted}`, () => {
			assert.equal(selectionName(name, parts, extension), wanted);
		});
	}
});

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
		['Acta 24/11/2026', '.txt', 'Acta 24_11_2026.txt'],
		['# Notas y/o dudas', '.md', 'Notas y_o dudas.md'],
		['\\\\servidor\\obra', '.txt', 'servidor_obra.txt'],
		['// precio c/IVA/', '.txt', 'precio c_IVA.txt'],
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

describe('the name of a document that a provider makes', () => {
	const names: readonly (readonly [title: string | undefined, base: string, extension: string, name: string])[] = [
		[undefined, 'nota.md', '.md', 'nota.md'],
		['nota.md', 'nota.md', '.md', 'nota.md'],
		['nota.md (HEAD)', 'nota.md', '.md', 'nota (HEAD).md'],
		['plano.tar.gz (Index)', 'plano.tar.gz', '', 'plano (Index).tar.gz'],
		['app.d.ts (HEAD)', 'app.d.ts', '.ts', 'app (HEAD).d.ts'],
		['Título dado', 'nota.md', '.md', 'Título dado.md'],
		['Título dado', 'nota', '.txt', 'Título dado.txt'],
		['Plan.JSON', 'plan', '.txt', 'Plan.JSON'],
		['origin/main: a.ts', 'a.ts', '.ts', 'origin_main: a.ts'],
		[undefined, 'Makefile', '.mk', 'Makefile.mk'],
		[undefined, '.env', '.txt', '.env'],
		['.env (HEAD)', '.env', '', '.env (HEAD)'],
		['.', '', '.txt', ''],
		['$& uno.ts', 'uno.ts', '.ts', '$& uno.ts'],
		[undefined, 'a$&b.ts', '.ts', 'a$&b.ts'],
	];
	for (const [title, base, extension, name] of names) {
		it(`is ${JSON.stringify(name)} where its tab says ${JSON.stringify(title)} and its address ${JSON.stringify(base)}, in a language with ${extension}`, () => {
			assert.equal(providedName({ title, base, extension }), name);
		});
	}
});

describe("the name of an output channel's text", () => {
	const ids = ['pub.otra', 'pub.cor'];
	for (const [id, name] of [
		['tasks', 'tasks.log'],
		['extension-output-pub.cor-#1-Canal uno', 'Canal uno.log'],
		['extension-output-pub.cor-#12-Canal -#3- dos', 'Canal -#3- dos.log'],
		['extension-output-pub.cor-#1-registro.log', 'registro.log'],
		['pub.cor.COR Attachments', 'COR Attachments.log'],
		['Pub.Cor.COR Attachments.log', 'COR Attachments.log'],
		['pub.corregido.Canal', 'pub.corregido.Canal.log'],
	] as const) {
		it(`is ${name} for ${id}`, () => {
			assert.equal(outputName(id, ids), name);
		});
	}
});
