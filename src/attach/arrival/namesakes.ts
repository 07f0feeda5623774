import { plainName } from '../names/file-names.js';
import type { PlannedFile } from '../plan/plan.js';
import type { Rivals } from './claims.js';

/**
 * Finds files that could be confused: same size, and names that a server may make equal. An empty file could be confused
 * with any file of such a name, because some servers list every size as 0.
 */
export class Namesakes {
	readonly #counts = new Map<string, number>();

	constructor(files: readonly PlannedFile[], { stragglers }: Rivals) {
		for (const file of [...files, ...stragglers]) {
			for (const size of new Set([file.size, 0])) {
				const key = keyOf(file.name, size);
				this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1);
			}
		}
	}

	/** Whether there is another such file, if `size` bytes of this one were sent. */
	has(file: PlannedFile, size: number): boolean {
		const itself = file.size === size || size === 0 ? 1 : 0;
		return (this.#counts.get(keyOf(file.name, size)) ?? 0) > itself;
	}
}

function keyOf(name: string, size: number): string {
	return `${size} ${plainName(name)}`;
}
