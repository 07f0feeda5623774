import { literally } from '../../host/literally.js';
import { readJson } from '../../project/kit/manifest.js';
import type { Texts } from '../../project/kit/translation.js';

/** What the extension speaks, and what a browser of somebody who speaks it says of itself. */
export const spoken = { en: 'en-US', es: 'es-AR', 'pt-br': 'pt-BR' } as const;

export type Language = keyof typeof spoken;

type Value = string | number;

/** How a display language says our English texts: those of the code by themselves, those of the manifest by their key. */
export function wordsIn(language: Language) {
	// The code's English texts are in every bundle, as its keys.
	const bundle = readJson<Texts>(`media/l10n/bundle.l10n.${language === 'en' ? 'es' : language}.json`);
	const manifest = readJson<Texts>(language === 'en' ? 'package.nls.json' : `package.nls.${language}.json`);
	const known = (text: string | undefined): string => {
		if (text === undefined) {
			throw new Error(`This has no words in ${language}.`);
		}
		return text;
	};
	const textOf = (english: string) => known(language === 'en' && english in bundle ? english : bundle[english]);
	return {
		say: (english: string, ...values: readonly Value[]) => filled(textOf(english), values),
		title: (key: string) => known(manifest[key]),
		/** How a text begins: what stands before the first place that has no value. */
		beginning: (english: string, ...values: readonly Value[]) => filled(begun(textOf(english), values), values),
		/** Matches what begins so. A value may be a pattern. */
		like: (english: string, ...values: readonly (Value | RegExp)[]) => {
			const parts = begun(textOf(english), values).split(/\{(\d+)\}/);
			return new RegExp(`^${parts.map((part, at) => patternOf(at % 2 === 0 ? part : values[Number(part)])).join('')}`);
		},
	};
}

/** The English of the extension, for tests whose editor speaks nothing else. */
export const { say, title: titled, beginning, like } = wordsIn('en');

/** A text with these values in its places. */
export function filled(text: string, values: readonly Value[]): string {
	return text.replace(/\{(\d+)\}/g, (_, place) => String(values[Number(place)]));
}

/** The first sentence of a text, which a list shows in a line of its own. */
export function firstSentence(text: string): string {
	return text.replace(/(?<=\.)\s.*$/, '');
}

/** A text as it stands in brackets. */
export function withoutStop(text: string): string {
	return text.replace(/\.$/, '');
}

/** How a result names a file and what is the matter with it. */
export function withReason(name: string, reason: string): string {
	return `${name} (${withoutStop(reason)})`;
}

function begun(text: string, values: readonly unknown[]): string {
	const open = [...text.matchAll(/\{(\d+)\}/g)].find(([, place]) => values[Number(place)] === undefined);
	return text.slice(0, open?.index);
}

function patternOf(value: Value | RegExp | undefined): string {
	return value instanceof RegExp ? value.source.replace(/^\^/, '') : literally(String(value));
}
