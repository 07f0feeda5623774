/** The format of one kind of secret. */
export interface SecretShape {
	/** Label that people see, in the vendor's words. */
	readonly rule: string;
	/** Texts it can start with, each at least three ASCII characters. */
	readonly starts: readonly string[];
	/**
	 * Sticky (`y`) expression for the rest; `[^\W_]` is a letter or digit. If there is a first group, it is the secret.
	 * Every repetition is bounded.
	 */
	readonly rest: RegExp;
	/** Whether it may start inside a word. */
	readonly isInWord?: boolean;
	/** Whether a match is a real secret. Default: it isn't an example from documentation. */
	isReal?(secret: string, text: string, end: number): boolean;
}

/** A private key in PEM or OpenPGP armour (RFC 7468, RFC 9580) with its data, not just the heading. */
export const privateKey = 'private key';

/** Builds a shape for a table. Several starts may be a list or one text separated by spaces. */
export function shape(
	rule: string,
	starts: string | readonly string[],
	rest: RegExp,
	more: Pick<SecretShape, 'isInWord' | 'isReal'> = {},
): SecretShape {
	return { rule, starts: typeof starts === 'string' ? starts.split(' ') : starts, rest, ...more };
}
