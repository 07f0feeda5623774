import ignore, { type Ignore } from 'ignore';

/** The rules of one file of Git's, or of the settings at one place. */
export interface IgnoreRules {
	/** Path of the folder that the rules are for, with a `/` at its end. */
	readonly base: string;
	/** The bytes of the file, or the patterns of the settings. */
	readonly source: Uint8Array | readonly string[];
}

export interface IgnoreQuestion {
	/** Each by itself, its rules outermost first. */
	readonly ruleSets: readonly (readonly IgnoreRules[])[];
	readonly entries: readonly { readonly path: string; readonly isFolder: boolean }[];
}

export interface IgnoreAnswer {
	/** For each set of rules, whether each entry is ignored. */
	readonly ignored: readonly (readonly boolean[])[];
	readonly spentMs: number;
}

/** Whether `A.txt` and `a.txt` are one file, as Git takes it for granted when it makes a repository here. */
const areNamesFolded = process.platform === 'win32' || process.platform === 'darwin';

/** Of rules, and of paths that were asked about: a matcher remembers them. */
const mostKeptCharacters = 1024 * 1024;

/**
 * Tells what rules ignore. What it parsed it keeps for the next questions, which come with the same rules; beyond 1 Mi
 * characters it forgets all of it.
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

	// Git: the rules nearest to the file decide, and of one set the last that matches.
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
