import { sameName } from '../text/same-name.js';

/** Names that are taken, without regard to case or Unicode form. */
export class FreeNames {
	readonly #taken: Set<string>;
	/** How far each name was counted. No candidate is tried twice, so the tries are at most the names that are taken. */
	readonly #counts = new Map<string, number>();

	constructor(taken: Iterable<string> = []) {
		this.#taken = new Set(Array.from(taken, sameName));
	}

	/**
	 * Takes the name, or the first numbered one that is free.
	 * @param numbered the name with ` (2)`; names that it makes one by shortening them are counted as one
	 */
	take(name: string, numbered: (count: number) => string): string {
		if (!this.#taken.has(sameName(name))) {
			this.#taken.add(sameName(name));
			return name;
		}
		const key = sameName(numbered(2));
		for (let count = this.#counts.get(key) ?? 2; ; count += 1) {
			const candidate = numbered(count);
			if (!this.#taken.has(sameName(candidate))) {
				this.#taken.add(sameName(candidate));
				this.#counts.set(key, count + 1);
				return candidate;
			}
		}
	}
}
