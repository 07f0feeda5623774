/** Consecutive letters and digits of a credential that reveal it. Half a token must not leak either. */
const pieceLength = 12;
const startLength = 4;
const base = 36;
const mostDecodings = 3; // e.g. percent-encoding inside percent-encoding inside JSON

/**
 * Finds credentials in a text, however they are written: with spaces, marks or NULs in between, in other case,
 * reversed, in hexadecimal or base64 (from any offset, of UTF-8 or UTF-16), escaped as in URLs, JSON, HTML or MIME, and
 * nested. Compares only letters and digits, in pieces of 12. Takes time proportional to the text, however many
 * credentials there are.
 */
export class Disguises {
	readonly #pieces = new Set<string>();
	/** Marks the first four characters of all pieces, as a base-36 number, so that most of a text needs no lookup. */
	readonly #starts = new Uint8Array(base ** startLength);
	/** Whether one of the credentials is shorter than a piece. */
	#hasShort = false;

	add(secret: string): void {
		this.#hasShort ||= lettersOf(secret).length < pieceLength;
		for (const letters of spellingsOf(secret).map(lettersOf)) {
			for (let at = 0; at < letters.length; at += pieceLength) {
				const from = Math.max(0, Math.min(at, letters.length - pieceLength)); // the last piece ends at the last letter
				this.#add(letters.slice(from, from + pieceLength));
			}
		}
	}

	/** Whether the text may contain a credential. Always `true` if one is too short for this class. */
	mayHold(text: string): boolean {
		return this.#hasShort || this.isIn(text);
	}

	/** Whether the text contains a piece of a credential. */
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

/** Only the letters and digits, in lower case; full-width ones become ASCII. */
function lettersOf(text: string): string {
	const plain = /[\uff01-\uff5e]/.test(text) ? text.replace(/[\uff01-\uff5e]/g, fromFullWidth) : text;
	return plain.replace(/[^A-Za-z0-9]+/g, '').toLowerCase();
}

function fromFullWidth(letter: string): string {
	return String.fromCharCode(letter.charCodeAt(0) - 0xfee0);
}

// `0` to `9`, then `a` to `z`
function digitOf(code: number): number {
	return code < 97 ? code - 48 : code - 87;
}

const escapes =
	/(?:%|\\x|0x|=)([0-9a-f]{2})|(?:\\u|%u|u\+)(?:([0-9a-f]{4})|\{0{0,4}([0-9a-f]{2,4})\})|&#x0{0,8}([0-9a-f]{1,4});?|&#0{0,8}(\d{1,5});?|\\([0-3][0-7]{2})/gi;

/** Replaces escapes by the characters they stand for. */
function decode(text: string): string {
	return text.replace(escapes, (_all, ...[byte, unit, braced, hex, decimal, octal]: (string | undefined)[]) => {
		const digits = byte ?? unit ?? braced ?? hex;
		const code =
			digits === undefined ? Number.parseInt(decimal ?? octal ?? '', decimal ? 10 : 8) : Number.parseInt(digits, 16);
		return String.fromCharCode(code);
	});
}

/** The credential as it is, reversed, and as hexadecimal and base64 of its UTF-8 and UTF-16 bytes. */
function spellingsOf(secret: string): readonly string[] {
	const bytes = [Buffer.from(secret, 'utf8'), Buffer.from(secret, 'utf16le')];
	return [secret, [...secret].reverse().join(''), ...bytes.flatMap(each => [each.toString('hex'), ...base64Of(each)])];
}

/**
 * Base64 turns three bytes into four letters, so the result depends on the offset. Letters that also contain bits of
 * the neighbours are left out. URL-safe base64 needs no extra case, since `+`, `/`, `-` and `_` are ignored.
 */
function base64Of(bytes: Buffer): readonly string[] {
	return [0, 1, 2].map(offset => {
		const letters = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
		return letters.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6));
	});
}
