import { lstat, realpath } from 'node:fs/promises';
import path from 'node:path';
import { type ExactPath, exactPath, mayBeInexact } from '../exact-path.js';
import { inTime } from '../in-time.js';
import { CheckIgnore } from './check-ignore.js';
import { GitCannotTell, isRepository } from './git-folder.js';
import { TrackedPaths } from './tracked-paths.js';

/** With less time left, in milliseconds, Git couldn't even start. */
const startMs = 20;

/** Limits for one batch. When they are used up, Git isn't asked any more. */
export interface AskingLimits {
	readonly processes: number;
	/** Per answer, in milliseconds. */
	readonly answerMs: number;
	/** For all answers together, in milliseconds. */
	readonly allMs: number;
}

/** A folder and the repository it is in. */
export interface RepositoryFolder {
	readonly rules: RepositoryRules;
	/** From the repository's top, with `/` between the parts. Empty for the top itself. */
	readonly path: string;
}

/** Asks Git what it ignores, with each repository's own rules. */
export class IgnoredByGit {
	readonly #findGit: () => Promise<string | undefined>;
	#program: Promise<string | undefined> | undefined;
	readonly #repositories = new Map<string, Promise<RepositoryRules | undefined>>();
	#left: AskingLimits;

	/** @param findGit returns the path of Git, or `undefined`; called once something looks like a repository */
	constructor(findGit: () => Promise<string | undefined>, limits: AskingLimits) {
		this.#findGit = findGit;
		this.#left = limits;
	}

	/**
	 * The repository that contains a local folder, after following links. `undefined` if there is none.
	 * @throws GitCannotTell
	 */
	async around(folder: string): Promise<RepositoryFolder | undefined> {
		const place = await this.#bounded(() => realpath(folder));
		for (let top = place; ; top = path.dirname(top)) {
			const rules = (await this.#hasDotGit(top)) ? await this.at(top) : undefined;
			if (rules) {
				return { rules, path: path.relative(top, place).split(path.sep).join('/') };
			}
			if (top === path.dirname(top)) {
				return undefined;
			}
		}
	}

	/**
	 * The repository with this top folder, which must be a real path. `undefined` if Git finds none there.
	 * @throws GitCannotTell
	 */
	at(top: string): Promise<RepositoryRules | undefined> {
		const known = this.#repositories.get(top) ?? this.#open(top);
		this.#repositories.set(top, known);
		return known;
	}

	/** Ends the Git process of a repository that is no longer needed. */
	close(rules: RepositoryRules): void {
		this.#repositories.delete(rules.top);
		rules.end();
	}

	/** Ends all Git processes. */
	async dispose(): Promise<void> {
		for (const opened of this.#repositories.values()) {
			(await opened.catch(() => undefined))?.end();
		}
	}

	async #open(top: string): Promise<RepositoryRules | undefined> {
		this.#program ??= this.#findGit(); // not bounded, because it may take all the time; called only once
		const git = await this.#program;
		if (git === undefined) {
			throw new GitCannotTell('Git was not found');
		}
		if (!(await this.#bounded(() => isRepository(top)))) {
			return undefined;
		}
		try {
			const rules = new RepositoryRules(git, top, {
				start: () => this.#countProcess(),
				bounded: work => this.#bounded(work),
			});
			await rules.match(['.git']);
			return rules;
		} catch (error) {
			if (/fatal: (?:not a git repository|invalid gitfile)/.test(String(error))) {
				return undefined;
			}
			throw asCannotTell(error);
		}
	}

	async #hasDotGit(folder: string): Promise<boolean> {
		return this.#bounded(() =>
			lstat(path.join(folder, '.git')).then(
				() => true,
				() => false,
			),
		);
	}

	#countProcess(): void {
		if (this.#left.processes === 0) {
			throw new GitCannotTell('the limit of Git processes is reached');
		}
		this.#left = { ...this.#left, processes: this.#left.processes - 1 };
	}

	async #bounded<T>(work: (limitMs: number) => Promise<T>): Promise<T> {
		const limitMs = Math.ceil(Math.min(this.#left.answerMs, this.#left.allMs));
		if (this.#left.allMs < startMs) {
			throw new GitCannotTell('the time for Git is used up');
		}
		const startedAt = performance.now();
		try {
			const result = await inTime(
				work(limitMs).then(value => ({ value })),
				limitMs,
			);
			if (result) {
				return result.value;
			}
		} catch (error) {
			throw asCannotTell(error);
		} finally {
			this.#left = { ...this.#left, allMs: this.#left.allMs - (performance.now() - startedAt) };
		}
		throw new GitCannotTell(`no answer within ${limitMs} ms`);
	}
}

function asCannotTell(error: unknown): GitCannotTell {
	return error instanceof GitCannotTell ? error : new GitCannotTell(String(error), { cause: error });
}

interface Bounds {
	/** @throws GitCannotTell if no more processes may start */
	start(): void;
	/** @throws GitCannotTell */
	bounded<T>(work: (limitMs: number) => Promise<T>): Promise<T>;
}

/** What Git ignores in one repository. Don't ask about paths inside a nested repository. */
export class RepositoryRules {
	readonly top: string;
	readonly #git: string;
	readonly #bounds: Bounds;
	readonly #check: CheckIgnore;
	#tracked: Promise<TrackedPaths> | undefined;

	constructor(git: string, top: string, bounds: Bounds) {
		this.top = top;
		this.#git = git;
		this.#bounds = bounds;
		bounds.start();
		this.#check = new CheckIgnore({ path: git, root: top });
	}

	/**
	 * Whether Git ignores each of these paths, which are relative to the top with `/` between the parts. A tracked file
	 * isn't ignored, and neither is a folder that contains one.
	 * @throws GitCannotTell
	 */
	async ignored(paths: readonly string[]): Promise<readonly boolean[]> {
		const matched = await this.match(paths);
		if (!matched.includes(true)) {
			return matched;
		}
		this.#tracked ??= this.#bounds.bounded(limitMs =>
			TrackedPaths.read({ path: this.#git, root: this.top, signal: AbortSignal.timeout(limitMs) }, this.#bounds.start),
		);
		const tracked = await this.#tracked;
		return matched.map((isMatched, index) => isMatched && !tracked.has(paths[index] as string));
	}

	/**
	 * Whether a rule matches each of these paths, even if it is tracked.
	 * @throws GitCannotTell
	 */
	async match(paths: readonly string[]): Promise<readonly boolean[]> {
		return paths.length === 0
			? []
			: this.#bounds.bounded(async limitMs => this.#check.ask(await this.#exact(paths), limitMs));
	}

	/** The paths as they are on disk. An unclear name stays as it is, since such a file is never sent. */
	async #exact(paths: readonly string[]): Promise<readonly ExactPath[]> {
		const start = Buffer.byteLength(path.join(this.top, path.sep));
		const exact: ExactPath[] = [];
		for (const each of paths) {
			const found = mayBeInexact(each) ? await exactPath(path.join(this.top, each)).catch(() => each) : each;
			exact.push(typeof found === 'string' ? each : found.subarray(start));
		}
		return exact;
	}

	end(): void {
		this.#check.end();
	}
}
