import path from 'node:path';
import { type GitRun, runGit } from './run-git.js';

/** Files that Git tracks although a rule ignores them, and their parent folders. */
export class TrackedPaths {
	readonly #paths: ReadonlySet<string>;
	readonly #fold: (path: string) => string;

	private constructor(paths: readonly string[], isCaseIgnored: boolean) {
		this.#fold = isCaseIgnored ? each => each.toLowerCase() : each => each;
		const all = new Set<string>();
		for (let each of paths.map(this.#fold)) {
			while (each !== '.' && !all.has(each)) {
				all.add(each);
				each = path.posix.dirname(each);
			}
		}
		this.#paths = all;
	}

	/**
	 * @param start called before each process; there are at most two
	 * @throws as `runGit` does, and what `start` throws
	 */
	static async read(git: GitRun, start: () => void): Promise<TrackedPaths> {
		const run = (args: readonly string[], okCodes: readonly number[] = []) => {
			start();
			const env = { GIT_CEILING_DIRECTORIES: path.dirname(git.root) };
			return runGit(git, args, { env, okCodes });
		};
		const listed = await run(['ls-files', '--cached', '--ignored', '--exclude-standard', '-z']);
		const paths = listed.toString().split('\0').slice(0, -1);
		if (paths.length === 0) {
			return new TrackedPaths([], false);
		}
		const ignoreCase = await run(['config', '--type=bool', '--get', 'core.ignorecase'], [1]);
		return new TrackedPaths(paths, ignoreCase.toString().trim() === 'true');
	}

	has(each: string): boolean {
		return this.#paths.has(this.#fold(each));
	}
}
