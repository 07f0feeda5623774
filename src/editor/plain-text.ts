/**
 * Foreign text (names of files and tasks, COR's words) for a place where the editor reads markup: control characters and
 * marks that turn the reading direction become spaces, links and icons lose their effect without losing a visible
 * character, and at most `maxLength` characters stay.
 */
export function plainText(text: string, maxLength = 200): string {
	const clean = text
		.toWellFormed()
		// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what has to go
		.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]+/g, ' ')
		.trim();
	const short = clean.length > maxLength ? `${clean.slice(0, maxLength - 1)}…` : clean;
	return short.replaceAll('](', ']\u2060(').replaceAll('$(', '$\u2060(');
}
