import { unprintable } from './one-line.js';

/**
 * Foreign text (names of files and tasks, COR's words) for a place where the editor reads markup: control characters and
 * marks that turn the reading direction become spaces, links and icons lose their effect without losing a visible
 * character, and at most `maxLength` characters stay.
 */
export function plainText(text: string, maxLength = 200): string {
	const clean = text.toWellFormed().replace(unprintable, ' ').replace(/ {2,}/g, ' ').trim();
	const short = clean.length > maxLength ? `${clean.slice(0, maxLength - 1).replace(/[\ud800-\udbff]$/, '')}…` : clean;
	return short.replaceAll('](', ']\u2060(').replaceAll('$(', '$\u2060(');
}
