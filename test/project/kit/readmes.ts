/** The README in each language, English first, and what is appended to `package.nls` for it. */
export const readmes = [
	['README.md', ''],
	['README.es.md', '.es'],
	['README.pt-br.md', '.pt-br'],
] as const;

interface Shown {
	readonly file: string;
	/** What stands for it where it can't be seen. */
	readonly words: string;
	/** CSS pixels; none: as wide as the page lets it be. */
	readonly width: number | undefined;
}

/** The pictures of a document in Markdown, in their order. */
export function picturesOf(document: string): readonly Shown[] {
	const either = /!\[([^\]]*)\]\(([^)]+)\)|<img src="([^"]+)" width="(\d+)" alt="([^"]*)">/g;
	return [...document.matchAll(either)].map(([, text, target, src, width, alt]) => ({
		file: target ?? src ?? '',
		words: text ?? alt ?? '',
		width: width === undefined ? undefined : Number(width),
	}));
}
