/** Double extensions: `outer` may follow `inner` and belongs to it. */
const doubles: readonly (readonly [outer: RegExp, inner: RegExp])[] = [
	// Compressed, encrypted or signed files keep their inner extension. `v2` in `report.v2.gz` isn't an extension.
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
 * Splits a name into its stem and its whole extension, including the dot and double ones such as `.tar.gz` and `.d.ts`.
 * The extension is empty if there is none. A number alone (`informe v1.2`), a part with a space, and the rest of a
 * dotfile (`.env`) aren't extensions.
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
