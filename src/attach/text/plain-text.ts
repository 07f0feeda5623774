import { unprintable } from './one-line.js';

// Only the start is ever shown, so cleaning more would waste time.
const mostCleaned = 4_000;

/**
 * Untrusted text (file names, task titles, COR's messages) for places where the editor reads markup. Control characters
 * and direction marks become spaces. Links and icons lose their effect but stay visible. At most `maxLength`
 * characters.
 */
export function plainText(text: string, maxLength = 200): string {
	const clean = text.slice(0, mostCleaned).toWellFormed().replace(unprintable, ' ').replace(/ {2,}/g, ' ').trim();
	const isLonger = clean.length > maxLength || text.length > mostCleaned;
	const short = isLonger ? `${clean.slice(0, maxLength - 1).replace(/[\ud800-\udbff]$/, '')}…` : clean;
	return short.replaceAll('](', ']\u2060(').replaceAll('$(', '$\u2060(');
}
