import type { FileHandle } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { CorError } from '../attach/errors.js';
import { firstPartBytes } from '../attach/secrets/first-part-bytes.js';
import type { Rooms } from '../cor/buffers/buffer-ring.js';
import { answerOf, areSameFacts, type Facts, factsOf } from './file-facts.js';
import { inTime } from './in-time.js';
import { RunningDigest } from './running-digest.js';

const readBytes = 256 * 1024; // 64 KiB, the default of streams, costs twice the CPU; 1 MiB produces more garbage and is no faster

/** A file that is longer than its reported size is read up to this limit before it is sent, to learn its length. */
export const maxHeldBytes = 8 * 1024 * 1024;

/** Limits in milliseconds. */
export interface ReadLimits {
	/** For the first bytes. A cloud drive may have to fetch the whole file first. */
	readonly firstMs: number;
	/** For each later read. */
	readonly readMs: number;
	/** For reading everything a second time. Servers give up after a minute without data. */
	readonly againMs: number;
}

// Shorter than the upload's own limits, so that the error names the file.
const defaultLimits: ReadLimits = { firstMs: 300_000, readMs: 60_000, againMs: 45_000 };

/**
 * The bytes that an open file had when it was opened. They can be read several times. Each time, before the last byte,
 * this checks that the file hasn't changed; if it was written to, it is read again and compared.
 */
export class DiskBytes {
	/** Number of bytes: what the file delivered if it was read to its end, otherwise its reported size. */
	readonly size: number;
	/** The first bytes, read when the file was opened; all of them if the file is small. */
	readonly held: Buffer;
	readonly #handle: FileHandle;
	readonly #facts: Facts;
	readonly #limits: ReadLimits;
	#hasGrown = false;

	private constructor(handle: FileHandle, facts: Facts, held: Buffer, size: number, limits: ReadLimits) {
		this.#handle = handle;
		this.#facts = facts;
		this.held = held;
		this.size = size;
		this.#limits = limits;
	}

	/**
	 * Reads the start of the file. Reads everything if that is less than 64 KiB, or if the reported size is wrong.
	 * @throws CorError `file-unreadable`; `file-size-untrue` if it has more than 8 MiB and more than its reported size
	 */
	static async of(handle: FileHandle, facts: Facts, limits = defaultLimits): Promise<DiskBytes> {
		const isSmall = facts.size < firstPartBytes;
		// One extra byte shows whether the file is longer. Not from Node's pool, because the whole pool would be copied to
		// the worker.
		const room = Buffer.allocUnsafeSlow(isSmall && facts.size > 0 ? facts.size + 1 : firstPartBytes);
		let length = await read(handle, room, 0, limits.firstMs);
		let isAtEnd = length === facts.size;
		while (length < room.length && !isAtEnd) {
			const bytesRead = await read(handle, room.subarray(length), length, limits.readMs);
			length += bytesRead;
			isAtEnd = bytesRead === 0;
		}
		const first = room.subarray(0, length);
		if (isAtEnd || length === facts.size) {
			return new DiskBytes(handle, facts, first, length, limits);
		}
		if (!isSmall) {
			return new DiskBytes(handle, facts, first, facts.size, limits);
		}
		const held = Buffer.concat([first, ...(await readOn(handle, facts, length, limits))]);
		return new DiskBytes(handle, facts, held, held.length, limits);
	}

	/** Whether the file was longer at the end of the last reading. */
	get hasGrown(): boolean {
		return this.#hasGrown;
	}

	/**
	 * Opens a stream of exactly `size` bytes. It fails before the last byte: with `file-changed` if the bytes are no
	 * longer the file's, `file-size-untrue` if the reported size is wrong, `file-unreadable` if a read fails or takes too
	 * long.
	 * @param rooms buffers to read into; each is filled completely
	 */
	open(rooms?: Rooms): Readable {
		return Readable.from(this.#read(rooms), { objectMode: false, highWaterMark: 1 });
	}

	async *#read(rooms: Rooms | undefined): AsyncGenerator<Buffer, void, void> {
		const digest = this.held.length < this.size ? new RunningDigest() : undefined;
		this.#hasGrown = false;
		let piece = this.held;
		for (let offset = 0; offset < this.size; ) {
			if (offset > 0) {
				const left = this.size - offset;
				piece = rooms
					? await this.#fill(rooms.next().subarray(0, left), offset)
					: await this.#readPiece(Buffer.allocUnsafe(Math.min(readBytes, left)), offset);
			}
			offset += piece.length; // before yielding: a reused buffer is empty once it was sent
			digest?.update(piece);
			if (offset === this.size) {
				await this.#requireSame(digest);
			}
			yield piece;
		}
		if (this.size === 0) {
			await this.#requireSame(digest);
		}
	}

	/** Fills the buffer with the bytes from `offset` on. */
	async #fill(room: Buffer, offset: number): Promise<Buffer> {
		for (let filled = 0; filled < room.length; ) {
			filled += (await this.#readPiece(room.subarray(filled), offset + filled)).length;
		}
		return room;
	}

	/** Reads at least one byte at `offset` into the buffer. */
	async #readPiece(room: Buffer, offset: number): Promise<Buffer> {
		const bytesRead = await read(this.#handle, room, offset, this.#limits.readMs);
		if (bytesRead === 0) {
			throw areSameFacts(this.#facts, await factsOf(this.#handle))
				? untrueSize(this.#facts, offset)
				: new CorError('file-changed', `the file became shorter: it now ends after ${offset} bytes`);
		}
		return room.subarray(0, bytesRead);
	}

	/** Rejects if the bytes read so far are not, or not all of, the file's. */
	async #requireSame(given: RunningDigest | undefined): Promise<void> {
		const more = await read(this.#handle, Buffer.allocUnsafe(1), this.size, this.#limits.readMs); // read first, so that later bytes count as growth
		const now = await factsOf(this.#handle);
		const isSame = areSameFacts(this.#facts, now);
		if (this.size < this.#facts.size && (more > 0 || !isSame)) {
			// It was being saved when it was opened: equal bytes would only be equal beginnings.
			throw new CorError('file-changed', `the file had ${this.#facts.size} bytes, but then gave only ${this.size}`);
		}
		if (!isSame) {
			await this.#requireSameBytes(given);
		}
		this.#hasGrown = now.size > Math.max(this.size, this.#facts.size);
		if (more > 0 && !this.#hasGrown && this.size === this.#facts.size) {
			throw untrueSize(this.#facts, this.size, true);
		}
	}

	async #requireSameBytes(given: RunningDigest | undefined): Promise<void> {
		const { againMs } = this.#limits;
		const isSame = await inTime(this.#isSameAgain(given), againMs);
		if (!isSame) {
			const why = isSame === undefined ? `could not be read again within ${againMs} ms` : 'now has other contents';
			throw new CorError('file-changed', `the file was changed during the upload, and ${why}`);
		}
	}

	/**
	 * Reads the bytes again and compares them with the first reading: by digest, or if there is none with `held`. Rejects
	 * as soon as the file is closed, which ends it.
	 */
	async #isSameAgain(given: RunningDigest | undefined): Promise<boolean> {
		const before = given?.take();
		const room = Buffer.allocUnsafe(Math.min(readBytes, this.size));
		for (let offset = 0; offset < this.size; ) {
			const piece = await this.#readPiece(room.subarray(0, this.size - offset), offset);
			given?.update(piece);
			if (!given && !piece.equals(this.held.subarray(offset, offset + piece.length))) {
				return false;
			}
			offset += piece.length;
		}
		return !before || given?.take().equals(before) === true;
	}
}

/** The rest of a file that is longer than its reported size. */
async function readOn(handle: FileHandle, facts: Facts, from: number, limits: ReadLimits): Promise<readonly Buffer[]> {
	const pieces: Buffer[] = [];
	for (let offset = from; ; ) {
		const room = Buffer.allocUnsafe(firstPartBytes);
		const bytesRead = await read(handle, room, offset, limits.readMs);
		if (bytesRead === 0) {
			return pieces;
		}
		offset += bytesRead;
		if (offset > maxHeldBytes) {
			throw untrueSize(facts, maxHeldBytes, true);
		}
		pieces.push(room.subarray(0, bytesRead));
	}
}

/** Number of bytes read; 0 at the end of the file. */
async function read(handle: FileHandle, into: Buffer, position: number, limitMs: number): Promise<number> {
	const { bytesRead } = await answerOf(handle.read(into, 0, into.length, position), limitMs);
	return bytesRead;
}

function untrueSize({ size }: Facts, gaveBytes: number, isMore = false): CorError {
	return new CorError(
		'file-size-untrue',
		`the file system reported ${size} bytes but gave ${isMore ? 'more than ' : ''}${gaveBytes}`,
		{ saidBytes: size, gaveBytes, isMore },
	);
}
