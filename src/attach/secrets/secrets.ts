import { firstPartBytes } from './first-part-bytes.js';
import { keyFiles, secretNameRule } from './secret-names.js';
import { type SecretShape, secretShapes } from './secret-shapes.js';

export { firstPartBytes };

// Git takes a file for binary by a NUL in as many bytes.
const binaryProbeBytes = 8_000;

/** Why a file looks like a secret. */
export interface SecretRule {
	/** `name`: it is called, or lies, where secrets are kept. `contents`: its first part has the shape of one. */
	readonly place: 'name' | 'contents';
	/** A pattern of names, or what the shape is that of: the same words in every language. */
	readonly rule: string;
}

/**
 * Whether a file looks like a secret, and why.
 * @param paths what it is called, and where it lies: each path of it, `/` between the parts
 * @param firstPart its first `firstPartBytes` bytes, or all of them
 */
export function secretRule(paths: readonly string[], firstPart: Uint8Array): SecretRule | undefined {
	const inContents = secretContentsRule(firstPart);
	if (inContents !== undefined) {
		return { place: 'contents', rule: inContents };
	}
	const inName = paths.map(secretNameRule).find(rule => rule !== undefined);
	// A presentation of Apple Keynote is a ZIP archive, and ends in `.key` too.
	const isPresentation = inName === keyFiles && isZip(firstPart);
	return inName === undefined || isPresentation ? undefined : { place: 'name', rule: inName };
}

/** The rule by which the first part of a file's contents looks like a secret. Text in UTF-8, Latin-1 or UTF-16 is read. */
function secretContentsRule(firstPart: Uint8Array): string | undefined {
	const bytes = toAsciiBytes(firstPart.subarray(0, firstPartBytes));
	return bytes === 'binary' ? keyStoreRule(firstPart) : findShape(bytes);
}

/** Whether these bytes begin an archive in ZIP format, as the documents of many programs do. */
function isZip(firstPart: Uint8Array): boolean {
	return startsWith(firstPart, [0x50, 0x4b, 0x03, 0x04]);
}

function keyStoreRule(bytes: Uint8Array): string | undefined {
	const isJavaKeyStore = startsWith(bytes, [0xfe, 0xed, 0xfe, 0xed]) || startsWith(bytes, [0xce, 0xce, 0xce, 0xce]);
	if (isJavaKeyStore) {
		return 'Java key store';
	}
	return startsWith(bytes, [0x03, 0xd9, 0xa2, 0x9a]) ? 'KeePass' : undefined;
}

function startsWith(bytes: Uint8Array, start: readonly number[]): boolean {
	return start.every((byte, index) => bytes[index] === byte);
}

/** Text with one byte a character; what is not ASCII comes out as anything, since no secret's shape has it. */
function toAsciiBytes(bytes: Uint8Array): Uint8Array | 'binary' {
	const zero = bytes.subarray(0, binaryProbeBytes).indexOf(0);
	if (zero === -1) {
		return bytes;
	}
	const parity = utf16LowByte(bytes);
	if (parity === undefined) {
		return 'binary';
	}
	return bytes.filter((_, index) => index % 2 === parity);
}

/** Where in each pair of UTF-16 the low byte stands, `undefined` where it is no UTF-16: by its mark, or by its zeros. */
function utf16LowByte(bytes: Uint8Array): 0 | 1 | undefined {
	if (startsWith(bytes, [0xff, 0xfe])) {
		return 0;
	}
	if (startsWith(bytes, [0xfe, 0xff])) {
		return 1;
	}
	const zeros: [number, number] = [0, 0];
	const probe = bytes.subarray(0, 512);
	for (const [index, byte] of probe.entries()) {
		zeros[index % 2 === 0 ? 0 : 1] += byte === 0 ? 1 : 0;
	}
	const pairs = probe.length / 2;
	if (zeros[0] === 0 && zeros[1] > pairs * 0.7) {
		return 0;
	}
	return zeros[1] === 0 && zeros[0] > pairs * 0.7 ? 1 : undefined;
}

const tokenCharacters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-';

interface Candidate {
	readonly shape: SecretShape;
	/** Matches at its `lastIndex` only. */
	readonly whole: RegExp;
}

// One pass over the bytes that asks of every four in a row whether a secret can begin there takes a quarter of the time of
// one regular expression for all shapes, and a twentieth of one for each.
const byStart = indexByStart();
const isStart = new Uint8Array(2 ** 16);
for (const start of byStart.keys()) {
	isStart[slot(start)] = 1;
}

function findShape(bytes: Uint8Array): string | undefined {
	let text: string | undefined;
	let four = 0;
	for (let index = 0; index < bytes.length; index += 1) {
		four = (four << 8) | (bytes[index] as number);
		if (isStart[slot(four)] === 1) {
			text ??= Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
			const rule = ruleAt(text, index - 3, byStart.get(four) ?? []);
			if (rule !== undefined) {
				return rule;
			}
		}
	}
	return undefined;
}

function ruleAt(text: string, at: number, candidates: readonly Candidate[]): string | undefined {
	for (const { shape, whole } of candidates) {
		if (shape.isInWord || !/[A-Za-z0-9_]/.test(text.charAt(at - 1))) {
			whole.lastIndex = at;
			const match = whole.exec(text)?.[0];
			if (match !== undefined && !isMadeUp(match)) {
				return shape.rule;
			}
		}
	}
	return undefined;
}

const placeholders =
	/(.)\1{5}|123456|abcdef|example|placeholder|your|dummy|fake|sample|change.?me|redacted|password@|secret@|IxMjM0NTY3ODkw/i;

// Documentation is full of secrets that are none.
function isMadeUp(secret: string): boolean {
	const dense = secret.replace(/\s+/g, '');
	return placeholders.test(dense) || new Set(dense.slice(-24)).size < 7;
}

function slot(four: number): number {
	return Math.imul(four, 0x9e3779b1) >>> 16;
}

function indexByStart(): ReadonlyMap<number, readonly Candidate[]> {
	const index = new Map<number, Candidate[]>();
	for (const shape of secretShapes) {
		for (const start of shape.starts) {
			const whole = new RegExp(escapeLiteral(start) + shape.rest.source, 'y');
			for (const four of firstFours(start)) {
				index.set(four, [...(index.get(four) ?? []), { shape, whole }]);
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

function escapeLiteral(text: string): string {
	return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
