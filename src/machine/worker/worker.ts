import { parentPort } from 'node:worker_threads';
import { type JobName, jobs } from './jobs.js';

/** What is asked of the worker, one at a time. */
export interface Request {
	readonly name: JobName;
	readonly input: unknown;
}

/** What it answers; `ready` once, before it is asked anything. */
export type Answer = { readonly output: unknown } | { readonly error: unknown };
export type Ready = 'ready';

// The entry of the thread that `BoundedWorker` starts.
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
