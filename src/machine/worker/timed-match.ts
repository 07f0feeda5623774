import type { Match } from '../../attach/task/branch-task.js';
import type { BoundedWorker } from './bounded-worker.js';

// A harmless pattern takes some microseconds, and then waits for a processor on a machine that is busy.
const matchMs = 500;

/** Runs a pattern that a person wrote on the worker's thread, for half a second at most. */
export async function timedMatch(
	worker: BoundedWorker,
	pattern: string,
	text: string,
	signal?: AbortSignal,
): Promise<Match> {
	return (await worker.run('match', { pattern, text }, matchMs, signal)) ?? { status: 'too-slow' };
}
