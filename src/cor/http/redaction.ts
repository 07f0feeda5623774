import { Disguises } from './disguises.js';

// A shorter text is no secret, and would tear holes into every sentence that happens to hold it.
const minLength = 6;
// A token lives an hour: those that are forgotten have been of no use for days.
const maxSecrets = 100;
const keptSecrets = 50;
// What is longer is cut there: nothing that long is shown or logged.
const maxLength = 64 * 1024;
const mark = '•••';

/**
 * Takes credentials out of what comes from outside: a server, a proxy or a keyring may repeat what it was given, and
 * what it says is shown, logged and stored. One for a window; it hides at least the last 50 that it was told, since an old token
 * may still be repeated. The time for a text grows with its length, which ends at 64 Ki characters.
 */
export class Redaction {
	/** Each with its usual spellings, the latest last. */
	readonly #secrets = new Map<string, readonly string[]>();
	/** Longest first: one may be part of another. */
	#forms: readonly string[] = [];
	#disguises = new Disguises();

	/** From now on this text is hidden, however it is spelled. */
	hide(secret: string): void {
		if (secret.length < minLength || this.#secrets.has(secret)) {
			return;
		}
		this.#secrets.set(secret, formsOf(secret));
		this.#disguises.add(secret);
		if (this.#secrets.size > maxSecrets) {
			this.#forgetOld();
		}
		this.#forms = [...new Set([...this.#secrets.values()].flat())].sort((a, b) => b.length - a.length);
	}

	/** The text with `•••` in place of what is hidden; `•••` for a whole line where that can't be taken out of it. */
	redact(text: string): string {
		const cut = text.slice(0, maxLength);
		if (this.#secrets.size === 0 || !this.#disguises.mayHold(cut)) {
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

	// Many at once: what is left is spelled anew.
	#forgetOld(): void {
		this.#disguises = new Disguises();
		for (const secret of [...this.#secrets.keys()]) {
			if (this.#secrets.size > keptSecrets) {
				this.#secrets.delete(secret);
			} else {
				this.#disguises.add(secret);
			}
		}
	}
}

/** The usual spellings, which can be taken out of a text one by one: percent-encoded, in base64 and as JSON spells it. */
function formsOf(secret: string): readonly string[] {
	return [
		secret,
		encodeURIComponent(secret.toWellFormed()),
		Buffer.from(secret).toString('base64').replace(/=+$/, ''),
		Buffer.from(secret).toString('base64url'),
		JSON.stringify(secret).slice(1, -1),
	];
}
