/**
 * `JSON.parse` can't be interrupted, and its time grows with the values much more than with the bytes: 8 MiB of brackets
 * hold the thread for a second, 8 MiB of one text for 10 ms. So there is never more to parse than this at one go.
 */
const maxAtOnce = 20_000;
const enoughAtOnce = 5_000;
/** Of an answer; bounds the memory, too. */
const maxValues = 500_000;
const maxItems = 20_000;
// Whatever goes through the values may call itself for each level.
const maxDepth = 64;

const [quote, backslash, comma, colon] = [0x22, 0x5c, 0x2c, 0x3a];
const [openList, closeList, openObject, closeObject] = [0x5b, 0x5d, 0x7b, 0x7d];

/**
 * Looks at JSON byte by byte as it comes, without parsing it: whether it is within bounds, and where its list can be cut.
 * Its list is the first that is the whole of it, or a property of it.
 */
export class JsonBounds {
	/** Behind the list's opening bracket. */
	listStart = 0;
	/** Commas between two items of the list, each with at least 5,000 values since the one before. */
	readonly cuts: number[] = [];
	/** The list's closing bracket. */
	listEnd: number | undefined;
	#at = 0;
	#depth = 0;
	#listDepth = 0;
	#items = 0;
	#values = 1;
	#valuesAtCut = 0;
	#isInText = false;
	#isEscaped = false;

	/** What is over the bounds, in words; `undefined` as long as nothing is. */
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
