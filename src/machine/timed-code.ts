import { createContext, runInContext } from 'node:vm';
import type { Match } from '../attach/task/branch-task.js';

/**
 * Time for work of which nobody knows how long it takes, such as a stranger's regular expressions: so many milliseconds
 * for all of it together. In a context of its own because only that has a time limit.
 */
export class TimeBudget {
	readonly #context = createContext({ work: undefined });
	#leftMs: number;

	constructor(ms: number) {
		this.#leftMs = ms;
	}

	/** What `work` gives; `undefined` where the time is over, however far it is. Throws what `work` throws. */
	spend<T extends object>(work: () => T): T | undefined {
		if (this.#leftMs < 1) {
			return undefined;
		}
		const startedAt = performance.now();
		this.#context.work = work;
		try {
			return runInContext('work()', this.#context, { timeout: Math.ceil(this.#leftMs) }) as T;
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') {
				this.#leftMs = 0;
				return undefined;
			}
			throw error;
		} finally {
			this.#leftMs -= performance.now() - startedAt;
		}
	}
}

const matchMs = 100;

/**
 * Runs a pattern that a person wrote, for 100 ms at most: some expressions take minutes for a few characters, and would hold
 * up every extension for as long.
 */
export function timedMatch(pattern: string, text: string): Match {
	let expression: RegExp;
	try {
		expression = new RegExp(pattern, 'iu');
	} catch {
		return { status: 'invalid' };
	}
	const found = new TimeBudget(matchMs).spend(() => ({ groups: expression.exec(text) }));
	if (!found) {
		return { status: 'too-slow' };
	}
	return found.groups ? { status: 'found', groups: found.groups } : { status: 'nothing' };
}
