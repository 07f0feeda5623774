const [newline, quote, backslash] = [0x0a, 0x22, 0x5c];

/** Walks through the lines of a patch without copying them. A last line without a newline is not a line. */
export class PatchLines {
	/** Position of the next line. */
	at = 0;
	readonly bytes: Uint8Array;

	constructor(bytes: Uint8Array) {
		this.bytes = bytes;
	}

	get isAtEnd(): boolean {
		return this.at >= this.bytes.length;
	}

	/** `undefined` at the end, or if the patch was cut off inside the line. */
	peek(): Line | undefined {
		const end = this.bytes.indexOf(newline, this.at);
		return end === -1 ? undefined : new Line(this.bytes, this.at, end);
	}

	peekByte(): number | undefined {
		return this.bytes[this.at];
	}

	next(): Line | undefined {
		const line = this.peek();
		this.at = line ? line.end + 1 : this.at;
		return line;
	}

	/** Skips a line without parsing it. Returns the position of the next one. */
	skip(): number | undefined {
		const end = this.bytes.indexOf(newline, this.at);
		if (end === -1) {
			return undefined;
		}
		this.at = end + 1;
		return this.at;
	}
}

/** A line of a patch, without its newline. */
export class Line {
	readonly #bytes: Uint8Array;
	readonly start: number;
	readonly end: number;

	constructor(bytes: Uint8Array, start: number, end: number) {
		this.#bytes = bytes;
		this.start = start;
		this.end = end;
	}

	get length(): number {
		return this.end - this.start;
	}

	startsWith(text: string): boolean {
		for (let index = 0; index < text.length; index += 1) {
			if (this.start + index >= this.end || this.#bytes[this.start + index] !== text.charCodeAt(index)) {
				return false;
			}
		}
		return true;
	}

	/** The first 100 bytes, as text. */
	beginning(): string {
		return decode(this.#bytes.subarray(this.start, Math.min(this.end, this.start + 100)));
	}

	/** The file name from one position to another, or to the end of the line. */
	name(from: number, to = this.length): string {
		const start = this.start + from;
		return this.#bytes[start] === quote ? this.#quoted(start) : decode(this.#bytes.subarray(start, this.start + to));
	}

	/** The name in `a/name b/name`; `undefined` if the two differ. */
	repeatedName(from: number): string | undefined {
		const start = this.start + from;
		const middle = start + (this.end - start - 1) / 2;
		const halves = [this.#bytes.subarray(start, middle), this.#bytes.subarray(middle + 1, this.end)] as const;
		const prefix = halves[0][0] === quote ? 3 : 2;
		const isSame =
			Number.isInteger(middle) &&
			halves[0].length === halves[1].length &&
			halves[0].every((byte, index) => index < prefix || byte === halves[1][index]);
		return isSame ? this.name(from, middle - this.start).slice('a/'.length) : undefined;
	}

	/** Decodes Git's base85 line; `undefined` if it isn't one. */
	base85(): Uint8Array | undefined {
		const code = this.#bytes[this.start] as number;
		const length = code >= 0x61 ? code - 0x61 + 27 : code - 0x41 + 1; // a to z, A to Z
		const groups = Math.ceil(length / 4);
		if (length < 1 || length > 52 || this.length !== 1 + groups * 5) {
			return undefined;
		}
		const decoded = new Uint8Array(groups * 4);
		const view = new DataView(decoded.buffer);
		for (let group = 0; group < groups; group += 1) {
			let value = 0;
			for (let index = 0; index < 5; index += 1) {
				const digit = digits[this.#bytes[this.start + 1 + group * 5 + index] as number] ?? 255;
				if (digit === 255) {
					return undefined;
				}
				value = value * 85 + digit;
			}
			view.setUint32(group * 4, value); // keeps the lower 32 bits
		}
		return decoded.subarray(0, length);
	}

	/** A name in Git's quoted form, with escapes as in C. */
	#quoted(quoteAt: number): string {
		const name: number[] = [];
		for (let index = quoteAt + 1; index < this.end && this.#bytes[index] !== quote; index += 1) {
			const byte = this.#bytes[index] as number;
			if (byte !== backslash) {
				name.push(byte);
				continue;
			}
			index += 1;
			const escaped = String.fromCharCode(this.#bytes[index] ?? 0);
			if (escaped >= '0' && escaped <= '3') {
				name.push(Number.parseInt(decode(this.#bytes.subarray(index, index + 3)), 8));
				index += 2;
			} else {
				const at = 'abtnvfr'.indexOf(escaped);
				name.push(at === -1 ? escaped.charCodeAt(0) : 7 + at);
			}
		}
		return decode(Uint8Array.from(name));
	}
}

function decode(bytes: Uint8Array): string {
	return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString();
}

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~';
const digits = new Uint8Array(256).fill(255);
for (const [value, character] of [...alphabet].entries()) {
	digits[character.charCodeAt(0)] = value;
}
