/** Lines of a text, counted from 1, first and last of them included. */
export interface LineRange {
	readonly first: number;
	readonly last: number;
}

const maxNamed = 3;

/**
 * The name of what was selected in a file: `app.L12-34.ts`, or `app.L12_L40-44.ts` for two parts.
 * @param extension what stands at the end where the name has none, with its dot
 */
export function selectionName(fileName: string, parts: readonly LineRange[], extension = ''): string {
	const dot = fileName.lastIndexOf('.');
	const stem = dot > 0 ? fileName.slice(0, dot) : fileName;
	const ending = dot > 0 ? fileName.slice(dot) : extension;
	const named = parts.slice(0, maxNamed).map(({ first, last }) => (first === last ? `L${first}` : `L${first}-${last}`));
	const more = parts.length > maxNamed ? ['…'] : [];
	return `${stem}.${[...named, ...more].join('_')}${ending}`;
}
