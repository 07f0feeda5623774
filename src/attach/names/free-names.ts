import { sameName } from '../text/same-name.js';

/** A set of taken names that finds free ones. Ignores case and Unicode form. */
export class FreeNames {
	readonly #taken: Set<string>;
	/** The next number for each name. No candidate is tried twice, so finding all names takes linear time. */
	readonly #counts = new Map<string, number>();

	constructor(taken: Iterable<string> = []) {
		this.#taken = new Set(Array.from(taken, sameName));
	}

	/**
	 * Reserves the name, or the first numbered variant that is free, and returns it.
	 * @param numbered returns the name with this number; names that become equal when shortened share one counter
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
