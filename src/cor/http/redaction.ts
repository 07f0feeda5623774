// A shorter text is no secret, and would tear holes into every sentence that happens to hold it.
const minLength = 6;
const mark = '•••';

/**
 * Takes credentials out of what comes from outside: a server, a proxy or a keyring may repeat what it was given, and
 * what it says is shown, logged and stored. One for a window; what it was told once it hides for good, since an old
 * token may still be repeated.
 */
export class Redaction {
	/** Longest first: one may be part of another. */
	#hidden: readonly string[] = [];

	/** From now on this text is hidden, also percent-encoded, in base64 and as JSON spells it. */
	hide(secret: string): void {
		if (secret.length < minLength || this.#hidden.includes(secret)) {
			return;
		}
		const forms = [
			secret,
			encodeURIComponent(secret.toWellFormed()),
			Buffer.from(secret).toString('base64').replace(/=+$/, ''),
			Buffer.from(secret).toString('base64url'),
			JSON.stringify(secret).slice(1, -1),
		];
		this.#hidden = [...new Set([...this.#hidden, ...forms])].sort((a, b) => b.length - a.length);
	}

	/** The text with `•••` in place of what is hidden. */
	redact(text: string): string {
		return this.#hidden.reduce((rest, secret) => rest.replaceAll(secret, mark), text);
	}

	/**
	 * The same for the body of an answer. In JSON each text is taken by itself: its spelling may hide a credential
	 * (`\u0061`), and numbers have to stay numbers.
	 */
	redactBody(body: string): string {
		if (this.#hidden.length === 0 || (!body.includes('\\') && this.redact(body) === body)) {
			return body;
		}
		try {
			const redactText = (_key: string, value: unknown): unknown =>
				typeof value === 'string' ? this.redact(value) : value;
			return JSON.stringify(JSON.parse(body, redactText));
		} catch {
			return this.redact(body); // a page of a proxy, or cut off: nothing reads it as JSON
		}
	}
}
