import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { RunningEditor } from '../../host/start-editor.js';
import { readJson } from '../../project/kit/manifest.js';
import type { Texts } from '../../project/kit/translation.js';
import { filled } from './spoken.js';

/** How much longer than the English text a translation may be. */
const share = 0.4;
const accented: Readonly<Record<string, string>> = { a: 'á', e: 'é', i: 'í', o: 'ó', u: 'ú' };
/** Placeholders, code, links, addresses and COR's name, which no translator touches. */
const kept = /(\{\d+\}|`[^`]*`|\(command:[\w.]+\)|https?:\S+|\bCOR\b)/;

const manifest = readJson<Texts>('package.nls.json');
const bundle = readJson<Texts>('media/l10n/bundle.l10n.es.json');

/** An English text that is 40 % longer, with accents: "Attach" becomes "Aááttaáách". */
function longer(text: string): string {
	const parts = text.split(kept).map((part, place) => ({ part, isKept: place % 2 === 1 }));
	const plain = parts.flatMap(({ part, isKept }) => (isKept ? [] : [part])).join('');
	let vowels = plain.match(/[aeiou]/gi)?.length ?? 0;
	let missing = Math.ceil(plain.length * share);
	const lengthened = (vowel: string): string => {
		const more = Math.ceil(missing / vowels);
		vowels -= 1;
		missing -= more;
		return vowel + (accented[vowel.toLowerCase()] ?? vowel).repeat(more);
	};
	return parts.map(({ part, isKept }) => (isKept ? part : part.replace(/[aeiou]/gi, lengthened))).join('');
}

/** Has the extension say longer English where it would speak Spanish. */
export function speakLonger({ profileDir }: RunningEditor): void {
	const extensions = path.join(profileDir, 'x');
	const name = readdirSync(extensions).find(each => each.includes('cor-attachments'));
	if (name === undefined) {
		throw new Error('The extension is not installed.');
	}
	const write = (file: string, texts: Texts) => writeFileSync(path.join(extensions, name, file), JSON.stringify(texts));
	write(
		'package.nls.es.json',
		mapped(manifest, (_, text) => longer(text)),
	);
	write(
		'media/l10n/bundle.l10n.es.json',
		mapped(bundle, key => longer(key)),
	);
}

/** What the extension says then. */
export const longerWords = {
	say: (english: string, ...values: readonly (string | number)[]) =>
		filled(longer(known(bundle, english, english)), values),
	title: (key: string) => longer(known(manifest, key, manifest[key])),
};

function known(texts: Texts, key: string, text: string | undefined): string {
	if (text === undefined || !(key in texts)) {
		throw new Error(`no such text: ${key}`);
	}
	return text;
}

function mapped(texts: Texts, change: (key: string, text: string) => string): Texts {
	return Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, change(key, text)]));
}
