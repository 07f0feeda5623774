/** Bytes of every buffer. Below 256 KiB sending costs twice the CPU, and 4 MiB would hold the editor's thread for too long. */
export const bufferBytes = 512 * 1024;

/**
 * Memory that is used again, by one request after another: the kernel has to clear fresh memory first, which costs more than sending
 * it. Goes with whoever has it; holds no more than was in use at once.
 */
export class BufferPool {
	readonly #free: Buffer[] = [];

	/** A buffer of `bufferBytes` that nobody else has; what is in it means nothing. */
	take(): Buffer {
		return this.#free.pop() ?? this.create();
	}

	/** For one that nobody may read any more. */
	giveBack(buffer: Buffer): void {
		this.#free.push(this.renew(buffer));
	}

	/**
	 * The same memory as another buffer, to be filled anew. Whoever still has the one that was given finds it empty: should anybody
	 * send it after all, the request breaks off for want of bytes, and no other bytes leave in their place.
	 */
	renew(buffer: Buffer): Buffer {
		const { buffer: memory } = buffer;
		return Buffer.from(structuredClone(memory, { transfer: [memory as ArrayBuffer] }));
	}

	protected create(): Buffer {
		return Buffer.allocUnsafeSlow(bufferBytes);
	}
}
