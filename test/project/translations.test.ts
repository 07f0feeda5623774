import assert from 'node:assert/strict';
import ts from 'typescript';
import { languages, manifest, readJson, textsIn } from './kit/manifest.js';
import { nodesOf, parse, placeOf, sourceFiles } from './kit/source-files.js';
import {
	glossaryFaults,
	keyFaults,
	partFaults,
	partsKept,
	strangeWords,
	type Texts,
	untranslated,
} from './kit/translation.js';

/** Texts that nobody forgot: in these languages they read as in English. */
const alike: Readonly<Record<(typeof languages)[number], readonly string[]>> = {
	es: ['COR', 'COR Attachments', 'Client secret', 'Feedback.', 'Proxy', 'feedback'],
	'pt-br': ['COR', 'COR Attachments', 'Client secret', 'Feedback.', 'Proxy', 'feedback'],
};

const english = readJson<Texts>('package.nls.json');

describe('the words of the manifest', () => {
	const used = textsIn(manifest).flatMap(text => /^%(.+)%$/.exec(text)?.[1] ?? []);

	it('are all there, and no others', () => {
		assert.deepEqual(keyFaults(english, used), []);
	});

	for (const language of languages) {
		it(`are all there in ${language}, and no others`, () => {
			assert.deepEqual(keyFaults(readJson<Texts>(`package.nls.${language}.json`), used), []);
		});
	}

	it('name only settings and commands that exist', () => {
		const { commands, configuration } = manifest.contributes;
		const ofEditor = ['workbench.view.explorer', 'corAttachments.view.focus'];
		const there = new Set([
			...ofEditor.map(id => `(command:${id})`),
			...Object.keys(configuration.properties).map(id => `\`#${id}#\``),
			...commands.map(({ command }) => `(command:${command})`),
		]);
		assert.deepEqual(
			Object.values(english)
				.flatMap(partsKept)
				.filter(part => !there.has(part)),
			[],
		);
	});
});

for (const language of languages) {
	describe(`the translation into ${language}`, () => {
		const pairs = pairsOf(language);

		it('leaves nothing in English but what reads alike', () => {
			assert.deepEqual(untranslated(pairs), [...alike[language]].sort());
		});

		it('keeps placeholders, settings and commands', () => {
			assert.deepEqual(partFaults(pairs), []);
		});

		it("says COR's words as COR does, and the editor's always in the same way", () => {
			assert.deepEqual(glossaryFaults(language, pairs), []);
		});

		it('speaks as people there do, and leaves no plural to the reader', () => {
			const strange = pairs.filter(
				([text, translated]) => strangeWords.en.test(text) || strangeWords[language].test(translated),
			);
			assert.deepEqual(strange, []);
		});
	});
}

describe('a translation', () => {
	it('that lacks a key, or has one that nobody uses, is told', () => {
		assert.deepEqual(keyFaults({ old: 'Viejo' }, ['new']), ['missing: new', 'unused: old']);
	});

	it('that reads as in English, or says nothing, is told', () => {
		assert.deepEqual(
			untranslated([
				['Save', 'Guardar'],
				['Open', 'Open'],
				['Delete', ' '],
			]),
			['Delete', 'Open'],
		);
	});

	for (const [text, translated] of [
		['{0} of {1}', '{0} de'],
		['{0}', '{1}'],
		['See `#corAttachments.apiUrl#`.', 'Ver `#corAttachments.webUrl#`.'],
		['[Sign In](command:corAttachments.signIn)', '[Iniciar sesión](command:corAttachments.signOut)'],
		['[Sign In](command:corAttachments.signIn)', 'Iniciar sesión'],
	] as const) {
		it(`that makes "${translated}" of "${text}" is told`, () => {
			assert.equal(partFaults([[text, translated]]).length, 1);
		});
	}

	it("that has another word for one of COR's is told", () => {
		assert.equal(glossaryFaults('es', [['Choose a task', 'Elige un trabajo']]).length, 1);
		assert.equal(glossaryFaults('pt-br', [['a rework', 'uma correção']]).length, 1);
		assert.deepEqual(glossaryFaults('es', [['Choose a task', 'Elige una tarea']]), []);
	});

	it('that leaves the plural to the reader, or speaks as elsewhere, is told', () => {
		assert.match('1 file(s)', strangeWords.en);
		assert.match('1 archivo(s)', strangeWords.es);
		assert.match('Pulsa aquí', strangeWords.es);
		assert.match('o ficheiro', strangeWords['pt-br']);
	});
});

describe('the words of the code', () => {
	const { texts, faults } = wordsOf(sourceFiles());

	it('stand whole where they are used, with an argument for every placeholder', () => {
		assert.deepEqual(faults, []);
		assert.ok(texts.size > 0);
	});

	for (const language of languages) {
		const file = `media/l10n/bundle.l10n.${language}.json`;

		it(`are all there in ${language}, and no others`, () => {
			assert.deepEqual(keyFaults(readJson<Texts>(file), [...texts]), []);
		});
	}

	for (const broken of [
		'vscode.l10n.t(sentence);',
		"vscode.l10n.t('a ' + name);",
		'l10n.t(`done`);',
		"vscode.l10n.t('{0} of {1}', done);",
		"vscode.l10n.t('done', done);",
		'const { t } = vscode.l10n;',
		"import { t } from 'vscode'; const words = l10n; words.t('hidden');",
	]) {
		it(`would be lost in ${broken}`, () => {
			assert.equal(wordsOf([parse('editor/tell.ts', broken)]).faults.length, 1);
		});
	}
});

/** Every text that the code looks up, and the places where a translator's tool could not see it. */
function wordsOf(files: readonly ts.SourceFile[]): { texts: ReadonlySet<string>; faults: readonly string[] } {
	const texts = new Set<string>();
	const faults: string[] = [];
	for (const node of files
		.flatMap(nodesOf)
		.filter(isL10n)
		.filter(l10n => !asksForLanguage(l10n))) {
		const text = textOf(node);
		if (text === undefined) {
			faults.push(placeOf(node));
		} else {
			texts.add(text);
		}
	}
	return { texts, faults };
}

/** The text of `l10n.t('…', …)`; `undefined` where it cannot be read or its arguments do not fit. */
function textOf(l10n: ts.Node): string | undefined {
	const callee = l10n.parent;
	const call = callee.parent;
	if (!ts.isPropertyAccessExpression(callee) || callee.name.text !== 't' || !ts.isCallExpression(call)) {
		return undefined;
	}
	const [text, ...args] = call.arguments;
	const fits = text && ts.isStringLiteral(text) && placeholdersIn(text.text).length === args.length;
	return fits ? text.text : undefined;
}

/** `l10n` where it is used: as `vscode.l10n`, or as a name of its own. */
function isL10n(node: ts.Node): boolean {
	if (ts.isPropertyAccessExpression(node)) {
		return node.name.text === 'l10n';
	}
	const isName = ts.isIdentifier(node) && node.text === 'l10n';
	return (
		isName &&
		!ts.isImportSpecifier(node.parent) &&
		!(ts.isPropertyAccessExpression(node.parent) && node.parent.name === node)
	);
}

/** `l10n.bundle`, which tells whether there are words of the editor's language. */
function asksForLanguage({ parent }: ts.Node): boolean {
	return ts.isPropertyAccessExpression(parent) && parent.name.text === 'bundle';
}

function placeholdersIn(text: string): readonly string[] {
	return [...new Set(text.match(/\{\d+\}/g))].sort();
}

/** Every English text with its translation, of the manifest and of the code. */
function pairsOf(language: (typeof languages)[number]): readonly (readonly [string, string])[] {
	const ofManifest = Object.entries(readJson<Texts>(`package.nls.${language}.json`));
	return [
		...ofManifest.map(([key, translated]) => [english[key] ?? '', translated] as const),
		...Object.entries(readJson<Texts>(`media/l10n/bundle.l10n.${language}.json`)),
	];
}
