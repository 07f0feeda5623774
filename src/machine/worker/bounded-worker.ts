import { Worker } from 'node:worker_threads';
import type { JobInput, JobName, JobOutput } from './jobs.js';
import type { Answer, Ready, Request } from './worker.js';

export interface WorkerLimits {
	/** Until the thread has started, milliseconds. */
	readonly startMs: number;
	/** Without a job, until the thread is ended, milliseconds. */
	readonly idleMs: number;
	/** Of the thread's heap, MiB. */
	readonly heapMiB: number;
}

const usualLimits: WorkerLimits = { startMs: 30_000, idleMs: 60_000, heapMiB: 256 };

interface Waiting {
	readonly request: Request;
	readonly limitMs: number;
	readonly signal: AbortSignal | undefined;
	giveUp(): void;
	settle(answer: Answer | undefined): void;
}

/**
 * A thread for work with strangers' bytes, so that the editor's own never stands still and no work goes on without an end. It
 * starts with the first job, does one after the other, and is ended and started anew where one takes too long.
 */
export class BoundedWorker {
	readonly #entry: URL;
	readonly #limits: WorkerLimits;
	readonly #waiting: Waiting[] = [];
	#worker: Worker | undefined;
	#current: Waiting | undefined;
	#limit: NodeJS.Timeout | undefined;

	/** @param entry the file of `worker.ts`, as it was built */
	constructor(entry: URL, limits: Partial<WorkerLimits> = {}) {
		this.#entry = entry;
		this.#limits = { ...usualLimits, ...limits };
	}

	/**
	 * What the job gives; `undefined` where nobody can tell, because it takes longer than `limitMs` (counted from its turn), the
	 * thread dies or does not start, or the signal fires. Rejects with what the job throws.
	 */
	async run<Name extends JobName>(
		name: Name,
		input: JobInput<Name>,
		limitMs: number,
		signal?: AbortSignal,
	): Promise<JobOutput<Name> | undefined> {
		const answer = await new Promise<Answer | undefined>(resolve => {
			const job: Waiting = {
				request: { name, input },
				limitMs,
				signal,
				giveUp: () => {
					if (this.#current === job) {
						this.#end();
					}
				},
				settle: resolve,
			};
			this.#waiting.push(job);
			this.#next();
		});
		if (answer && 'error' in answer) {
			throw answer.error;
		}
		return answer?.output as JobOutput<Name> | undefined;
	}

	/** Ends the thread; jobs that wait give `undefined`. */
	dispose(): void {
		for (const { settle } of this.#waiting.splice(0)) {
			settle(undefined);
		}
		this.#end();
	}

	#next(): void {
		if (this.#current) {
			return;
		}
		const next = this.#waiting.shift();
		if (!next) {
			this.#worker?.unref(); // a thread that waits keeps no process alive
			this.#limitTo(this.#limits.idleMs);
			return;
		}
		if (next.signal?.aborted) {
			next.settle(undefined);
			this.#next();
			return;
		}
		this.#current = next;
		next.signal?.addEventListener('abort', next.giveUp);
		if (this.#worker) {
			this.#worker.ref();
			this.#hand(this.#worker, next);
		} else {
			this.#start(next);
		}
	}

	#start(first: Waiting): void {
		this.#limitTo(this.#limits.startMs);
		try {
			const worker = new Worker(this.#entry, { resourceLimits: { maxOldGenerationSizeMb: this.#limits.heapMiB } });
			this.#worker = worker;
			const endIfOurs = (): void => {
				if (this.#worker === worker) {
					this.#end();
				}
			};
			worker.on('message', (message: Answer | Ready) => {
				if (this.#worker !== worker) {
					return;
				}
				if (message === 'ready') {
					this.#hand(worker, first);
				} else {
					this.#finish(message);
				}
			});
			worker.once('messageerror', endIfOurs);
			worker.once('error', endIfOurs);
			worker.once('exit', endIfOurs);
		} catch {
			this.#end();
		}
	}

	#hand(worker: Worker, { request, limitMs }: Waiting): void {
		this.#limitTo(limitMs);
		worker.postMessage(request);
	}

	#limitTo(ms: number): void {
		clearTimeout(this.#limit);
		// An answer that came while this thread stood still is taken before the limit counts.
		this.#limit = setTimeout(() => {
			this.#limit = setTimeout(() => this.#end(), 0);
		}, ms);
		this.#limit.unref();
	}

	/** Ends the thread and whatever it does. */
	#end(): void {
		const worker = this.#worker;
		this.#worker = undefined;
		void worker?.terminate();
		this.#finish(undefined);
	}

	#finish(answer: Answer | undefined): void {
		clearTimeout(this.#limit);
		const done = this.#current;
		this.#current = undefined;
		done?.signal?.removeEventListener('abort', done.giveUp);
		done?.settle(answer);
		if (done || this.#worker) {
			this.#next();
		}
	}
}
