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

/** What there is to name a document by that is in no file. */
interface Provided {
	/** What its tab says, where there is one. */
	readonly title?: string | undefined;
	/** The last part of its address. */
	readonly base: string;
	/** The extension of its language, with its dot. */
	readonly extension: string;
}

/**
 * The name of a document that a provider makes: what its tab says, else the last part of its address, with the extension of
 * the address, or of its language where that has none. What the tab adds to a name stands before the extension:
 * `b (HEAD).ts`. Empty where neither says anything.
 */
export function providedName({ title, base, extension }: Provided): string {
	const [stem, ending] = splitExtension(base);
	const said = ending === '' ? (title ?? base) : (title ?? base).replace(base, () => stem);
	const name = said.replace(/[/\\]/g, '_').trim();
	if (/^\.*$/.test(name)) {
		return '';
	}
	const wanted = ending || (/\.[a-z]\w{0,9}$/i.test(name) ? '' : extension);
	return name.toLowerCase().endsWith(wanted.toLowerCase()) ? name : name + wanted;
}

const channel = /^extension-output-.{1,300}?-#\d+-(?=.)/s;

/**
 * The name of an output channel's text: `COR Attachments.log`.
 * @param id the editor's name for the channel, which begins with the extension's or has it in it
 * @param extensionIds of all extensions
 */
export function outputName(id: string, extensionIds: readonly string[]): string {
	const plain = id.replace(channel, '');
	const owner = extensionIds.find(each => plain.toLowerCase().startsWith(`${each}.`.toLowerCase()));
	const name = owner === undefined ? plain : plain.slice(owner.length + 1);
	return /\.log$/i.test(name) ? name : `${name}.log`;
}
