import { Worker } from 'node:worker_threads';
import type { JobInput, JobName, JobOutput } from './jobs.js';
import type { Answer, Ready, Request } from './worker.js';

export interface WorkerLimits {
	/** For starting the thread, in milliseconds. */
	readonly startMs: number;
	/** How long the thread may be idle before it is ended, in milliseconds. */
	readonly idleMs: number;
	/** Heap of the thread, in MiB. */
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
 * A thread for untrusted bytes, so that they can't block the editor's thread and no work runs forever. Starts with the
 * first job and runs one job at a time. If one takes too long, the thread is ended and the next job starts a new one.
 */
export class BoundedWorker {
	readonly #entry: URL;
	readonly #limits: WorkerLimits;
	readonly #waiting: Waiting[] = [];
	#worker: Worker | undefined;
	#current: Waiting | undefined;
	#limit: NodeJS.Timeout | undefined;

	/** @param entry the built file of `worker.ts` */
	constructor(entry: URL, limits: Partial<WorkerLimits> = {}) {
		this.#entry = entry;
		this.#limits = { ...usualLimits, ...limits };
	}

	/**
	 * Runs a job. `undefined` if it takes longer than `limitMs` milliseconds (counted from its start), the thread dies or
	 * doesn't start, or the signal aborts. Rejects with what the job throws.
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

	/** Ends the thread. Waiting jobs get `undefined`. */
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
			this.#worker?.unref(); // an idle thread must not keep the process alive
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
		// One more turn: an answer that arrived while this thread was blocked is still accepted.
		this.#limit = setTimeout(() => {
			this.#limit = setTimeout(() => this.#end(), 0);
		}, ms);
		this.#limit.unref();
	}

	/** Ends the thread and its job. */
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
