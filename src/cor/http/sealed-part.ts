import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { CorError } from '../../attach/errors.js';
import type { HashedPart } from './hashed-part.js';
import type { FilePart } from './multipart.js';

/**
 * A part read completely into memory. It can no longer change or vanish, so it can't break off a request with other
 * files. Closes the source in any case.
 * @throws CorError as the part's stream fails, or `file-size-untrue`
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
		throw new CorError(
			'file-size-untrue',
			`the file gave ${bytes.length} bytes; the file system reported ${part.size}`,
			details,
		);
	}
	const digest = createHash('sha256').update(bytes).digest('hex');
	const open = (): Readable => Readable.from(bytes.length > 0 ? [bytes] : [], { objectMode: false });
	return { ...part, open, sha256: () => digest };
}
