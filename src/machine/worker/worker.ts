import { parentPort } from 'node:worker_threads';
import { type JobName, jobs } from './jobs.js';

/** One job for the worker, which runs one at a time. */
export interface Request {
	readonly name: JobName;
	readonly input: unknown;
}

/** The worker's answer. It sends `ready` once, before the first job. */
export type Answer = { readonly output: unknown } | { readonly error: unknown };
export type Ready = 'ready';

// Entry point of the thread that `BoundedWorker` starts.
parentPort?.on('message', ({ name, input }: Request) => {
	parentPort?.postMessage(answer(name, input));
});

parentPort?.postMessage('ready' satisfies Ready);

function answer(name: JobName, input: unknown): Answer {
	try {
		return { output: (jobs[name] as (input: unknown) => unknown)(input) };
	} catch (error) {
		return { error };
	}
}
