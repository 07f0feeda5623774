import { type BufferPool, bufferBytes } from './buffer-pool.js';
import type { Handover } from './handover.js';

/** Where bytes can be put that are to be sent. */
export interface Rooms {
	/** Room for what comes next, `bufferBytes` of it; belongs to whoever asked until it was given to the request. */
	next(): Buffer;
}

/**
 * So many whole buffers have to have left after one before it is filled again. That it has left itself would be enough: the others
 * are the margin, should a socket ever say that it holds nothing while it does.
 */
export const distance = 2;

/**
 * Buffers that one request has at most: three are read or read ahead, one waits for `fetch`, one is in the socket, what hashes and
 * compares on the way holds four, and `distance` lie behind. Whoever holds more of them gets fresh ones.
 */
export const mostBuffers = 11;

interface Lent {
	readonly buffer: Buffer;
	/** Where its bytes end in the body, as far as they were given. */
	end: number | undefined;
}

/**
 * The buffers of one request. One is filled again only when it was observed to have left, and `distance` more after it; where that is
 * not observed, the rest of the request gets fresh ones.
 */
export class BufferRing implements Rooms {
	readonly #pool: BufferPool;
	readonly #handover: Pick<Handover, 'giving' | 'left' | 'isClear' | 'end'>;
	/** In the order in which they were lent, which is that of the file. */
	#lent: Lent[] = [];
	#given = 0;
	#isOver = false;

	constructor(pool: BufferPool, handover: Pick<Handover, 'giving' | 'left' | 'isClear' | 'end'>) {
		this.#pool = pool;
		this.#handover = handover;
	}

	next(): Buffer {
		if (this.#isOver || !this.#handover.isClear) {
			return this.#fresh();
		}
		const [oldest] = this.#lent;
		let buffer: Buffer;
		if (oldest && this.#hasLeft(oldest, distance * bufferBytes)) {
			this.#lent.shift();
			buffer = this.#pool.renew(oldest.buffer);
		} else if (this.#lent.length < mostBuffers) {
			buffer = this.#pool.take();
		} else {
			return this.#fresh();
		}
		this.#lent.push({ buffer, end: undefined });
		return buffer;
	}

	/** This piece of the body is about to be given to `fetch`, after all before. */
	giving(piece: Uint8Array): void {
		this.#handover.giving(piece);
		this.#given += piece.length;
		const lent = this.#lent.find(({ buffer }) => buffer.buffer === piece.buffer);
		if (lent) {
			lent.end = this.#given;
		}
	}

	/**
	 * The request is over. What has left of its buffers goes back to the pool, where a whole answer came to a whole body; else
	 * somebody may still be about to send one, or to read into it.
	 */
	end(isAnswered: boolean): void {
		if (isAnswered && !this.#isOver && this.#handover.isClear) {
			for (const lent of this.#lent.filter(each => this.#hasLeft(each, 0))) {
				this.#pool.giveBack(lent.buffer);
			}
		}
		this.#handover.end();
		this.#forget();
	}

	#hasLeft({ end }: Lent, andMore: number): boolean {
		return end !== undefined && this.#handover.left >= end + andMore;
	}

	#fresh(): Buffer {
		this.#forget();
		return Buffer.allocUnsafeSlow(bufferBytes);
	}

	#forget(): void {
		this.#isOver = true;
		this.#lent = [];
	}
}
