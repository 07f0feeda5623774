/**
 * Bytes of each buffer. Below 256 KiB sending costs twice the CPU; 4 MiB would block the editor's thread for too long.
 */
export const bufferBytes = 512 * 1024;

/**
 * Memory that consecutive requests share: the kernel must clear fresh memory, which costs more than sending it. The
 * pool contains at most as many buffers as were in use at the same time.
 */
export class BufferPool {
	readonly #free: Buffer[] = [];

	/** A buffer of `bufferBytes` that nobody else uses. Its contents are undefined. */
	take(): Buffer {
		return this.#free.pop() ?? this.create();
	}

	/** Returns a buffer that nobody reads any more. */
	giveBack(buffer: Buffer): void {
		this.#free.push(this.renew(buffer));
	}

	/**
	 * Moves the memory to a new buffer and empties the old one. If somebody still sends the old one, the request fails
	 * for lack of bytes instead of sending other bytes.
	 */
	renew(buffer: Buffer): Buffer {
		const { buffer: memory } = buffer;
		return Buffer.from(structuredClone(memory, { transfer: [memory as ArrayBuffer] }));
	}

	protected create(): Buffer {
		return Buffer.allocUnsafeSlow(bufferBytes);
	}
}
