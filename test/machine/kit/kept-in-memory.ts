import type { KeptData } from '../../../src/machine/memory/versioned-store.js';

/** What the editor keeps for the extension, as JSON like there; the editor's own can't be given what other versions wrote. */
export class KeptInMemory implements KeptData {
	readonly #texts = new Map<string, string>();

	constructor(stored: Readonly<Record<string, unknown>> = {}) {
		for (const [key, value] of Object.entries(stored)) {
			this.#texts.set(key, JSON.stringify(value));
		}
	}

	get<T>(key: string): T | undefined;
	get<T>(key: string, otherwise: T): T;
	get<T>(key: string, otherwise?: T): T | undefined {
		const text = this.#texts.get(key);
		return text === undefined ? otherwise : (JSON.parse(text) as T);
	}

	async update(key: string, value: unknown): Promise<void> {
		const text = JSON.stringify(value);
		await Promise.resolve();
		if (text === undefined) {
			this.#texts.delete(key);
		} else {
			this.#texts.set(key, text);
		}
	}

	/** All that is stored, by key. */
	get all(): Readonly<Record<string, unknown>> {
		return Object.fromEntries([...this.#texts].map(([key, text]) => [key, JSON.parse(text)]));
	}
}
