/** Paths of one batch that are as costly to name as somebody can make them. */
export interface HostileNames {
	readonly kind: string;
	readonly paths: readonly string[];
}

const controls = [...'\u0001\u0007\u001b\u007f\u0085\u200e\u200f\u202e\u2028\u2066\u061c'];

/**
 * Batches of `count` paths each, one of each kind and then again with other choices, without an end. The same `random`
 * gives the same batches.
 */
export function* hostileNames(random: () => number, count = 10_000): Generator<HostileNames, never, void> {
	const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;
	const text = (letters: readonly string[], length: number): string =>
		Array.from({ length }, () => pick(letters)).join('');
	const anyCase = (name: string): string => [...name].map(c => (random() < 0.5 ? c.toUpperCase() : c)).join('');
	const extension = (): string => pick(['', '.txt', '.tar.gz', `.${'e'.repeat(30)}`, `.${'e'.repeat(40)}`, '.', '. .']);
	const marks = ['\u0301', '\u0323', '\u0345', '\u0334'];

	for (;;) {
		const ending = extension();
		const stem = text([...'abñé漢🎨'], 1 + Math.floor(random() * 8));
		const kinds: Readonly<Record<string, (index: number) => string>> = {
			'differ in control characters': () => `${stem}${text(controls, 12)}${ending}`,
			'are equal': () => `${stem}${ending}`,
			'differ in case': () => anyCase(`${'abcdefghijklmnop'}${ending}`),
			'differ in form': () => `${text(['\u00e9', 'e\u0301', 'n\u0303', '\u00f1'], 14)}${ending}`,
			'differ in dots and spaces at the end': index => `${stem}${text(['.', ' '], index % 300)}`,
			'are numbered already': index => pick([`${stem}${ending}`, `${stem} (${index % (count / 2)})${ending}`]),
			'are too long and end differently': index => `${stem.repeat(90)}${index}${ending}`,
			'are too long and differ in case at the end': () =>
				`${'d/'.repeat(200)}${'x'.repeat(230)}${anyCase('abcdefghijkl')}`,
			'lie in folders too long to tell apart': index => `${'d'.repeat(300)}/${index}/a${ending}`,
			'have thousands of marks': () => `a${text(marks, 100)}${ending}`,
			'are reserved or nothing': () =>
				`${pick(['con', 'NUL', 'aux.txt', '...', '', ' ', 'C:', '\\', 'lpt¹'])}${ending}`,
			'hold half characters': () => `${stem}${text(['\ud800', '\udc00', '\ud83d'], 12)}${ending}`,
			'have many parts': index => `${`${index % 7}/`.repeat(500)}${stem}${ending}`,
		};
		for (const [kind, path] of Object.entries(kinds)) {
			yield { kind, paths: Array.from({ length: count }, (_, index) => path(index)) };
		}
		yield {
			kind: 'are megabytes long',
			paths: ['. ', '\u0301', '\ud800', '/', '\u202e', ' a'].map(c => `a${c.repeat(500_000)}b`),
		};
	}
}

/** The same numbers for the same seed, from 0 to below 1 (mulberry32). */
export function seeded(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}

/** How many kinds there are before they come again. */
export const kindsOfHostileNames = 14;
