/** How many letters and digits of a credential in a row give it away: half of a token is too much, too. */
const pieceLength = 12;
const startLength = 4;
const base = 36;
const mostDecodings = 3; // percent in percent in JSON

/**
 * Finds credentials in a text whatever stands between their letters and however these are spelled: split by spaces,
 * marks or NULs, in other case, backwards, as bytes in hexadecimal or base64 (from any byte on, of UTF-8 or UTF-16), as
 * escapes of addresses, JSON, HTML or MIME, and these in one another. Of all of it only letters and digits are compared,
 * in pieces of 12. The time grows with the text's length alone, not with the number of credentials.
 */
export class Disguises {
	readonly #pieces = new Set<string>();
	/** Which first four characters any piece has, as a number to the base of 36: nearly all of a text is passed over so. */
	readonly #starts = new Uint8Array(base ** startLength);
	/** Whether a credential is too short to have a piece. */
	#hasShort = false;

	add(secret: string): void {
		this.#hasShort ||= lettersOf(secret).length < pieceLength;
		for (const letters of spellingsOf(secret).map(lettersOf)) {
			for (let at = 0; at < letters.length; at += pieceLength) {
				const from = Math.max(0, Math.min(at, letters.length - pieceLength)); // the last one ends where the letters do
				this.#add(letters.slice(from, from + pieceLength));
			}
		}
	}

	/** Whether a credential may be in the text: one is, or there are some that only their usual spellings tell. */
	mayHold(text: string): boolean {
		return this.#hasShort || this.isIn(text);
	}

	/** Whether a piece of a credential is in the text. */
	isIn(text: string): boolean {
		let view = text;
		for (let decodings = 0; decodings <= mostDecodings; decodings += 1) {
			if (this.#isSpelledIn(lettersOf(view))) {
				return true;
			}
			const decoded = decode(view);
			if (decoded === view) {
				return false;
			}
			view = decoded;
		}
		return false;
	}

	#add(piece: string): void {
		if (piece.length === pieceLength) {
			this.#pieces.add(piece);
			this.#starts[Number.parseInt(piece.slice(0, startLength), base)] = 1;
		}
	}

	#isSpelledIn(letters: string): boolean {
		let start = 0;
		for (let at = 0; at < letters.length; at += 1) {
			start = (start * base + digitOf(letters.charCodeAt(at))) % base ** startLength;
			const from = at + 1 - startLength;
			if (this.#starts[start] === 1 && from >= 0 && this.#pieces.has(letters.slice(from, from + pieceLength))) {
				return true;
			}
		}
		return false;
	}
}

/** What is left of any spelling: small letters and digits of ASCII. */
function lettersOf(text: string): string {
	const plain = /[\uff01-\uff5e]/.test(text) ? text.replace(/[\uff01-\uff5e]/g, fromFullWidth) : text;
	return plain.replace(/[^A-Za-z0-9]+/g, '').toLowerCase();
}

function fromFullWidth(letter: string): string {
	return String.fromCharCode(letter.charCodeAt(0) - 0xfee0);
}

// `0` to `9`, then `a` to `z`.
function digitOf(code: number): number {
	return code < 97 ? code - 48 : code - 87;
}

const escapes =
	/(?:%|\\x|0x|=)([0-9a-f]{2})|(?:\\u|%u|u\+)(?:([0-9a-f]{4})|\{0{0,4}([0-9a-f]{2,4})\})|&#x0{0,8}([0-9a-f]{1,4});?|&#0{0,8}(\d{1,5});?|\\([0-3][0-7]{2})/gi;

/** The text with its escapes as the characters that they stand for. */
function decode(text: string): string {
	return text.replace(escapes, (_all, ...[byte, unit, braced, hex, decimal, octal]: (string | undefined)[]) => {
		const digits = byte ?? unit ?? braced ?? hex;
		const code =
			digits === undefined ? Number.parseInt(decimal ?? octal ?? '', decimal ? 10 : 8) : Number.parseInt(digits, 16);
		return String.fromCharCode(code);
	});
}

/** What a credential becomes as a whole: as it is, backwards, and as bytes of two kinds of text in hexadecimal and base64. */
function spellingsOf(secret: string): readonly string[] {
	const bytes = [Buffer.from(secret, 'utf8'), Buffer.from(secret, 'utf16le')];
	return [secret, [...secret].reverse().join(''), ...bytes.flatMap(each => [each.toString('hex'), ...base64Of(each)])];
}

/**
 * In base64 three bytes become four letters: where it begins in them decides on all. Letters of other bytes, too, are left
 * out. What addresses have in place of `+` and `/` is no letter either.
 */
function base64Of(bytes: Buffer): readonly string[] {
	return [0, 1, 2].map(offset => {
		const letters = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
		return letters.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6));
	});
}
