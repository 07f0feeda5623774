import translated from '../../../media/l10n/bundle.l10n.es.json';
import { literally } from '../../host/literally.js';

/** The key of a text that the product shows: the text itself, in English. */
export type TextKey = keyof typeof translated;

/** What the product shows for a key, with the arguments in their places. Throws where it has no such text. */
export function text(key: TextKey, ...args: readonly (string | number)[]): string {
	return filled(key, place => String(args[place]));
}

/** Matches what the product shows for a key, whatever is in its places. */
export function anyText(key: TextKey): RegExp {
	const literal = literally(filled(key, () => '\0'));
	return new RegExp(`^${literal.replaceAll('\0', '.+')}$`);
}

function filled(key: TextKey, fill: (place: number) => string): string {
	if (!(key in translated)) {
		throw new Error(`no such text: ${key}`); // what runs in an editor is bundled, and its types are not checked
	}
	return key.replace(/\{(\d+)\}/g, (_, place) => fill(Number(place)));
}
