/** Draws that come out the same for the same seed. */
export interface Draw {
	/** As many characters of an alphabet. */
	(length: number, alphabet?: string): string;
	/** A whole number from 0 to below a limit. */
	below(limit: number): number;
}

export const upperCase = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
export const lowerCase = upperCase.toLowerCase();
export const digits = '0123456789';
const alphanumeric = upperCase + lowerCase + digits;
export const hex = `${digits}abcdef`;
export const base64 = `${alphanumeric}+/`;
export const base64Url = `${alphanumeric}-_`;

export function seeded(seed: number): Draw {
	let state = seed >>> 0;
	// The generator "mulberry32": short, and the same on every machine.
	const next = (): number => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
	const below = (limit: number): number => Math.floor(next() * limit);
	const draw = (length: number, alphabet = alphanumeric): string =>
		Array.from({ length }, () => alphabet[below(alphabet.length)]).join('');
	return Object.assign(draw, { below });
}

/** An identifier as RFC 9562 writes it, version 4. */
export function uuid(draw: Draw): string {
	return [draw(8, hex), draw(4, hex), `4${draw(3, hex)}`, `a${draw(3, hex)}`, draw(12, hex)].join('-');
}
