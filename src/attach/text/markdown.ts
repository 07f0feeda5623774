import { oneLine } from './one-line.js';

// Inside a word `_` has no effect; `&` has where it begins an entity, `#` at the beginning of a line.
const marks = /[\\[\]*`<>~]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|&(?=#?\w{1,40};)|^#/gu;

/** Foreign text as Markdown shows it: no mark in it has effect, and it is one line. */
export function markdownText(text: string): string {
	return oneLine(text).replace(marks, '\\$&');
}

/** A link with that text; the text alone where there is no address. */
export function markdownLink(text: string, address: string | undefined): string {
	return address === undefined ? markdownText(text) : `[${markdownText(text)}](${destination(address)})`;
}

// CommonMark ends an address at a space and counts its parentheses.
function destination(address: string): string {
	return address.replace(/[\s<>()\\]/g, encodeURIComponent).replace(/[()]/g, mark => (mark === '(' ? '%28' : '%29'));
}

/** Foreign text in Markdown, one line of at most 2,000 characters: in a code span nothing has an effect. It ends at as many ticks as it began with (CommonMark §6.1). */
export function codeSpan(value: string): string {
	const clean = oneLine(value).replace(/\s+/g, ' ').trim();
	const ticks = '`'.repeat(Math.max(0, ...[...clean.matchAll(/`+/g)].map(([run]) => run.length)) + 1);
	const gap = ticks.length > 1 || clean === '' ? ' ' : '';
	return `${ticks}${gap}${clean}${gap}${ticks}`;
}
