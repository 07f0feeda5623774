import type { PlannedFile } from '../plan/plan.js';

/** Progress of everything that is being sent. */
export interface Standing {
	/** Number of files that have ended, and of all files. */
	readonly ended: number;
	readonly files: number;
	/** Bytes sent, including all bytes of files that have ended; and bytes of all files. */
	readonly bytes: number;
	readonly totalBytes: number;
	/** 0 to 99. The last percent is the server's answer. */
	readonly percent: number;
	/** Name of the file that made progress last. */
	readonly name: string;
	/** Whether all bytes have left and only the server's answers are missing. */
	readonly isWaiting: boolean;
}

/** Counts files and bytes of all batches whose progress is shown together. The percentage never decreases. */
export class Tally {
	/** For each file on its way, the bytes that have left. */
	readonly #left = new Map<PlannedFile, number>();
	#files = 0;
	#totalBytes = 0;
	#endedBytes = 0;
	#ended = 0;
	#percent = 0;
	#name = '';

	add(files: readonly PlannedFile[]): void {
		this.#files += files.length;
		this.#totalBytes += files.reduce((sum, { size }) => sum + size, 0);
	}

	/** `bytes` of this file have left so far. */
	move(file: PlannedFile, bytes: number): void {
		this.#left.set(file, Math.min(bytes, file.size));
		this.#name = file.name;
	}

	end(file: PlannedFile): void {
		this.#left.delete(file);
		this.#endedBytes += file.size;
		this.#ended += 1;
	}

	get standing(): Standing {
		const onTheirWay = [...this.#left];
		const bytes = this.#endedBytes + onTheirWay.reduce((sum, [, left]) => sum + left, 0);
		const share = this.#totalBytes > 0 ? bytes / this.#totalBytes : this.#ended / Math.max(1, this.#files);
		this.#percent = Math.max(this.#percent, Math.min(99, Math.floor(share * 100)));
		return {
			ended: this.#ended,
			files: this.#files,
			bytes,
			totalBytes: this.#totalBytes,
			percent: this.#percent,
			name: this.#name,
			isWaiting: onTheirWay.length > 0 && onTheirWay.every(([{ size }, left]) => left === size),
		};
	}
}
