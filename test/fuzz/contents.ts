import { hostileContents } from '../attach/kit/hostile-contents.js';
import { Draw } from './draw.js';

const piecesOfEach = 24;
const mostOfPiece = 4_096;

/** Contents of 64 KiB without an end, each then again in many small pieces, some as UTF-16 or with bytes of anything. */
export function* contents(seed: number): Generator<Uint8Array, never, void> {
	const draw = new Draw(seed);
	const wholes = hostileContents(seed);
	for (;;) {
		const whole = wholes.next().value;
		yield whole;
		for (let piece = 0; piece < piecesOfEach; piece += 1) {
			const from = draw.below(whole.length);
			yield changed(whole.subarray(from, from + draw.below(mostOfPiece)), draw);
		}
	}
}

function changed(piece: Uint8Array, draw: Draw): Uint8Array {
	switch (draw.below(8)) {
		case 0:
			return Buffer.from(Buffer.from(piece).toString('latin1'), 'utf16le');
		case 1:
			return Buffer.concat([
				Buffer.from([0xfe, 0xff]),
				Buffer.from(Buffer.from(piece).toString('latin1'), 'utf16le').swap16(),
			]);
		case 2:
			return Uint8Array.from(piece, byte => (draw.once(20) ? draw.below(256) : byte));
		default:
			return Uint8Array.from(piece);
	}
}
