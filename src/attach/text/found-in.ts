import { manyMarks } from './same-name.js';

/**
 * Whether each word of `wanted` occurs in `text`, ignoring case and accents: "campana" is found in "Campaña". Takes
 * linear time.
 */
export function isFoundIn(text: string, wanted: string): boolean {
	const where = folded(text);
	return folded(wanted)
		.split(/\s+/)
		.every(word => where.includes(word));
}

function folded(text: string): string {
	return text.replace(manyMarks, '$1').normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}
