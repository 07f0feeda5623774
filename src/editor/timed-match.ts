import { runInNewContext } from 'node:vm';
import type { Match } from '../attach/branch-task.js';

const timeLimitMs = 25;

/**
 * Runs a pattern that a person wrote, at most 25 ms: some expressions take minutes for a few characters, and would hold
 * up every extension for as long. In a context of its own because only that has a time limit; pattern and text are values.
 */
export function timedMatch(pattern: string, text: string): Match {
	try {
		const found: unknown = runInNewContext(
			'new RegExp(pattern, "iu").exec(text)',
			{ pattern, text },
			{ timeout: timeLimitMs },
		);
		return Array.isArray(found) ? { status: 'found', groups: found } : { status: 'nothing' };
	} catch (error) {
		return {
			status: (error as NodeJS.ErrnoException).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT' ? 'too-slow' : 'invalid',
		};
	}
}
