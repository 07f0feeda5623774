import { secretShapes } from '../../src/attach/secrets/secret-shapes.js';
import { firstPartBytes } from '../../src/attach/secrets/secrets.js';
import { Draw } from './draw.js';

const fillers = [...'aA0-_./+= \t\n"\':@$%\0', 'aA0', 'a:b', '\r\n', '\\n', '": "', 'eyJ', '\n  value: '];
const names = [
	'password=',
	'token: "',
	'api_key',
	'secret => ',
	'-----BEGIN RSA PRIVATE KEY-----',
	'://a:',
	'clave',
	'dsn',
];
const starts = [...secretShapes.flatMap(shape => shape.starts), ...names];
const piecesOfEach = 24;
const mostOfPiece = 4_096;

/** Contents of 64 KiB without an end, each then again in many small pieces, some as UTF-16 or with bytes of anything. */
export function* contents(seed: number): Generator<Uint8Array, never, void> {
	const draw = new Draw(seed);
	for (;;) {
		const whole = hostile(draw);
		yield whole;
		for (let piece = 0; piece < piecesOfEach; piece += 1) {
			const from = draw.below(whole.length);
			yield changed(whole.subarray(from, from + draw.below(mostOfPiece)), draw);
		}
	}
}

/** Contents that keep a search for secrets busy: what rules begin with, then what they stop at, skip or read on over. */
function hostile(draw: Draw): Uint8Array {
	const start = draw.pick(starts);
	const filler = () => draw.pick(fillers);
	const unit = draw.pick([
		() => start,
		() => start + filler(),
		() => start + filler().repeat(1 + draw.below(400)),
		() => start + draw.text(fillers, 1 + draw.below(100)),
		() => start.repeat(1 + draw.below(60)) + filler().repeat(draw.below(200)),
		() => draw.pick(names) + start + filler().repeat(1 + draw.below(90)),
		() => draw.text(starts, 20),
	])();
	return Buffer.from(unit.repeat(Math.ceil(firstPartBytes / unit.length)), 'latin1').subarray(0, firstPartBytes);
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
