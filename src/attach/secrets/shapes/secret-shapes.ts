/** How a secret of one maker looks. */
export interface SecretShape {
	/** What it is, in the maker's words. */
	readonly rule: string;
	/** What it begins with: one of these, of at least three ASCII characters. */
	readonly starts: readonly string[];
	/** What follows (`[^\W_]` is a letter or a digit), with the flag `y`; its first group, if it has one, is the secret. Every repetition has an end. */
	readonly rest: RegExp;
	/** Whether it may begin within a word. */
	readonly isInWord?: boolean;
	/** Whether what was found is a secret; if left out, whether it is none that documentation shows. */
	isReal?(secret: string, text: string, end: number): boolean;
}

/** A private key in PEM or OpenPGP armour (RFC 7468, RFC 9580) with contents and not its heading alone. */
export const privateKey = 'private key';

/** A shape in one line of a table; several starts are a list, or one text with spaces between them. */
export function shape(
	rule: string,
	starts: string | readonly string[],
	rest: RegExp,
	more: Pick<SecretShape, 'isInWord' | 'isReal'> = {},
): SecretShape {
	return { rule, starts: typeof starts === 'string' ? starts.split(' ') : starts, rest, ...more };
}
