/**
 * Values parsed in one go. `JSON.parse` can't be interrupted, and its time depends on the number of values more than on
 * bytes: 8 MiB of brackets block the thread for a second, 8 MiB of one text for 10 ms.
 */
const maxAtOnce = 20_000;
const enoughAtOnce = 5_000;
/** Per answer. Also limits the memory. */
const maxValues = 500_000;
const maxItems = 20_000;
// Code that walks through the values may recurse once per level.
const maxDepth = 64;

const [quote, backslash, comma, colon] = [0x22, 0x5c, 0x2c, 0x3a];
const [openList, closeList, openObject, closeObject] = [0x5b, 0x5d, 0x7b, 0x7d];

/**
 * Checks JSON byte by byte without parsing it: whether it is within bounds, and where its list can be cut. The list is
 * the first array that is the whole answer or one of its properties.
 */
export class JsonBounds {
	/** Position after the list's opening bracket. */
	listStart = 0;
	/** Positions of commas between two items, at least 5,000 values apart. */
	readonly cuts: number[] = [];
	/** Position of the list's closing bracket. */
	listEnd: number | undefined;
	#at = 0;
	#depth = 0;
	#listDepth = 0;
	#items = 0;
	#values = 1;
	#valuesAtCut = 0;
	#isInText = false;
	#isEscaped = false;

	/** Checks more bytes. Returns what exceeds the bounds, or `undefined`. */
	take(bytes: Uint8Array): string | undefined {
		for (const byte of bytes) {
			if (this.#isEscaped) {
				this.#isEscaped = false;
			} else if (this.#isInText) {
				this.#isInText = byte !== quote;
				this.#isEscaped = byte === backslash;
			} else {
				this.#takeMark(byte);
			}
			this.#at += 1;
			if (this.#depth > maxDepth || this.#values - this.#valuesAtCut > maxAtOnce) {
				return `the answer has more than ${maxDepth} levels, or more than ${maxAtOnce} values where it can't be cut`;
			}
		}
		return this.#values > maxValues || this.#items > maxItems
			? `the answer has more than ${maxValues} values, or more than ${maxItems} items`
			: undefined;
	}

	#takeMark(byte: number): void {
		switch (byte) {
			case quote:
				this.#isInText = true;
				break;
			case comma:
				this.#values += 1;
				this.#endItem();
				break;
			case colon:
				this.#values += 1;
				break;
			case openList:
			case openObject:
				this.#values += 1;
				this.#depth += 1;
				this.#beginList(byte);
				break;
			case closeList:
			case closeObject:
				this.#endList();
				this.#depth -= 1;
				break;
		}
	}

	#beginList(byte: number): void {
		if (byte === openList && this.#listDepth === 0 && this.#depth <= 2) {
			this.#listDepth = this.#depth;
			this.listStart = this.#at + 1;
		}
	}

	#endItem(): void {
		if (this.listEnd !== undefined || this.#depth !== this.#listDepth) {
			return;
		}
		this.#items += 1;
		if (this.#values - this.#valuesAtCut >= enoughAtOnce) {
			this.cuts.push(this.#at);
			this.#valuesAtCut = this.#values;
		}
	}

	#endList(): void {
		if (this.listEnd === undefined && this.#depth === this.#listDepth) {
			this.listEnd = this.#at;
		}
	}
}
