import { unprintable } from './one-line.js';

// Of what is longer nothing but the beginning is ever shown, and nothing else is worth the time to clean.
const mostCleaned = 4_000;

/**
 * Foreign text (names of files and tasks, COR's words) for a place where the editor reads markup: control characters and
 * marks that turn the reading direction become spaces, links and icons lose their effect without losing a visible
 * character, and at most `maxLength` characters stay.
 */
export function plainText(text: string, maxLength = 200): string {
	const clean = text.slice(0, mostCleaned).toWellFormed().replace(unprintable, ' ').replace(/ {2,}/g, ' ').trim();
	const isLonger = clean.length > maxLength || text.length > mostCleaned;
	const short = isLonger ? `${clean.slice(0, maxLength - 1).replace(/[\ud800-\udbff]$/, '')}…` : clean;
	return short.replaceAll('](', ']\u2060(').replaceAll('$(', '$\u2060(');
}
