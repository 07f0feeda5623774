import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { CorError } from '../../attach/errors.js';
import type { Confirmed } from '../../attach/plan/plan.js';
import type { FilePart } from './multipart.js';

/**
 * Reads a part to its end, in pieces: what somebody is to confirm of it. Rejects as its stream fails, and with the signal's reason.
 */
export async function readWhole(part: FilePart, signal?: AbortSignal): Promise<Confirmed> {
	const hash = createHash('sha256');
	let size = 0;
	for await (const piece of part.open()) {
		signal?.throwIfAborted();
		hash.update(piece);
		size += piece.length;
	}
	return { size, mtimeMs: part.mtimeMs, sha256: hash.digest('hex') };
}

/**
 * The same part, of which only what was confirmed can leave whole: its stream keeps the last piece back until the hash of
 * everything is the one that was confirmed, and fails with `file-changed` otherwise.
 * @throws CorError `file-changed` where its size or time is another already
 */
export function confirmedPart(part: FilePart, { size, mtimeMs, sha256 }: Confirmed): FilePart {
	if (part.size !== size || part.mtimeMs !== mtimeMs) {
		throw new CorError('file-changed', `has ${part.size} bytes, or another time: ${size} bytes were confirmed`);
	}
	const open: FilePart['open'] = rooms =>
		Readable.from(keepBack(part.open(rooms), sha256), { objectMode: false, highWaterMark: 1 });
	return { ...part, open };
}

async function* keepBack(source: Readable, sha256: string): AsyncGenerator<Uint8Array, void, void> {
	const hash = createHash('sha256');
	let last: Uint8Array | undefined;
	for await (const piece of source) {
		hash.update(piece);
		if (piece.length > 0) {
			if (last) {
				yield last;
			}
			last = piece;
		}
	}
	if (hash.digest('hex') !== sha256) {
		throw new CorError('file-changed', 'its contents are not those that were confirmed');
	}
	if (last) {
		yield last;
	}
}
