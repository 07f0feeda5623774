import { Readable } from 'node:stream';
import type { FilePart } from '../../../src/cor/http/multipart.js';

/** Counts the contents that were opened, are being read, and were read at once at most. */
export class Handles {
	opened = 0;
	open = 0;
	mostOpen = 0;

	/** A file of these bytes. */
	part(name: string, contents: string | Buffer): FilePart {
		const bytes = Buffer.from(contents as string);
		return this.partOf(name, bytes.length, () => (bytes.length === 0 ? [] : [bytes]));
	}

	/** A file that gives these chunks, whatever size it says. */
	partOf(name: string, size: number, chunks: () => Iterable<Buffer> | AsyncIterable<Buffer>): FilePart {
		const counted = async function* (this: Handles): AsyncGenerator<Buffer> {
			this.open += 1;
			this.mostOpen = Math.max(this.mostOpen, this.open);
			try {
				yield* chunks();
			} finally {
				this.open -= 1;
			}
		}.bind(this);
		const open = (): Readable => {
			this.opened += 1;
			return Readable.from(counted(), { objectMode: false, highWaterMark: 1 });
		};
		return { name, size, open };
	}

	/** A file of so many zero bytes that no machine's socket buffers hold it. */
	large(name: string, megabytes = 64): FilePart {
		const chunk = Buffer.alloc(1024 * 1024);
		return this.partOf(name, megabytes * chunk.length, () => Array.from({ length: megabytes }, () => chunk));
	}
}
