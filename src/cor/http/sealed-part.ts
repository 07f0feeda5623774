import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { CorError } from '../../attach/errors.js';
import type { HashedPart } from './hashed-part.js';
import type { FilePart } from './multipart.js';

/**
 * The same part, read as a whole before any of it is sent: what is in memory neither changes nor vanishes, so that it
 * cannot break off a request in which others travel. What it was read from is closed, whatever comes of it.
 * @throws CorError as the part's stream fails
 */
export async function sealedPart({ close, ...part }: FilePart): Promise<HashedPart> {
	const pieces: Uint8Array[] = [];
	try {
		for await (const piece of part.open()) {
			pieces.push(piece);
		}
	} finally {
		await close?.();
	}
	const bytes = Buffer.concat(pieces);
	if (bytes.length !== part.size) {
		const details = {
			saidBytes: part.size,
			gaveBytes: Math.min(bytes.length, part.size),
			isMore: bytes.length > part.size,
		};
		throw new CorError('file-size-untrue', `gave ${bytes.length} bytes and said ${part.size}`, details);
	}
	const digest = createHash('sha256').update(bytes).digest('hex');
	const open = (): Readable => Readable.from(bytes.length > 0 ? [bytes] : [], { objectMode: false });
	return { ...part, open, sha256: () => digest };
}
