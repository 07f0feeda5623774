import { createHash, type Hash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { FilePart } from './multipart.js';

/** Larger files aren't hashed: recognizing their contents isn't worth the time. */
export const maxHashedBytes = 64 * 1024 * 1024;

/** A part that computes the SHA-256 of its latest reading. */
export interface HashedPart extends FilePart {
	/** In hexadecimal, after everything was read; `undefined` before, and for files over 64 MiB. */
	sha256(): string | undefined;
}

export function hashedPart(part: FilePart): HashedPart {
	if (part.size > maxHashedBytes) {
		return { ...part, sha256: () => undefined };
	}
	let digest: string | undefined;
	const open: FilePart['open'] = rooms => {
		digest = undefined;
		const reading = read(part.open(rooms), createHash('sha256'), found => {
			digest = found;
		});
		return Readable.from(reading, { objectMode: false, highWaterMark: 1 });
	};
	return { ...part, open, sha256: () => digest };
}

async function* read(
	source: Readable,
	hash: Hash,
	done: (digest: string) => void,
): AsyncGenerator<Uint8Array, void, void> {
	for await (const chunk of source) {
		hash.update(chunk);
		yield chunk;
	}
	done(hash.digest('hex'));
}
