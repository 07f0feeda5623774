/** Tasks that are shown open unasked: the branch's, and each that becomes the one used last. */
export class OpenedTasks {
	readonly #opened = new Map<number, number>();
	#openings = 0;
	#branch: number | undefined;
	#recent: number | undefined;

	/** Opens the branch's task and the one used last, where they are others than before. */
	follow(branch: number | undefined, recent: number | undefined): void {
		this.#open(branch, this.#branch);
		this.#open(recent, this.#recent);
		this.#branch = branch;
		this.#recent = recent;
	}

	/** Which opening was this task's, from 1; 0 if it was not opened. */
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
