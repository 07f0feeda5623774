import type { Clock } from '../../attach/clock.js';
import { CorError } from '../../attach/errors.js';

/**
 * Runs `work` with a signal that aborts with an `answer-timeout` after `ms` milliseconds, or with the reason of
 * `caller`.
 */
export async function withDeadline<T>(
	ms: number,
	clock: Clock,
	caller: AbortSignal | undefined,
	work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
	const limit = new AbortController();
	const stop = clock.after(ms, () => limit.abort(new CorError('answer-timeout', `no answer within ${ms} ms`)));
	try {
		return await work(caller ? AbortSignal.any([caller, limit.signal]) : limit.signal);
	} finally {
		stop();
	}
}

/**
 * Returns the result of `work`, or rejects with the signal's reason as soon as it aborts. The work itself goes on: a
 * renewal is shared by all requests, and a file system may never answer.
 */
export async function unlessAborted<T>(work: () => Promise<T> | T, signal: AbortSignal): Promise<T> {
	signal.throwIfAborted();
	let stop = (): void => {};
	const aborted = new Promise<never>((_, reject) => {
		stop = () => reject(signal.reason);
		signal.addEventListener('abort', stop);
	});
	try {
		return await Promise.race([work(), aborted]);
	} finally {
		signal.removeEventListener('abort', stop);
	}
}
