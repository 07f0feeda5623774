/** Tasks that open without a click: the branch's, and each that becomes the latest one used. */
export class OpenedTasks {
	readonly #opened = new Map<number, number>();
	#openings = 0;
	#branch: number | undefined;
	#recent: number | undefined;

	/** Opens the branch's task and the latest one used, if they have changed. */
	follow(branch: number | undefined, recent: number | undefined): void {
		this.#open(branch, this.#branch);
		this.#open(recent, this.#recent);
		this.#branch = branch;
		this.#recent = recent;
	}

	/** Number of the opening in which this task was opened, counted from 1; 0 if it wasn't. */
	of(taskId: number): number {
		return this.#opened.get(taskId) ?? 0;
	}

	#open(id: number | undefined, last: number | undefined): void {
		if (id !== undefined && id !== last) {
			this.#openings += 1;
			this.#opened.set(id, this.#openings);
		}
	}
}
