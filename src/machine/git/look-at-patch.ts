import { inflateSync, constants as zlib } from 'node:zlib';
import { firstPartBytes } from '../../attach/secrets/first-part-bytes.js';
import type { SecretRule } from '../../attach/secrets/secrets.js';
import { type PatchSide, patchSides } from './patch-sides.js';

/** Looks at a file: `secretRule`, or what stands for it. */
export type Look = (paths: readonly string[], firstPart: Uint8Array) => SecretRule | undefined;

interface PatchFinding {
	/** From the repository's top, with `/` in front. */
	readonly path: string;
	readonly rule: SecretRule;
}

export interface PatchLook {
	/** One for each path of a file that looks like a secret, at most `mostFindings`. */
	readonly findings: readonly PatchFinding[];
	/** Whether all of the patch could be read. If not, it may hold what was not looked at. */
	readonly isWhole: boolean;
}

const mostFindings = 100;

/**
 * Looks at each file of a patch of `makePatch` as if it were attached by itself: as it was and as it becomes, each under its
 * own name and with as much of its contents as the patch has. Takes long where the patch is large.
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

/** `undefined` where it cannot be inflated. */
function contentsOf({ form, bytes }: PatchSide): Uint8Array | undefined {
	if (form === 'lines' || bytes.length === 0) {
		return bytes;
	}
	const inflated = inflateStart(bytes);
	return (form === 'delta' && inflated ? insertedBy(inflated) : inflated)?.subarray(0, firstPartBytes);
}

// A byte of what is deflated becomes at most two thousand.
const mostInflated = 2 * firstPartBytes;

/** More than the first `firstPartBytes` of what was deflated, or all of it; never more than twice as many. */
function inflateStart(deflated: Uint8Array): Uint8Array | undefined {
	const inflate = (length: number): Uint8Array | 'over' | undefined => {
		try {
			const options = { finishFlush: zlib.Z_SYNC_FLUSH, maxOutputLength: mostInflated };
			return inflateSync(deflated.subarray(0, length), options);
		} catch (error) {
			return (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? 'over' : undefined;
		}
	};
	// Node gives nothing of what is over the limit: so the longest part that stays below is looked for.
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

/** What a delta brings that the other side does not have: https://git-scm.com/docs/pack-format#_deltified_representation */
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
