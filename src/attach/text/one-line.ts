/**
 * Invisible characters that change how a text reads: control characters, line breaks, and marks that change the reading
 * direction.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what has to go
export const unprintable = /[\u0000-\u001f\u007f-\u009f\u061c\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

const maxLength = 2_000;

/** Untrusted text as one line for the log, at most 2,000 characters. */
export function oneLine(text: string): string {
	return text.slice(0, maxLength).toWellFormed().replace(unprintable, ' ');
}
