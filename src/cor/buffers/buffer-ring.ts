import { type BufferPool, bufferBytes } from './buffer-pool.js';
import type { Handover } from './handover.js';

/** A source of buffers for bytes that will be sent. */
export interface Rooms {
	/** A buffer of `bufferBytes`. It belongs to the caller until it is passed to the request. */
	next(): Buffer;
}

/**
 * How many more whole buffers must have left before a buffer is filled again. In theory none is needed; this is a
 * margin in case a socket says that it is empty while it isn't.
 */
export const distance = 2;

/**
 * Most buffers that one request needs: three are being read or read ahead, one waits for `fetch`, one is in the socket,
 * hashing and comparing use four, and `distance` have just left. A request that uses more gets fresh memory.
 */
export const mostBuffers = 11;

interface Lent {
	readonly buffer: Buffer;
	/** Position in the body after its last byte, once it was passed on. */
	end: number | undefined;
}

/**
 * The buffers of one request. A buffer is filled again only after it and `distance` more were seen to leave. If that
 * can't be seen, the rest of the request uses fresh memory.
 */
export class BufferRing implements Rooms {
	readonly #pool: BufferPool;
	readonly #handover: Pick<Handover, 'giving' | 'left' | 'isClear' | 'end'>;
	/** In the order they were lent, which is the order of the file. */
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

	/** Announces the next piece of the body, just before `fetch` gets it. */
	giving(piece: Uint8Array): void {
		this.#handover.giving(piece);
		this.#given += piece.length;
		const lent = this.#lent.find(({ buffer }) => buffer.buffer === piece.buffer);
		if (lent) {
			lent.end = this.#given;
		}
	}

	/**
	 * Ends the request. Buffers that have left return to the pool, but only if COR answered the whole body: otherwise
	 * somebody may still send from a buffer or read into it.
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
