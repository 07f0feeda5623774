import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { failureKinds } from '../../src/attach/errors.js';
import { manifest, readJson, root } from './kit/manifest.js';
import { picturesOf, readmes } from './kit/readmes.js';

const documents = [
	...readdirSync(root).filter(name => name.endsWith('.md')),
	...readdirSync(path.join(root, 'docs')).map(name => `docs/${name}`),
	'test/README.md',
	'.github/PUBLISHING.md',
];
const text = (name: string): string => readFileSync(path.join(root, name), 'utf8');
const { commands, configuration, menus } = manifest.contributes;

describe('the documents', () => {
	for (const [name, kilobytes] of [
		...readmes.map(([readme]) => [readme, 8] as const),
		['ARCHITECTURE.md', 6],
		['CONTRIBUTING.md', 3],
		['test/README.md', 5],
	] as const) {
		it(`are short: ${name}`, () => {
			const { size } = statSync(path.join(root, name));
			assert.ok(size <= kilobytes * 1_000, `${size} bytes`);
		});
	}

	for (const name of documents) {
		it(`lead to headings and files that are there: ${name}`, () => {
			const links = [...text(name).matchAll(/\[[^\]]*\]\(([^)]+)\)/g)].map(([, target = '']) => target);
			for (const target of [...links, ...picturesOf(text(name)).map(({ file }) => file)]) {
				if (/^https:|^\.\.\/\.\.\/issues$/.test(target)) {
					continue; // the second is a page of the repository's site
				}
				const [file = '', anchor] = target.split('#');
				const at = file === '' ? name : path.join(path.dirname(name), file);
				assert.ok(statSync(path.join(root, at), { throwIfNoEntry: false })?.isFile(), target);
				assert.ok(anchor === undefined || anchorsOf(text(at)).has(anchor), target);
			}
		});
	}

	it('call commands as the palette does', () => {
		const titles = new Set(Object.values(readJson<Readonly<Record<string, string>>>('package.nls.json')));
		const inEnglish = documents.filter(name => !/\.(?:es|pt-br)\.md$/.test(name));
		const named = inEnglish.flatMap(name =>
			[...text(name).matchAll(/\*COR: ([^*]+)\*/g)].map(([, title = '']) => title),
		);
		assert.deepEqual(
			named.filter(title => !titles.has(title)),
			[],
		);
	});

	it('say nothing twice', () => {
		const saidIn = new Map<string, string[]>();
		for (const name of documents) {
			for (const sentence of new Set(sentencesOf(text(name)))) {
				saidIn.set(sentence, [...(saidIn.get(sentence) ?? []), name]);
			}
		}
		assert.ok(saidIn.size > 300, 'sentences are read');
		assert.deepEqual(
			[...saidIn].filter(([, names]) => names.length > 1),
			[],
		);
	});
});

describe('the README', () => {
	it('has the same headings, pictures, links and tables in each language', () => {
		const shape = (readme: string) => ({
			headings: [...readme.matchAll(/^#+ /gm)].map(([mark]) => mark),
			pictures: picturesOf(readme).map(({ file, width }) => [file, width]),
			links: [...readme.matchAll(/[^!]\[[^\]]*\]\(([^)]+)\)/g)].map(([, target]) => target).slice(2),
			rows: readme.match(/^\|/gm)?.length,
			code: [...readme.matchAll(/`[^`]+`/g)].map(([code]) => code),
		});
		const [english, ...others] = readmes.map(([name]) => shape(text(name)));
		for (const other of others) {
			assert.deepEqual(other, english);
		}
	});

	for (const [name, language] of readmes) {
		it(`calls commands as the palette does: ${name}`, () => {
			const titles = Object.values(readJson<Readonly<Record<string, string>>>(`package.nls${language}.json`));
			const named = [...text(name).matchAll(/\*COR: ([^*]+)\*/g)].map(([, title = '']) => title);
			assert.ok(named.length > 1);
			assert.deepEqual(
				named.filter(title => !titles.includes(title)),
				[],
			);
		});
	}
});

describe('the reference', () => {
	const reference = text('docs/reference.md');

	it('names every setting with its default, in the order of the settings', () => {
		const rows = tableBelow(reference, 'Settings').map(([setting, value]) => [setting, value]);
		const settings = Object.entries(configuration.properties)
			.sort(([, a], [, b]) => (a.order ?? 0) - (b.order ?? 0))
			.map(([id, { default: value }]) => [`\`${id}\``, inWords(value)]);
		assert.deepEqual(rows, settings);
	});

	it('says of each setting of your own that no workspace sets it', () => {
		const rows = tableBelow(reference, 'Settings');
		const all = rows.findIndex(([, , meaning]) => meaning?.includes('as do all below'));
		for (const [place, [setting = '', , meaning]] of rows.entries()) {
			const isPersonal = configuration.properties[setting.replaceAll('`', '')]?.scope === 'application';
			const isSaid = place > all || /Only applies in your user settings/.test(meaning ?? '');
			assert.equal(isSaid, isPersonal, setting);
		}
	});

	it('names every command that the palette shows', () => {
		const english = readJson<Readonly<Record<string, string>>>('package.nls.json');
		const never = new Set(
			(menus.commandPalette ?? []).filter(({ when }) => when === 'false').map(each => each.command),
		);
		const shown = commands.filter(({ command }) => !never.has(command));
		assert.deepEqual(
			tableBelow(reference, 'Commands')
				.map(([command]) => command)
				.sort(),
			shown.map(({ title }) => `*COR: ${english[title.slice(1, -1)]}*`).sort(),
		);
	});
});

describe('the page on networks', () => {
	it('explains every kind of failure that the log may have', () => {
		const explained = tableBelow(text('docs/network.md'), 'The log').flatMap(([kinds = '']) =>
			[...kinds.matchAll(/`([^`]+)`/g)].map(([, kind]) => kind),
		);
		assert.deepEqual(explained.toSorted(), failureKinds.toSorted());
	});
});

/** The cells of the first table below a heading, without its head. */
function tableBelow(document: string, heading: string): readonly (readonly string[])[] {
	const section = document.split(new RegExp(`^## ${heading}$`, 'm'))[1] ?? '';
	const table = /(?:^\|.*\n)+/m.exec(section)?.[0] ?? '';
	const [, , ...rows] = table.trimEnd().split('\n');
	assert.ok(rows.length > 0, heading);
	return rows.map(row =>
		row
			.split(/(?<!\\)\|/)
			.slice(1, -1)
			.map(cell => cell.trim()),
	);
}

function inWords(value: unknown): string {
	const isEmpty = value === '' || (Array.isArray(value) && value.length === 0);
	return isEmpty ? 'empty' : `\`${value}\``;
}

/** The anchors of a document's headings, as GitHub and the Marketplace make them. */
function anchorsOf(document: string): ReadonlySet<string> {
	return new Set(
		[...document.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
			heading
				.toLowerCase()
				.replace(/[^\p{L}\p{N} _-]/gu, '')
				.replaceAll(' ', '-'),
		),
	);
}

/** Sentences of eight words and more, without code, tables' bars and marks. */
function sentencesOf(document: string): readonly string[] {
	const prose = document.replace(/```[\s\S]*?```/g, '').replace(/\n(?!\n|[-#|]|\d\.)/g, ' ');
	return prose
		.split(/\n|\||(?<=[.:!?])\s/)
		.map(sentence =>
			sentence
				.replace(/[*`#-]/g, '')
				.trim()
				.toLowerCase(),
		)
		.filter(sentence => sentence.split(/\s+/).length >= 8);
}
