import { splitExtension } from '../names/extension.js';

/** What a patch holds, as far as its name tells. */
interface PatchContents {
	/** The branch, or the folder's name where no branch is checked out. */
	readonly branch: string;
	readonly changes: 'staged' | 'all';
	/** Paths of the files that were chosen, if not all. */
	readonly chosen?: readonly string[];
}

/** `logo.svg.patch` for one file, else `feature-4101-staged.patch` or `feature-4101-changes.patch`. */
export function patchName({ branch, changes, chosen }: PatchContents): string {
	const only = chosen?.length === 1 ? chosen[0] : undefined;
	if (only !== undefined) {
		return `${only.slice(only.lastIndexOf('/') + 1)}.patch`;
	}
	return `${branch.replace(/[/\\]+/g, '-')}-${changes === 'staged' ? 'staged' : 'changes'}.patch`;
}

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
	const [stem, own] = splitExtension(fileName);
	const ending = own || extension;
	const named = parts.slice(0, maxNamed).map(({ first, last }) => (first === last ? `L${first}` : `L${first}-${last}`));
	const more = parts.length > maxNamed ? ['…'] : [];
	return `${stem}.${[...named, ...more].join('_')}${ending}`;
}

const longest = 60;

/**
 * The name of a document that was never saved: what its tab says (the editor puts the first line there), without marks at
 * either end, and the extension of its language (`.md`), unless it ends so already.
 */
export function untitledName(label: string, extension: string): string {
	const kept = [...label].slice(0, longest).join('');
	const base = kept.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N})\]»”"']+$/gu, '');
	return base.toLowerCase().endsWith(extension.toLowerCase()) ? base : (base || 'Untitled') + extension;
}
