import type * as vscode from 'vscode';
import { GitCannotTell } from '../../machine/git/git-folder.js';
import type { IgnoredByGit, RepositoryFolder } from '../../machine/git/ignored-by-git.js';
import type { IgnoreRules } from '../../machine/worker/ignored.js';
import { type IgnoredFinder, readRules, rulesAbove } from './ignore-rules.js';

/** What decides which entries of a folder are ignored. */
export interface Place {
	/** Git; `undefined` if it isn't asked. */
	readonly git: RepositoryFolder | undefined;
	/** These rules, if Git isn't asked. */
	readonly rules: readonly IgnoreRules[];
	/** Whether the rules of subfolders are added. */
	readonly isHeeded: boolean;
}

/** A folder with all its names, and those in question. */
export interface Listed {
	readonly uri: vscode.Uri;
	readonly all: ReadonlySet<string>;
	readonly wanted: readonly string[];
}

interface Look {
	readonly place: Place;
	/** The names that Git ignores. */
	readonly ignored: ReadonlySet<string>;
}

const everything: Place = { git: undefined, rules: [], isHeeded: false };

/**
 * Finds what is ignored in a chosen folder: by asking Git, with each repository's own rules, or if that fails by
 * reading the rules.
 */
export class Ignoring {
	readonly #git: IgnoredByGit;
	readonly #finder: IgnoredFinder;
	#isGuessed = false;

	constructor(git: IgnoredByGit, finder: IgnoredFinder) {
		this.#git = git;
		this.#finder = finder;
	}

	/** Whether a repository's rules were read without Git. */
	get isGuessed(): boolean {
		return this.#isGuessed;
	}

	/** The place of the chosen folder. If the folder itself is ignored, everything in it is wanted. */
	async chosen(folder: vscode.Uri): Promise<Place> {
		const found = await askGit(folder, async () => {
			const git = await this.#git.around(folder.fsPath);
			const [isIgnored] = git && git.path !== '' ? await git.rules.match([git.path]) : [];
			return isIgnored ? everything : placeOf(git);
		});
		if (found) {
			return found.answer;
		}
		const place = await this.#guess(folder);
		const [[isIgnored] = []] = await this.#finder.find([{ uri: folder, isFolder: true }], [place.rules]);
		return isIgnored ? everything : place;
	}

	/** The place of a subfolder. If it is the top of a repository, that repository's rules apply. */
	async inside(folder: Listed, name: string, above: Place): Promise<Place> {
		const own = folder.all.has('.git') ? await this.#ownPlace(folder.uri) : undefined;
		return own ?? (above.git ? placeOf({ ...above.git, path: pathIn(above.git, name) }) : above);
	}

	/** What Git ignores in a folder, and the place of its subfolders. */
	async look(folder: Listed, place: Place): Promise<Look> {
		const { git } = place;
		const found =
			git && (await askGit(folder.uri, () => git.rules.ignored(folder.wanted.map(name => pathIn(git, name)))));
		if (found) {
			return { place, ignored: new Set(folder.wanted.filter((_, index) => found.answer[index])) };
		}
		const { rules, isHeeded } = git ? await this.#guess(folder.uri) : place;
		const own = isHeeded && folder.all.has('.gitignore') ? await readRules(folder.uri, '.gitignore') : [];
		return { place: { git: undefined, rules: [...rules, ...own], isHeeded }, ignored: new Set() };
	}

	/** Ends the Git process of a nested repository, if this folder is its top. */
	leave({ git }: Place): void {
		if (git?.path === '') {
			this.#git.close(git.rules);
		}
	}

	async #ownPlace(folder: vscode.Uri): Promise<Place | undefined> {
		const found = await askGit(folder, () => this.#git.around(folder.fsPath));
		if (!found) {
			return this.#guess(folder);
		}
		return found.answer?.path === '' ? placeOf(found.answer) : undefined;
	}

	async #guess(folder: vscode.Uri): Promise<Place> {
		const rules = await rulesAbove(folder);
		// For a local folder Git was asked first and failed, so there may be rules that weren't found.
		this.#isGuessed ||= rules !== undefined || folder.scheme === 'file';
		return { git: undefined, rules: rules ?? [], isHeeded: true };
	}
}

/** Git's answer; `undefined` if Git isn't asked or doesn't answer. */
export async function askGit<T>(uri: vscode.Uri, ask: () => Promise<T>): Promise<{ readonly answer: T } | undefined> {
	if (uri.scheme !== 'file') {
		return undefined;
	}
	try {
		return { answer: await ask() };
	} catch (error) {
		if (error instanceof GitCannotTell) {
			return undefined;
		}
		throw error;
	}
}

/** The path of a name in a folder, from the repository's top. */
export function pathIn({ path }: RepositoryFolder, name: string): string {
	return path === '' ? name : `${path}/${name}`;
}

function placeOf(git: RepositoryFolder | undefined): Place {
	return { git, rules: [], isHeeded: true };
}
