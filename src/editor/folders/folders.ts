import * as vscode from 'vscode';
import { CorError } from '../../attach/errors.js';
import { type LeftOut, LeftOutList, nothingLeftOut, type WhyLeftOut } from '../../attach/folders/left-out.js';
import { withoutEndSlashes } from '../../attach/text/end-slashes.js';
import { inTurns } from '../../machine/in-turns.js';
import type { BoundedWorker } from '../../machine/worker/bounded-worker.js';
import type { IgnoreRules } from '../../machine/worker/ignored.js';
import { excludeRules, IgnoredFinder, readRules, rulesAbove, UnusableRules } from './ignore-rules.js';

/** A file found in a folder. */
interface FoundFile {
	readonly uri: vscode.Uri;
	/** Below the folder's parent, so that it begins with the folder's own name; `/` between the parts. */
	readonly relativePath: string;
}

/** A folder of which nothing is sent, and why. */
interface RefusedFolder extends FoundFile {
	readonly problem: CorError;
}

export interface FolderListing {
	readonly files: readonly FoundFile[];
	/** Folders that would not be listed, perhaps the chosen one itself. */
	readonly refused: readonly RefusedFolder[];
	readonly leftOut: LeftOut;
	/** Whether there are more files than `maxFiles`, which are listed, or more folders. */
	readonly isCut: boolean;
}

/** More files than this in one folder, or folders, is a mistake, and listing them all would take memory and time. */
export const maxFiles = 10_000;

const rulesTimeMs = 5_000;
const neverSent: ReadonlyMap<string, WhyLeftOut> = new Map([
	['.git', 'version-control'],
	['node_modules', 'packages'],
]);

/**
 * The files of a folder and of the folders in it, by name. Links are not followed; `.git` and `node_modules` are left
 * out, and what Git ignores or the settings exclude too, unless the chosen folder is itself ignored or excluded: people
 * attach build output.
 */
export async function listFolder(worker: BoundedWorker, folder: vscode.Uri): Promise<FolderListing> {
	try {
		return await new Listing(worker, folder).read();
	} catch (error) {
		if (!(error instanceof UnusableRules)) {
			throw error;
		}
		// Without its rules nobody knows what of it is meant to stay behind.
		const problem = new CorError('ignore-rules', error.message);
		return {
			files: [],
			refused: [{ uri: folder, relativePath: baseName(folder), problem }],
			leftOut: nothingLeftOut,
			isCut: false,
		};
	}
}

/** The last part of a URI's path. */
export function baseName(uri: vscode.Uri): string {
	const path = withoutEndSlashes(uri.path);
	return path.slice(path.lastIndexOf('/') + 1);
}

class Listing {
	readonly #folder: vscode.Uri;
	readonly #ignored: IgnoredFinder;
	readonly #files: FoundFile[] = [];
	readonly #refused: RefusedFolder[] = [];
	readonly #leftOut = new LeftOutList();
	/** Each by itself: what one excludes, no other brings back. */
	#exclusions: readonly IgnoreRules[] = [];
	#areRulesHeeded = true;
	#folders = 0;
	#isCut = false;

	constructor(worker: BoundedWorker, folder: vscode.Uri) {
		this.#folder = folder;
		this.#ignored = new IgnoredFinder(worker, rulesTimeMs);
	}

	async read(): Promise<FolderListing> {
		const rules = await rulesAbove(this.#folder);
		const itself = [{ uri: this.#folder, isFolder: true }];
		const exclusions = excludeRules(this.#folder);
		const [isIgnoredItself, ...isExcludedItself] = (
			await this.#ignored.find(itself, [rules, ...exclusions.map(each => [each])])
		).map(([isItself]) => isItself);
		this.#exclusions = exclusions.filter((_, index) => !isExcludedItself[index]);
		this.#areRulesHeeded = !isIgnoredItself;
		await this.#walk(this.#folder, baseName(this.#folder), isIgnoredItself ? [] : rules);
		return { files: this.#files, refused: this.#refused, leftOut: this.#leftOut.leftOut, isCut: this.#isCut };
	}

	async #walk(folder: vscode.Uri, relativePath: string, above: readonly IgnoreRules[]): Promise<void> {
		this.#folders += 1;
		const found = await vscode.workspace.fs.readDirectory(folder).then(undefined, () => undefined);
		if (!found) {
			const problem = new CorError('folder-unreadable', 'the folder cannot be listed');
			this.#refused.push({ uri: folder, relativePath, problem });
			return;
		}
		const hasRules = this.#areRulesHeeded && found.some(([name]) => name === '.gitignore');
		const rules = hasRules ? [...above, ...(await readRules(folder, '.gitignore'))] : above;
		for await (const some of inTurns(found.sort(([a], [b]) => (a < b ? -1 : 1)))) {
			if (!(await this.#take(some, folder, relativePath, rules))) {
				return;
			}
		}
	}

	/** Takes what of these entries of a folder is wanted; whether there is room for more. */
	async #take(
		found: readonly [name: string, type: vscode.FileType][],
		folder: vscode.Uri,
		relativePath: string,
		rules: readonly IgnoreRules[],
	): Promise<boolean> {
		const entries = found.map(([name, type]) => ({
			name,
			uri: vscode.Uri.joinPath(folder, name),
			isFolder: type === vscode.FileType.Directory,
			why: whyNever(name, type),
		}));
		const byRules = await this.#whyByRules(entries, rules);
		for (const [index, { name, uri, isFolder, why = byRules[index] }] of entries.entries()) {
			if (why) {
				this.#leftOut.add(`${relativePath}/${name}`, why);
			} else if (this.#isCut || (isFolder ? this.#folders : this.#files.length) >= maxFiles) {
				this.#isCut = true;
				return false;
			} else if (isFolder) {
				await this.#walk(uri, `${relativePath}/${name}`, rules);
			} else {
				this.#files.push({ uri, relativePath: `${relativePath}/${name}` });
			}
		}
		return true;
	}

	/** Why rules leave each of these out; `undefined` for what they do not. */
	async #whyByRules(
		entries: readonly { readonly uri: vscode.Uri; readonly isFolder: boolean }[],
		rules: readonly IgnoreRules[],
	): Promise<readonly (WhyLeftOut | undefined)[]> {
		const [byGit, ...bySettings] = await this.#ignored.find(entries, [rules, ...this.#exclusions.map(each => [each])]);
		return entries.map((_, index) => {
			if (byGit?.[index]) {
				return 'ignored-by-git';
			}
			return bySettings.some(isExcluded => isExcluded[index]) ? 'excluded' : undefined;
		});
	}
}

/** Why nothing of this kind, or of this name, is sent from a folder; `undefined` where it may be. */
function whyNever(name: string, type: vscode.FileType): WhyLeftOut | undefined {
	if (type === vscode.FileType.Directory || type === vscode.FileType.File) {
		return neverSent.get(name);
	}
	return type & vscode.FileType.SymbolicLink ? 'link' : 'special';
}
