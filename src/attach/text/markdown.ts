import { oneLine } from './one-line.js';

// Inside a word `_` has no effect. `&` only starts an entity, and `#` only a heading at the start of a line.
const marks = /[\\[\]*`<>~]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|&(?=#?\w{1,40};)|^#/gu;

/** Untrusted text as one line of Markdown in which no character has an effect. */
export function markdownText(text: string): string {
	return oneLine(text).replace(marks, '\\$&');
}

/** A Markdown link, or the text alone without an address. */
export function markdownLink(text: string, address: string | undefined): string {
	return address === undefined ? markdownText(text) : `[${markdownText(text)}](${destination(address)})`;
}

// CommonMark ends an address at a space or an unbalanced parenthesis.
function destination(address: string): string {
	return address.replace(/[\s<>()\\]/g, encodeURIComponent).replace(/[()]/g, mark => (mark === '(' ? '%28' : '%29'));
}

/**
 * Untrusted text as a Markdown code span: one line, at most 2,000 characters. A code span needs more backticks around
 * it than any run inside it (CommonMark §6.1).
 */
export function codeSpan(value: string): string {
	const clean = oneLine(value).replace(/\s+/g, ' ').trim();
	const ticks = '`'.repeat(Math.max(0, ...[...clean.matchAll(/`+/g)].map(([run]) => run.length)) + 1);
	const gap = ticks.length > 1 || clean === '' ? ' ' : '';
	return `${ticks}${gap}${clean}${gap}${ticks}`;
}
