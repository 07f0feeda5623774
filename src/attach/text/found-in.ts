import { manyMarks } from './same-name.js';

/**
 * Whether each word of `wanted` occurs somewhere in `text`, whatever the case and the accents of either: "campana" is in
 * "Campaña". Takes a time that grows with the length of both alone.
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
