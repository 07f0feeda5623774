/** Runs work one after another. */
export class Sequence {
	#last: Promise<unknown> = Promise.resolve();

	/** Runs the work when all earlier work has ended, in whatever way. Rejects as the work does. */
	run<T>(work: () => Promise<T>): Promise<T> {
		const done = this.#last.then(work);
		this.#last = done.catch(() => {}); // the caller gets the error
		return done;
	}
}
