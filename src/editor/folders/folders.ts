import * as vscode from 'vscode';
import { CorError } from '../../attach/errors.js';
import { type LeftOut, LeftOutList, nothingLeftOut, type WhyLeftOut } from '../../attach/folders/left-out.js';
import { whyByName } from '../../attach/folders/system-files.js';
import { withoutEndSlashes } from '../../attach/text/end-slashes.js';
import { inNaturalOrder } from '../../attach/text/natural-order.js';
import type { IgnoredByGit } from '../../machine/git/ignored-by-git.js';
import { inTurns } from '../../machine/in-turns.js';
import type { BoundedWorker } from '../../machine/worker/bounded-worker.js';
import type { IgnoreRules } from '../../machine/worker/ignored.js';
import { FolderLists } from './folder-lists.js';
import { HiddenFinder } from './hidden-files.js';
import { excludeRules, IgnoredFinder, UnusableRules } from './ignore-rules.js';
import { Ignoring, type Place } from './ignoring.js';

/** A file in a folder. */
interface FoundFile {
	readonly uri: vscode.Uri;
	/** Path that starts with the folder's own name, with `/` between the parts. */
	readonly relativePath: string;
}

/** A folder that isn't sent, and why. */
interface RefusedFolder extends FoundFile {
	readonly problem: CorError;
}

export interface FolderListing {
	readonly files: readonly FoundFile[];
	/** Folders that can't be listed, perhaps the chosen one. */
	readonly refused: readonly RefusedFolder[];
	readonly leftOut: LeftOut;
	/** Whether there are more files or folders than `maxFiles`. The first ones are listed. */
	readonly isCut: boolean;
	/** Whether Git couldn't say what it ignores, so `leftOut` may be wrong. */
	readonly isGuessed: boolean;
}

/** More files than this must be a mistake, and listing them would take too much memory and time. */
export const maxFiles = 10_000;

const rulesTimeMs = 5_000;

/**
 * Lists the files of a folder and its subfolders in natural order. Skips links, files of systems and programs, and what
 * Git ignores, the settings exclude or the Explorer hides. Rules that match the chosen folder itself don't apply,
 * because people attach build output. Rejects after the signal has aborted.
 */
export async function listFolder(
	worker: BoundedWorker,
	git: IgnoredByGit,
	folder: vscode.Uri,
	signal?: AbortSignal,
): Promise<FolderListing> {
	try {
		return await new Listing(worker, git, folder, signal).read();
	} catch (error) {
		signal?.throwIfAborted();
		if (!(error instanceof UnusableRules)) {
			throw error;
		}
		// Without its rules, nobody knows what should be skipped.
		const problem = new CorError('ignore-rules', error.message);
		const refused = [{ uri: folder, relativePath: baseName(folder), problem }];
		return { files: [], refused, leftOut: nothingLeftOut, isCut: false, isGuessed: false };
	}
}

/** The last part of a URI's path. */
export function baseName(uri: vscode.Uri): string {
	const path = withoutEndSlashes(uri.path);
	return path.slice(path.lastIndexOf('/') + 1);
}

class Listing {
	readonly #folder: vscode.Uri;
	readonly #finder: IgnoredFinder;
	readonly #ignoring: Ignoring;
	readonly #hidden: HiddenFinder;
	readonly #lists = new FolderLists();
	readonly #signal: AbortSignal | undefined;
	readonly #files: FoundFile[] = [];
	readonly #refused: RefusedFolder[] = [];
	readonly #leftOut = new LeftOutList();
	/** Separate rule sets: what one excludes, another can't include again. */
	#exclusions: readonly IgnoreRules[] = [];
	#folders = 0;
	#isCut = false;

	constructor(worker: BoundedWorker, git: IgnoredByGit, folder: vscode.Uri, signal: AbortSignal | undefined) {
		this.#folder = folder;
		this.#signal = signal;
		this.#finder = new IgnoredFinder(worker, rulesTimeMs, signal);
		this.#ignoring = new Ignoring(git, this.#finder);
		this.#hidden = new HiddenFinder(worker, folder, rulesTimeMs, signal);
	}

	async read(): Promise<FolderListing> {
		const itself = [{ uri: this.#folder, isFolder: true }];
		const exclusions = excludeRules(this.#folder);
		const isExcluded = await this.#finder.find(
			itself,
			exclusions.map(each => [each]),
		);
		this.#exclusions = exclusions.filter((_, index) => !isExcluded[index]?.[0]);
		await this.#walk(this.#folder, baseName(this.#folder));
		return {
			files: this.#files,
			refused: this.#refused,
			leftOut: this.#leftOut.leftOut,
			isCut: this.#isCut,
			isGuessed: this.#ignoring.isGuessed,
		};
	}

	async #walk(folder: vscode.Uri, relativePath: string, above?: Place): Promise<void> {
		this.#folders += 1;
		const found = await this.#lists.take(folder);
		this.#signal?.throwIfAborted();
		if (!found) {
			const problem = new CorError('folder-unreadable', 'the folder cannot be listed');
			this.#refused.push({ uri: folder, relativePath, problem });
			return;
		}
		const listed = {
			uri: folder,
			all: new Set(found.map(([name]) => name)),
			wanted: found.filter(entry => !whyNever(...entry)).map(([name]) => name),
		};
		const own = above
			? await this.#ignoring.inside(listed, baseName(folder), above)
			: await this.#ignoring.chosen(folder);
		const { place, ignored } = await this.#ignoring.look(listed, own);
		const hidden = await this.#hidden.find(folder, [...listed.all]);
		for await (const some of inTurns(inNaturalOrder(found, ([name]) => name))) {
			if (!(await this.#take(some, folder, relativePath, place, { ignored, hidden }))) {
				break;
			}
		}
		if (above) {
			this.#ignoring.leave(own);
		}
	}

	/** Adds the wanted entries. Returns whether there is room for more. */
	async #take(
		found: readonly [name: string, type: vscode.FileType][],
		folder: vscode.Uri,
		relativePath: string,
		place: Place,
		{ ignored, hidden }: { readonly ignored: ReadonlySet<string>; readonly hidden: ReadonlySet<string> },
	): Promise<boolean> {
		const entries = found.map(([name, type]) => ({
			name,
			uri: vscode.Uri.joinPath(folder, name),
			isFolder: type === vscode.FileType.Directory,
			why: whyNever(name, type) ?? (ignored.has(name) ? 'ignored-by-git' : undefined),
		}));
		const byRules = await this.#whyByRules(entries, place.rules);
		const whys = entries.map(
			({ name, why }, index) => why ?? byRules[index] ?? (hidden.has(name) ? 'hidden' : undefined),
		);
		const wanted = entries.filter(({ isFolder }, index) => isFolder && !whys[index]).map(({ uri }) => uri);
		for (const [index, { name, uri, isFolder }] of entries.entries()) {
			const why = whys[index];
			if (why) {
				this.#leftOut.add(`${relativePath}/${name}${isFolder ? '/' : ''}`, why);
			} else if (this.#isCut || (isFolder ? this.#folders : this.#files.length) >= maxFiles) {
				this.#isCut = true;
				return false;
			} else if (isFolder) {
				this.#lists.begin(wanted);
				wanted.shift();
				await this.#walk(uri, `${relativePath}/${name}`, place);
			} else {
				this.#files.push({ uri, relativePath: `${relativePath}/${name}` });
			}
		}
		return true;
	}

	/** Why rules skip each of these entries; `undefined` if they don't. */
	async #whyByRules(
		entries: readonly { readonly uri: vscode.Uri; readonly isFolder: boolean }[],
		rules: readonly IgnoreRules[],
	): Promise<readonly (WhyLeftOut | undefined)[]> {
		const [byGit, ...bySettings] = await this.#finder.find(entries, [rules, ...this.#exclusions.map(each => [each])]);
		return entries.map((_, index) => {
			if (byGit?.[index]) {
				return 'ignored-by-git';
			}
			return bySettings.some(isExcluded => isExcluded[index]) ? 'excluded' : undefined;
		});
	}
}

/** Why entries of this kind or name are never sent; `undefined` if they may be. */
function whyNever(name: string, type: vscode.FileType): WhyLeftOut | undefined {
	if (type === vscode.FileType.Directory || type === vscode.FileType.File) {
		return whyByName(name, type === vscode.FileType.Directory);
	}
	return type & vscode.FileType.SymbolicLink ? 'link' : 'special';
}
