import { connectionShapes } from './shapes/connection-shapes.js';
import { isMadeUp } from './shapes/made-up.js';
import { paymentShapes } from './shapes/payment-shapes.js';
import { keyShapes } from './shapes/private-keys.js';
import type { SecretShape } from './shapes/secret-shapes.js';
import { serviceShapes } from './shapes/service-shapes.js';
import { toolShapes } from './shapes/tool-shapes.js';

/** Shapes that makers document or that every scanner knows: a start that nothing else has, then a known length. */
export const secretShapes: readonly SecretShape[] = [
	...keyShapes,
	...toolShapes,
	...serviceShapes,
	...paymentShapes,
	...connectionShapes,
];

// The one shape without a start of its own: it is looked for where a word begins.
const mailgun = /\b[0-9a-f]{32}-[0-9a-f]{8}-[0-9a-f]{8}\b(?!-)/g;

const tokenCharacters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-$/+.:';
const slots = 2 ** 18;

interface Candidate {
	readonly shape: SecretShape;
	readonly start: string;
}

// One pass that asks of every four characters in a row whether a secret can begin there takes a quarter of the time of one
// regular expression for all shapes, and a twentieth of one for each. Each start is tried once, on a window with an end.
const byStart = indexByStart();
const isStart = new Uint8Array(slots);
for (const start of byStart.keys()) {
	isStart[slot(start)] = 1;
}

/** The rule of the first shape of a secret in a text of one byte a character. */
export function findShape(text: string): string | undefined {
	let four = 0;
	for (let index = 0; index < text.length; index += 1) {
		four = (four << 8) | text.charCodeAt(index);
		if (isStart[slot(four)] === 1) {
			const rule = ruleAt(text, index - 3, byStart.get(four) ?? []);
			if (rule !== undefined) {
				return rule;
			}
		}
	}
	return mailgunIn(text);
}

function mailgunIn(text: string): string | undefined {
	return text.match(mailgun)?.some(key => !isMadeUp(key)) ? 'Mailgun' : undefined;
}

function ruleAt(text: string, at: number, candidates: readonly Candidate[]): string | undefined {
	for (const { shape, start } of candidates) {
		if (text.startsWith(start, at) && (shape.isInWord === true || isWordStart(text, at))) {
			const { rest } = shape;
			rest.lastIndex = at + start.length;
			const match = rest.exec(text);
			if (match !== null && isReal(shape, match, text, rest.lastIndex)) {
				return shape.rule;
			}
		}
	}
	return undefined;
}

function isReal(shape: SecretShape, match: RegExpExecArray, text: string, end: number): boolean {
	const secret = match[1] ?? match[0];
	return shape.isReal === undefined ? !isMadeUp(secret) : shape.isReal(secret, text, end);
}

/** Whether a word may begin here: also after `\n` as programs write it, and after `%3D` as addresses do. */
function isWordStart(text: string, at: number): boolean {
	const before = text.charAt(at - 1);
	if (!/\w/.test(before)) {
		return true;
	}
	const isEscape = /[nrt]/.test(before) && text.charAt(at - 2) === '\\';
	return isEscape || text.charAt(at - 3) === '%';
}

function slot(four: number): number {
	return Math.imul(four, 0x9e3779b1) >>> 14;
}

function indexByStart(): ReadonlyMap<number, readonly Candidate[]> {
	const index = new Map<number, Candidate[]>();
	for (const shape of secretShapes) {
		for (const start of shape.starts) {
			for (const four of firstFours(start)) {
				index.set(four, [...(index.get(four) ?? []), { shape, start }]);
			}
		}
	}
	return index;
}

/** Four bytes as one number; each that can follow where a start has three. */
function firstFours(start: string): readonly number[] {
	const fours = start.length > 3 ? [start.slice(0, 4)] : [...tokenCharacters].map(next => start + next);
	return fours.map(text => Buffer.from(text, 'latin1').readInt32BE());
}
