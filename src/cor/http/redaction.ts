import { Disguises } from './disguises.js';

// A shorter text isn't a secret, and hiding it would damage ordinary sentences.
const minLength = 6;
// A token lives an hour, so a forgotten one expired days ago.
const maxTokens = 100;
const keptTokens = 50;
// Longer texts are cut here. Nothing that long is shown or logged.
const maxLength = 64 * 1024;
const mark = '•••';

/**
 * Removes credentials from untrusted text: a server, a proxy or a keyring may repeat them, and their messages are
 * shown, logged and stored. One per window. Hides at least the 50 latest tokens, since an old one may still be repeated,
 * and every other credential. Takes time proportional to the text, of which at most 64 Ki characters are kept.
 */
export class Redaction {
	/** Each with its usual spellings. */
	readonly #lasting = new Map<string, readonly string[]>();
	/** Likewise, latest last. */
	readonly #tokens = new Map<string, readonly string[]>();
	/** Longest first, because one may contain another. */
	#forms: readonly string[] = [];
	#disguises = new Disguises();

	/** Hides this text from now on, however it is written. */
	hide(secret: string): void {
		this.#add(secret, this.#lasting);
	}

	/** Hides this token until 50 others are known that were hidden later. */
	hideToken(token: string): void {
		this.#add(token, this.#tokens);
	}

	/** The text with `•••` for each credential. If one can't be cut out, its whole line becomes `•••`. */
	redact(text: string): string {
		const cut = text.slice(0, maxLength);
		if (this.#forms.length === 0 || !this.#disguises.mayHold(cut)) {
			return cut;
		}
		const clean = this.#forms.reduce((rest, form) => rest.replaceAll(form, mark), cut);
		if (!this.#disguises.isIn(clean)) {
			return clean;
		}
		const lines = clean.split('\n').map(line => (this.#disguises.isIn(line) ? mark : line));
		const rest = lines.join('\n');
		return this.#disguises.isIn(rest) ? mark : rest;
	}

	#add(secret: string, to: Map<string, readonly string[]>): void {
		if (secret.length < minLength) {
			return;
		}
		to.delete(secret); // so that it becomes the latest
		to.set(secret, formsOf(secret));
		this.#disguises.add(secret);
		if (this.#tokens.size > maxTokens) {
			this.#forgetOldTokens();
		}
		const forms = [...this.#lasting.values(), ...this.#tokens.values()].flat();
		this.#forms = [...new Set(forms)].sort((a, b) => b.length - a.length);
	}

	// Forgets many at once, since the lookup table must be built again.
	#forgetOldTokens(): void {
		for (const token of [...this.#tokens.keys()].slice(0, -keptTokens)) {
			this.#tokens.delete(token);
		}
		this.#disguises = new Disguises();
		for (const secret of [...this.#lasting.keys(), ...this.#tokens.keys()]) {
			this.#disguises.add(secret);
		}
	}
}

/** The usual spellings, which can be replaced exactly: plain, percent-encoded, base64, and escaped for JSON. */
function formsOf(secret: string): readonly string[] {
	return [
		secret,
		encodeURIComponent(secret.toWellFormed()),
		Buffer.from(secret).toString('base64').replace(/=+$/, ''),
		Buffer.from(secret).toString('base64url'),
		JSON.stringify(secret).slice(1, -1),
	];
}
