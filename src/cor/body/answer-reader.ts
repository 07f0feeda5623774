import { randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { JsonBounds } from './json-bounds.js';

// COR's answers have a few KB. More must not fill the memory.
const maxBytes = 8 * 1024 * 1024;

/**
 * Collects the bytes of an answer in one buffer. A list of chunks would need a hundred times the memory for chunks of
 * one byte.
 */
export class AnswerReader {
	readonly #bounds = new JsonBounds();
	#bytes = Buffer.alloc(16 * 1024);
	#length = 0;

	/** Bytes collected so far. */
	get length(): number {
		return this.#length;
	}

	/** Adds bytes. Returns why the answer is too large, or `undefined`. */
	take(chunk: Uint8Array): string | undefined {
		const length = this.#length + chunk.length;
		if (length > maxBytes) {
			return `the answer is longer than ${maxBytes} bytes`;
		}
		if (length > this.#bytes.length) {
			const larger = Buffer.alloc(Math.max(length, this.#bytes.length * 2));
			this.#bytes.copy(larger, 0, 0, this.#length);
			this.#bytes = larger;
		}
		this.#bytes.set(chunk, this.#length);
		this.#length = length;
		return this.#bounds.take(chunk);
	}

	/**
	 * Parses the JSON; `undefined` if it isn't JSON. A long list is parsed some thousand values at a time, with other
	 * work in between.
	 */
	async parse(): Promise<unknown> {
		const { listStart, cuts, listEnd } = this.#bounds;
		try {
			if (cuts.length === 0) {
				return JSON.parse(this.#text(0, this.#length));
			}
			if (listEnd === undefined) {
				return undefined; // cut off inside its list
			}
			const mark = randomUUID(); // an object may order its properties anew, so the list is not simply the first one
			const root: unknown = JSON.parse(`${this.#text(0, listStart)}"${mark}"${this.#text(listEnd, this.#length)}`);
			const arrays: unknown[][] = [root, ...Object.values(root as object)].filter(Array.isArray);
			const list = arrays.find(([first]) => first === mark);
			if (list === undefined) {
				return undefined; // its name comes again further on
			}
			list.pop();
			let from = listStart;
			for (const to of [...cuts, listEnd]) {
				list.push(...itemsOf(this.#text(from, to)));
				from = to + 1;
				await setImmediate();
			}
			return root;
		} catch {
			return undefined; // a proxy's HTML, an empty body, or one that was cut off; the caller decides what that means
		}
	}

	#text(from: number, to: number): string {
		return new TextDecoder().decode(this.#bytes.subarray(from, to)); // leaves out a byte order mark
	}
}

function itemsOf(text: string): readonly unknown[] {
	const items: readonly unknown[] = JSON.parse(`[${text}]`);
	if (items.length === 0) {
		throw new SyntaxError('a comma without a value');
	}
	return items;
}
