import { inflateSync, constants as zlib } from 'node:zlib';
import { firstPartBytes } from '../../attach/secrets/first-part-bytes.js';
import type { SecretRule } from '../../attach/secrets/secrets.js';
import { type PatchSide, patchSides } from './patch-sides.js';

/** The check for one file: `secretRule`, or a test's replacement. */
export type Look = (paths: readonly string[], firstPart: Uint8Array) => SecretRule | undefined;

interface PatchFinding {
	/** From the repository's top, with a leading `/`. */
	readonly path: string;
	readonly rule: SecretRule;
}

export interface PatchLook {
	/** One per path that looks like a secret, at most `mostFindings`. */
	readonly findings: readonly PatchFinding[];
	/** `false` if part of the patch couldn't be read, so it may contain unchecked files. */
	readonly isWhole: boolean;
}

const mostFindings = 100;

/**
 * Checks each file of a patch from `makePatch` as if it were attached alone: its old and its new version, each with its
 * name and the contents that the patch contains. Takes long for large patches.
 */
export function lookAtPatch(patch: Uint8Array, look: Look): PatchLook {
	const findings: PatchFinding[] = [];
	let isInflated = true;
	const files = patchSides(patch);
	for (;;) {
		const file = files.next();
		if (file.done) {
			return { findings, isWhole: file.value && isInflated };
		}
		const seen = new Set<string>();
		for (const side of file.value) {
			const firstPart = contentsOf(side);
			isInflated &&= firstPart !== undefined;
			const rule = findings.length < mostFindings ? look([side.path], firstPart ?? new Uint8Array()) : undefined;
			if (rule && !seen.has(side.path)) {
				seen.add(side.path);
				findings.push({ path: side.path, rule });
			}
		}
	}
}

/** `undefined` if the data can't be inflated. */
function contentsOf({ form, bytes }: PatchSide): Uint8Array | undefined {
	if (form === 'lines' || bytes.length === 0) {
		return bytes;
	}
	const inflated = inflateStart(bytes);
	return (form === 'delta' && inflated ? insertedBy(inflated) : inflated)?.subarray(0, firstPartBytes);
}

// One deflated byte can become up to two thousand.
const mostInflated = 2 * firstPartBytes;

/** Inflates at least the first `firstPartBytes` bytes, or all of them; at most twice as many. */
function inflateStart(deflated: Uint8Array): Uint8Array | undefined {
	const inflate = (length: number): Uint8Array | 'over' | undefined => {
		try {
			const options = { finishFlush: zlib.Z_SYNC_FLUSH, maxOutputLength: mostInflated };
			return inflateSync(deflated.subarray(0, length), options);
		} catch (error) {
			return (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? 'over' : undefined;
		}
	};
	// Node returns nothing if the output exceeds the limit, so this searches for the longest input that stays below it.
	let [below, over] = [0, deflated.length + 1];
	let best: Uint8Array | undefined;
	for (let length = deflated.length; length > below && length < over; length = (below + over) >> 1) {
		const inflated = inflate(length);
		if (inflated === undefined) {
			return undefined;
		}
		if (inflated === 'over') {
			over = length;
		} else {
			below = length;
			best = inflated;
		}
	}
	return best;
}

/** The bytes that a delta adds to the other version: https://git-scm.com/docs/pack-format#_deltified_representation */
function insertedBy(delta: Uint8Array): Uint8Array {
	const inserted = new Uint8Array(delta.length);
	let length = 0;
	let at = endOfSize(delta, endOfSize(delta, 0));
	while (at < delta.length) {
		const operation = delta[at] as number;
		at += 1;
		if (operation & 0x80) {
			for (let bit = 1; bit < 0x80; bit <<= 1) {
				at += operation & bit ? 1 : 0;
			}
		} else {
			const part = delta.subarray(at, at + operation);
			inserted.set(part, length);
			length += part.length;
			at += operation;
		}
	}
	return inserted.subarray(0, length);
}

function endOfSize(delta: Uint8Array, start: number): number {
	let at = start;
	while ((delta[at] ?? 0) & 0x80) {
		at += 1;
	}
	return at + 1;
}
