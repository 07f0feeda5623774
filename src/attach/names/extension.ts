/** Endings that stand behind another one, of which they are a part: what each may stand behind. */
const doubles: readonly (readonly [outer: RegExp, inner: RegExp])[] = [
	// What is compressed, encrypted or signed keeps the ending of what it is; `v2` is none.
	[/^(?:gz|bz2|xz|zst|br|lz|lz4|lzma|z|gpg|pgp|asc|sig)$/i, /^(?!v\d)[a-z][a-z\d]{0,5}$/i],
	[/^[cm]?[jt]sx?$/i, /^(?:d|min|user)$/i],
	[/^(?:css|scss|sass|less)$/i, /^(?:min|module|user)$/i],
	[/^html?$/i, /^(?:min|nb)$/i],
	[/^map$/i, /^(?:[cm]?[jt]s|css)$/i],
	[/^php$/i, /^blade$/i],
	[/^rar$/i, /^part\d{1,4}$/i],
	[/^\d{1,4}$/i, /^(?:7z|zip|rar|tar|log)$/i],
];

/**
 * The name in two: what people call the thing, and its whole extension with the dot in front, `.tar.gz` and `.d.ts` too;
 * empty where it has none. A number is none by itself (`informe v1.2`), nor is anything with a space in it, nor the name
 * of a file that begins with its only dot.
 */
export function splitExtension(name: string): readonly [stem: string, extension: string] {
	const first = name.search(/[^.]/);
	let start = name.length;
	let outer: string | undefined;
	for (;;) {
		const dot = name.lastIndexOf('.', start - 1);
		const ending = name.slice(dot + 1, start);
		if (first < 0 || dot <= first || !standsBehind(ending, outer)) {
			break;
		}
		start = dot;
		outer = ending;
	}
	return /^\.\d+$/.test(name.slice(start)) ? [name, ''] : [name.slice(0, start), name.slice(start)];
}

function standsBehind(ending: string, outer: string | undefined): boolean {
	return outer === undefined
		? /^\S+$/.test(ending)
		: doubles.some(([outers, inners]) => outers.test(outer) && inners.test(ending));
}
