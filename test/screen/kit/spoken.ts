import { readJson } from '../../project/kit/manifest.js';
import type { Texts } from '../../project/kit/translation.js';

/** What the extension speaks, and what a browser of somebody who speaks it says of itself. */
export const spoken = { en: 'en-US', es: 'es-AR', 'pt-br': 'pt-BR' } as const;

export type Language = keyof typeof spoken;

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
	return {
		say: (english: string, ...values: readonly (string | number)[]) =>
			filled(known(language === 'en' && english in bundle ? english : bundle[english]), values),
		title: (key: string) => known(manifest[key]),
	};
}

/** A text with these values in its places. */
export function filled(text: string, values: readonly (string | number)[]): string {
	return text.replace(/\{(\d+)\}/g, (_, place) => String(values[Number(place)]));
}
