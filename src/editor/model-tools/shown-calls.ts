import type { ReceiptLine } from '../sending/receipt.js';

/** What a person was shown of a call. */
export interface Shown {
	readonly title: string;
	readonly account: string | undefined;
	/** What goes, as text. */
	readonly uris: ReadonlySet<string>;
	readonly leftOut: readonly ReceiptLine[];
}

const maxKept = 100; // a call that was prepared need not be made

/** The calls of models that people were shown, by their input: no other is made. */
export class ShownCalls {
	readonly #shown = new Map<string, Shown>();

	keep(input: unknown, shown: Shown): void {
		const key = JSON.stringify(input);
		this.#shown.delete(key);
		this.#shown.set(key, shown);
		for (const oldest of [...this.#shown.keys()].slice(0, -maxKept)) {
			this.#shown.delete(oldest);
		}
	}

	of(input: unknown): Shown | undefined {
		return this.#shown.get(JSON.stringify(input));
	}
}
