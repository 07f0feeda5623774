import { unprintable } from '../text/one-line.js';

/** What a name is made from: where the thing lies below the folder that was chosen, `/` between the parts. */
export interface Named {
	readonly relativePath: string;
}

const maxBytesPerUnit = 3; // of UTF-8 for one of UTF-16
const maxBytes = 255; // what file systems hold, and so what a person can download again
// Windows refuses these as names whatever their extension; somebody downloads the file there.
const reserved = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?$/i;

/**
 * One name for each item, unique without regard to case or Unicode form: the base name where it is unique, else the
 * relative path with `/` as `__`, else that with a number. Same items, same names.
 */
export function uniqueNames(items: readonly Named[]): string[] {
	const bases = items.map(item => harmlessName(item.relativePath.slice(item.relativePath.lastIndexOf('/') + 1)));
	const seen = new Map<string, number>();
	for (const base of bases) {
		seen.set(sameName(base), (seen.get(sameName(base)) ?? 0) + 1);
	}

	const counts = new Map<string, number>();
	const taken = new Set(bases.map(sameName).filter(key => seen.get(key) === 1));
	return items.map((item, index) => {
		const base = bases[index] ?? '';
		if (seen.get(sameName(base)) === 1) {
			return base;
		}
		const name = firstFree(harmlessName(item.relativePath.replaceAll('/', '__')), taken, counts);
		taken.add(sameName(name));
		return name;
	});
}

/** The form in which two names are the same name: NFC, case folded. */
export function sameName(name: string): string {
	return name.normalize('NFC').toLowerCase();
}

/** The name with all but plain letters and digits replaced, as a server may do. */
export function plainName(name: string): string {
	return sameName(name).replace(/[^a-z0-9]/gu, '_');
}

/** Whether a server may give two files of these names one and the same. */
export function mayBecomeOne(a: string, b: string): boolean {
	return plainName(a) === plainName(b);
}

/**
 * The name as it is, or made harmless: separators, control characters and marks that turn the reading direction become
 * `_`, a half surrogate `�`, a reserved Windows name gets a `_` in front, trailing dots and spaces go (a name of nothing
 * else is `_`), and what is over 255 bytes of UTF-8 is shortened before its extension. Form (NFC or NFD) is kept.
 */
export function harmlessName(name: string): string {
	const clean = name
		.toWellFormed()
		.replace(unprintable, '_')
		.replace(/[/\\]/g, '_')
		.replace(/^[a-z]:(?=_)/i, drive => `${drive[0]}_`);
	const cut = shorten(trimEnd(clean));
	return (reserved.test(cut) ? shorten(`_${cut}`) : cut) || '_';
}

/** @param counts how far the counting is for each name: to begin anew for each of thousands would take for ever */
function firstFree(name: string, taken: ReadonlySet<string>, counts: Map<string, number>): string {
	let candidate = name;
	let count = counts.get(name) ?? 1;
	while (taken.has(sameName(candidate))) {
		count += 1;
		candidate = shorten(name, ` (${count})`);
	}
	counts.set(name, count);
	return candidate;
}

/** The name with `mark` before its extension, shortened before both where it is over the limit. */
function shorten(name: string, mark = ''): string {
	if (mark === '' && name.length * maxBytesPerUnit <= maxBytes) {
		return name; // as nearly all are: of thousands, half the time would go into their bytes
	}
	const dot = name.lastIndexOf('.');
	const extension = dot > 0 && utf8Length(name.slice(dot)) <= 32 ? name.slice(dot) : '';
	const tail = mark + extension;
	const stem = name.slice(0, name.length - extension.length);
	// Takes whole characters only.
	const { read } = new TextEncoder().encodeInto(stem, new Uint8Array(maxBytes - utf8Length(tail)));
	return trimEnd(stem.slice(0, read) + tail);
}

function trimEnd(name: string): string {
	return name.replace(/[. ]+$/, '');
}

function utf8Length(text: string): number {
	return new TextEncoder().encode(text).length;
}
