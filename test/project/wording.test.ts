import assert from 'node:assert/strict';
import { languages, manifest, readJson } from './kit/manifest.js';
import { sourceFiles } from './kit/source-files.js';
import type { Texts } from './kit/translation.js';
import { type Place, placedTexts } from './kit/used-texts.js';
import { clumsyWords, firstVerbs, isBadlySet, isTitle, type Spoken, wordsInSentence } from './kit/wording.js';

const { commands, menus } = manifest.contributes;
const titles: Readonly<Record<Spoken, Texts>> = {
	en: readJson<Texts>('package.nls.json'),
	es: readJson<Texts>('package.nls.es.json'),
	'pt-br': readJson<Texts>('package.nls.pt-br.json'),
};
const translated = {
	es: readJson<Texts>('media/l10n/bundle.l10n.es.json'),
	'pt-br': readJson<Texts>('media/l10n/bundle.l10n.pt-br.json'),
};

/** Every text of the manifest and of the code. */
const texts: Readonly<Record<Spoken, readonly string[]>> = {
	en: [...Object.values(titles.en), ...Object.keys(translated.es)],
	es: [...Object.values(titles.es), ...Object.values(translated.es)],
	'pt-br': [...Object.values(titles['pt-br']), ...Object.values(translated['pt-br'])],
};

const placed = placedTexts(sourceFiles());

/** Words in one sentence: Spanish and Portuguese need a quarter more for the same. */
const mostWords: Readonly<Record<Spoken, number>> = { en: 20, es: 25, 'pt-br': 25 };

/** Characters that fit on one line, measured on the screen, where a letter takes 5 to 7 pixels: the editor cuts off the rest. */
const mostCharacters: Readonly<Record<Place | 'button' | 'command', number>> = {
	placeholder: 80, // a list is 600 pixels wide at most
	hint: 60, // in the review, a box to check, a count and "OK" leave 450 pixels
	list: 66, // behind a name in such a list
	tree: 40, // behind a name in the side bar, of 300 pixels
	button: 40, // a notification is 450 pixels wide, and has another button
	command: 60, // the palette shows "COR: " before it and its key behind it
	menu: 60,
};

for (const language of ['en', ...languages] as const) {
	describe(`the words in ${language}`, () => {
		it('are set with one mark, and one space, at a time', () => {
			assert.deepEqual(texts[language].filter(isBadlySet), []);
		});

		it('are plain', () => {
			assert.deepEqual(
				texts[language].filter(text => clumsyWords[language].test(text)),
				[],
			);
		});

		it(`make sentences of ${mostWords[language]} words at most`, () => {
			assert.deepEqual(
				texts[language].filter(text => wordsInSentence(text) > mostWords[language]),
				[],
			);
		});

		it('fit where the editor would cut them off', () => {
			const shown = (english: string) => (language === 'en' ? english : (translated[language][english] ?? ''));
			const isPlaced = new Set(placed.map(([text]) => text));
			const buttons = Object.keys(translated.es).filter(text => isTitle(text) && !isPlaced.has(text));
			const all = [...placed, ...buttons.map(text => [text, 'button'] as const)];
			const tooLong = all.filter(([text, place]) => shown(text).length > mostCharacters[place]);
			for (const place of ['placeholder', 'hint', 'list', 'tree', 'menu', 'button']) {
				assert.ok(
					all.some(each => each[1] === place),
					`${place} is found`,
				);
			}
			assert.deepEqual(tooLong, []);
		});
	});

	describe(`a command in ${language}`, () => {
		const titleOf = (id: string) =>
			titles[language][commands.find(each => each.command === id)?.title.slice(1, -1) ?? ''] ?? '';
		const isInPalette = (id: string) =>
			!menus.commandPalette?.some(item => item.command === id && item.when === 'false');
		/** Where it is shown besides our own view and the page of a message. */
		const elsewhere = Object.entries(menus)
			.filter(([menu]) => !menu.startsWith('view/') && menu !== 'commandPalette')
			.flatMap(([, items]) => items)
			.flatMap(({ command = '', when }) => (when?.includes('corAttachments:messages') ? [] : [command]));
		const ids = commands.map(({ command }) => command);

		it('begins with a verb', () => {
			assert.deepEqual(
				ids.map(titleOf).filter(title => !firstVerbs[language].test(title)),
				[],
			);
		});

		it('says in the palette what it is done to', () => {
			// These are done to your session, and to the view that is open.
			const alone = new Set(['signIn', 'signOut', 'refreshView'].map(name => `corAttachments.${name}`));
			assert.deepEqual(
				ids
					.filter(id => isInPalette(id) && !alone.has(id))
					.map(titleOf)
					.filter(title => !title.includes(' ')),
				[],
			);
		});

		it("names COR in the editor's own menus, where a task is one of tasks.json", () => {
			assert.ok(elsewhere.length > 5);
			assert.deepEqual(
				elsewhere.map(titleOf).filter(title => !/\bCOR\b/.test(title)),
				[],
			);
		});

		it('fits in the palette', () => {
			const shown = ids.filter(id => isInPalette(id) || elsewhere.includes(id)).map(titleOf);
			assert.deepEqual(
				shown.filter(title => title.length > mostCharacters.command),
				[],
			);
		});
	});
}

describe('a text', () => {
	for (const text of ['Done..', 'Attach…. Next', 'Why?.', 'a  b', 'Attached : 1', ' Attach', 'a;; b']) {
		it(`that is set as "${text}" is told`, () => {
			assert.ok(isBadlySet(text));
		});
	}

	for (const [language, text] of [
		['en', 'Press to switch the account'],
		['en', 'COR knows no task 9'],
		['en', 'A file was left out.'],
		['es', 'Ver también la configuración'],
		['pt-br', 'A chave é cifrada.'],
	] as const) {
		it(`that says "${text}" is told`, () => {
			assert.match(text, clumsyWords[language]);
		});
	}

	it('may say which key to press, where ignored files are, and what leaves the machine', () => {
		for (const text of ['Check it, then press Enter.', 'Skip what Git ignores, e.g. `.env`.', 'Nothing leaves it.']) {
			assert.doesNotMatch(text, clumsyWords.en);
			assert.ok(!isBadlySet(text));
		}
	});

	it('is a title if its words begin with capitals', () => {
		assert.deepEqual(['Remove the Extra Copy', 'Copy Links', 'It is empty.', 'My open tasks'].map(isTitle), [
			true,
			true,
			false,
			false,
		]);
	});

	it('is counted by its longest sentence', () => {
		assert.equal(wordsInSentence('One two. Three four five: `a b c` six.'), 3);
	});
});
