import type { Match } from '../../attach/task/branch-task.js';
import type { BoundedWorker } from './bounded-worker.js';

// A harmless pattern takes microseconds, but may wait for a busy processor.
const matchMs = 500;

/** Runs a person's pattern in the worker, for half a second at most. */
export async function timedMatch(
	worker: BoundedWorker,
	pattern: string,
	text: string,
	signal?: AbortSignal,
): Promise<Match> {
	return (await worker.run('match', { pattern, text }, matchMs, signal)) ?? { status: 'too-slow' };
}
