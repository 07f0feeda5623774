import { splitExtension } from '../names/extension.js';

/** What a patch's name is built from. */
interface PatchContents {
	/** Branch name, or the folder's name in a detached HEAD. */
	readonly branch: string;
	readonly changes: 'staged' | 'all';
	/** Paths of the chosen files. Missing if all files were meant. */
	readonly chosen?: readonly string[];
}

/** `logo.svg.patch` for one file, otherwise `feature-4101-staged.patch` or `feature-4101-changes.patch`. */
export function patchName({ branch, changes, chosen }: PatchContents): string {
	const only = chosen?.length === 1 ? chosen[0] : undefined;
	if (only !== undefined) {
		return `${only.slice(only.lastIndexOf('/') + 1)}.patch`;
	}
	return `${branch.replace(/[/\\]+/g, '-')}-${changes === 'staged' ? 'staged' : 'changes'}.patch`;
}

/** Line numbers, counted from 1, both included. */
export interface LineRange {
	readonly first: number;
	readonly last: number;
}

const maxNamed = 3;

/**
 * Name for a selection: `app.L12-34.ts`, or `app.L12_L40-44.ts` for two parts.
 * @param extension appended if the file name has none; includes its dot
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
 * Name for a document that was never saved: its tab label (VS Code uses the first line) without punctuation at either
 * end, plus the extension of its language unless the label already ends with it.
 */
export function untitledName(label: string, extension: string): string {
	const kept = [...label].slice(0, longest).join('');
	const base = kept.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N})\]»”"']+$/gu, '').replace(/[/\\]/g, '_');
	return base.toLowerCase().endsWith(extension.toLowerCase()) ? base : (base || 'Untitled') + extension;
}

/** What is known of a document that has no file. */
interface Provided {
	/** Label of its tab, if it has one. */
	readonly title?: string | undefined;
	/** Last part of its URI. */
	readonly base: string;
	/** Extension of its language, with its dot. */
	readonly extension: string;
}

/**
 * Name for a document from a content provider: its tab label, or else the last part of its URI. The extension comes
 * from the URI, or else from the language. Anything the label adds goes before the extension: `b (HEAD).ts`. Empty if
 * there is nothing to use.
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
 * Name for the text of an output channel: `COR Attachments.log`.
 * @param id VS Code's id of the channel, which starts with or contains the id of its extension
 * @param extensionIds ids of all installed extensions
 */
export function outputName(id: string, extensionIds: readonly string[]): string {
	const plain = id.replace(channel, '');
	const owner = extensionIds.find(each => plain.toLowerCase().startsWith(`${each}.`.toLowerCase()));
	const name = owner === undefined ? plain : plain.slice(owner.length + 1);
	return /\.log$/i.test(name) ? name : `${name}.log`;
}
