import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { CorError } from '../../attach/errors.js';
import type { Confirmed } from '../../attach/plan/plan.js';
import type { FilePart } from './multipart.js';

/**
 * Reads a part to its end, so that a person can confirm exactly these contents. Rejects with the stream's error or the
 * signal's reason.
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
 * A part that can only be sent with the confirmed contents. Its stream holds back the last piece until the hash of
 * everything matches, and otherwise fails with `file-changed`.
 * @throws CorError `file-changed` if size or time already differ
 */
export function confirmedPart(part: FilePart, { size, mtimeMs, sha256 }: Confirmed): FilePart {
	if (part.size !== size || part.mtimeMs !== mtimeMs) {
		throw new CorError('file-changed', `size or time differs: now ${part.size} bytes, confirmed ${size}`);
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
		throw new CorError('file-changed', 'the contents differ from the confirmed ones');
	}
	if (last) {
		yield last;
	}
}
