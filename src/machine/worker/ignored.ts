import ignore, { type Ignore } from 'ignore';

/** The rules of one ignore file, or of the settings, for one folder. */
export interface IgnoreRules {
	/** Path of the folder that the rules apply to, with a trailing `/`. */
	readonly base: string;
	/** The bytes of the file, or the patterns in the settings. */
	readonly source: Uint8Array | readonly string[];
}

export interface IgnoreQuestion {
	/** Independent sets; in each, the outermost rules come first. */
	readonly ruleSets: readonly (readonly IgnoreRules[])[];
	readonly entries: readonly { readonly path: string; readonly isFolder: boolean }[];
}

export interface IgnoreAnswer {
	/** For each set, whether each entry is ignored. */
	readonly ignored: readonly (readonly boolean[])[];
	readonly spentMs: number;
}

/** Whether `A.txt` and `a.txt` are the same file; Git assumes the same when it creates a repository here. */
const areNamesFolded = process.platform === 'win32' || process.platform === 'darwin';

/** Characters of parsed rules and of tested paths, which a matcher remembers too. */
const mostKeptCharacters = 1024 * 1024;

/**
 * Tells what rules ignore. Keeps parsed rules for the next questions, which use the same ones, and forgets all of them
 * after 1 Mi characters.
 */
export class IgnoreMatcher {
	readonly #parsed = new Map<string, Ignore>();
	#keptCharacters = 0;

	answer({ ruleSets, entries }: IgnoreQuestion): IgnoreAnswer {
		const startedAt = performance.now();
		if (this.#keptCharacters > mostKeptCharacters) {
			this.#parsed.clear();
			this.#keptCharacters = 0;
		}
		const ignored = ruleSets.map(rules => {
			const nearestFirst = rules.map(({ base, source }) => ({ base, matcher: this.#parse(source) })).reverse();
			return entries.map(({ path, isFolder }) => this.#isIgnored(nearestFirst, path, isFolder));
		});
		return { ignored, spentMs: performance.now() - startedAt };
	}

	#parse(source: IgnoreRules['source']): Ignore {
		const isFile = source instanceof Uint8Array;
		const rules = isFile ? new TextDecoder().decode(source) : source;
		const key = isFile ? `file ${rules}` : `patterns ${JSON.stringify(rules)}`;
		const known = this.#parsed.get(key);
		if (known) {
			return known;
		}
		const matcher = ignore({ ignorecase: !isFile || areNamesFolded }).add(rules);
		this.#parsed.set(key, matcher);
		this.#keptCharacters += key.length;
		return matcher;
	}

	// As in Git: the rules nearest to the file decide, and within one set the last match.
	#isIgnored(
		nearestFirst: readonly { readonly base: string; readonly matcher: Ignore }[],
		fullPath: string,
		isFolder: boolean,
	): boolean {
		for (const { base, matcher } of nearestFirst) {
			const path = fullPath.slice(base.length);
			this.#keptCharacters += path.length;
			const verdict = path === '' ? { ignored: false, unignored: false } : matcher.test(isFolder ? `${path}/` : path);
			if (verdict.ignored || verdict.unignored) {
				return verdict.ignored;
			}
		}
		return false;
	}
}
