import type { Match } from '../../attach/task/branch-task.js';
import type { BoundedWorker } from './bounded-worker.js';

const matchMs = 100;

/** Runs a pattern that a person wrote on the worker's thread, for 100 ms at most. */
export async function timedMatch(
	worker: BoundedWorker,
	pattern: string,
	text: string,
	signal?: AbortSignal,
): Promise<Match> {
	return (await worker.run('match', { pattern, text }, matchMs, signal)) ?? { status: 'too-slow' };
}
