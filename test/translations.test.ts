import assert from 'node:assert/strict';
import ts from 'typescript';
import { languages, manifest, readJson, textsIn } from './package/manifest.js';
import { nodesOf, parse, placeOf, sourceFiles } from './package/source-files.js';

type Texts = Readonly<Record<string, string>>;

/** Texts that nobody forgot: in these languages they read as in English. */
const alike: Readonly<Record<(typeof languages)[number], readonly string[]>> = {
	es: ['COR', 'COR Attachments'],
	'pt-br': ['COR', 'COR Attachments'],
};

describe('the words of the manifest', () => {
	const used = textsIn(manifest).flatMap(text => /^%(.+)%$/.exec(text)?.[1] ?? []);
	const english = readJson<Texts>('package.nls.json');

	it('are all there, and no others', () => {
		assertSameKeys(english, used);
	});

	for (const language of languages) {
		it(`are all there in ${language}, and no others`, () => {
			assertSameKeys(readJson<Texts>(`package.nls.${language}.json`), used);
		});

		it(`name the same settings in ${language}`, () => {
			const translated = readJson<Texts>(`package.nls.${language}.json`);
			for (const [key, text] of Object.entries(english)) {
				assert.deepEqual(settingsIn(translated[key] ?? ''), settingsIn(text), key);
			}
		});
	}

	it('name only settings that exist', () => {
		const named = Object.values(english).flatMap(settingsIn);
		assert.deepEqual(
			named.filter(id => !manifest.contributes.configuration.properties[id]),
			[],
		);
	});
});

for (const language of languages) {
	describe(`the translation into ${language}`, () => {
		it('leaves nothing in English but what reads alike', () => {
			const manifestWords = readJson<Texts>('package.nls.json');
			const pairs = [
				...Object.entries(readJson<Texts>(`package.nls.${language}.json`)).map(([key, text]) => [
					manifestWords[key],
					text,
				]),
				...Object.entries(readJson<Texts>(`media/l10n/bundle.l10n.${language}.json`)),
			];
			const same = pairs.filter(([text, translated]) => text === translated).map(([text]) => text);
			assert.deepEqual([...new Set(same)].sort(), [...alike[language]].sort());
		});
	});
}

describe('the words of the code', () => {
	const { texts, faults } = wordsOf(sourceFiles());

	it('stand whole where they are used, with an argument for every placeholder', () => {
		assert.deepEqual(faults, []);
		assert.ok(texts.size > 0);
	});

	for (const language of languages) {
		const file = `media/l10n/bundle.l10n.${language}.json`;

		it(`are all there in ${language}, and no others`, () => {
			assertSameKeys(readJson<Texts>(file), [...texts]);
		});

		it(`keep their placeholders in ${language}`, () => {
			for (const [text, translated] of Object.entries(readJson<Texts>(file))) {
				assert.deepEqual(placeholdersIn(translated), placeholdersIn(text), text);
			}
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
	for (const node of files.flatMap(nodesOf).filter(isL10n)) {
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

function placeholdersIn(text: string): readonly string[] {
	return [...new Set(text.match(/\{\d+\}/g))].sort();
}

function settingsIn(text: string): readonly string[] {
	return [...text.matchAll(/`#([\w.]+)#`/g)].map(([, id]) => id ?? '').sort();
}

function assertSameKeys(texts: Texts, expected: readonly string[]): void {
	const wanted = new Set(expected);
	const missing = [...wanted].filter(key => !(key in texts));
	const unused = Object.keys(texts).filter(key => !wanted.has(key));
	assert.deepEqual({ missing, unused }, { missing: [], unused: [] });
}
