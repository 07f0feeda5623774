/** What can't be seen and changes what is: control characters, ends of lines, and marks that turn the reading direction. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what has to go
export const unprintable = /[\u0000-\u001f\u007f-\u009f\u061c\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

const maxLength = 2_000;

/** Foreign text for a line of a log: it can't begin a line of its own, nor turn another one round. */
export function oneLine(text: string): string {
	return text.slice(0, maxLength).toWellFormed().replace(unprintable, ' ');
}
