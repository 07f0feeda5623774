import type { PlannedFile } from '../plan/plan.js';

/** How far everything that is under way has come. */
export interface Standing {
	/** Files that ended, and files in all. */
	readonly ended: number;
	readonly files: number;
	/** Bytes that left or need not leave any more, and bytes in all. */
	readonly bytes: number;
	readonly totalBytes: number;
	/** 0 to 99: the last percent is the server's answer. */
	readonly percent: number;
	/** The file that moved last. */
	readonly name: string;
	/** Whether all that is on its way has left to the last byte, so that only the server's answers are missing. */
	readonly isWaiting: boolean;
}

/** Counts files and bytes over all batches that are shown together. The percentage never goes back. */
export class Tally {
	/** Bytes that have left of what is on its way. */
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

	/** `bytes` of this file have left. */
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
