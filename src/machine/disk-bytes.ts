import type { FileHandle } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { CorError } from '../attach/errors.js';
import { firstPartBytes } from '../attach/secrets/first-part-bytes.js';
import type { Rooms } from '../cor/buffers/buffer-ring.js';
import { answerOf, areSameFacts, type Facts, factsOf } from './file-facts.js';
import { inTime } from './in-time.js';
import { RunningDigest } from './running-digest.js';

const readBytes = 256 * 1024; // 64 KiB, the default of streams, costs twice the CPU; 1 MiB leaves more garbage and is no faster

/** Of a file that is longer than it says so much is read at once, to know its length before it is sent. */
export const maxHeldBytes = 8 * 1024 * 1024;

/** Limits in milliseconds. */
export interface ReadLimits {
	/** Until the first bytes come: a whole file may have to be fetched from a cloud for them. */
	readonly firstMs: number;
	/** Until more bytes come that were asked for. */
	readonly readMs: number;
	/** For reading everything once more: servers give up on a body of which nothing comes for a minute. */
	readonly againMs: number;
}

// Less than an upload waits for a byte, so that a file that gives none is what is told.
const defaultLimits: ReadLimits = { firstMs: 300_000, readMs: 60_000, againMs: 45_000 };

/**
 * The bytes of an open file, as many as it had when it was opened. They can be given several times. Each time, before the last of
 * them, it is seen whether they still are the file's: where somebody wrote to it they are read once more, and compared.
 */
export class DiskBytes {
	/** How many there are: what the file gave where it was read to its end, else what it says. */
	readonly size: number;
	/** The first ones, which were read at the opening, or all of them. */
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
	 * Reads the beginning, and everything where that is less than 64 KiB or not what the file says of itself.
	 * @throws CorError `file-unreadable`; `file-size-untrue` where it is longer than it says, and than 8 MiB
	 */
	static async of(handle: FileHandle, facts: Facts, limits = defaultLimits): Promise<DiskBytes> {
		const isSmall = facts.size < firstPartBytes;
		// Room for one byte more shows whether there is one. None of a pool, which would be copied whole for a look at it.
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

	/** Whether the file was seen to be longer by now, when its bytes were given the last time. */
	get hasGrown(): boolean {
		return this.#hasGrown;
	}

	/**
	 * Opens them: exactly `size` bytes. The stream fails before the last of them with `file-changed` where they are not the
	 * file's any more, with `file-size-untrue` where it gives more or fewer than it says, with `file-unreadable` where it gives none.
	 * What has to be read for it is put into `rooms`, each filled to its end.
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
			offset += piece.length; // nothing is left of it here once it has been sent
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

	/** Fills the room with what comes at `offset`. */
	async #fill(room: Buffer, offset: number): Promise<Buffer> {
		for (let filled = 0; filled < room.length; ) {
			filled += (await this.#readPiece(room.subarray(filled), offset + filled)).length;
		}
		return room;
	}

	/** What comes at `offset`, in the given room; one byte at least. */
	async #readPiece(room: Buffer, offset: number): Promise<Buffer> {
		const bytesRead = await read(this.#handle, room, offset, this.#limits.readMs);
		if (bytesRead === 0) {
			throw areSameFacts(this.#facts, await factsOf(this.#handle))
				? untrueSize(this.#facts, offset)
				: new CorError('file-changed', `the file has become shorter: it ends after ${offset} bytes`);
		}
		return room.subarray(0, bytesRead);
	}

	/** Rejects where the bytes that were given are not those of the file, or not all that it had. */
	async #requireSame(given: RunningDigest | undefined): Promise<void> {
		const more = await read(this.#handle, Buffer.allocUnsafe(1), this.size, this.#limits.readMs); // first: what comes meanwhile is growth
		const now = await factsOf(this.#handle);
		if (!areSameFacts(this.#facts, now)) {
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
			const why = isSame === undefined ? `could not be read again within ${againMs} ms` : 'holds other bytes';
			throw new CorError('file-changed', `the file was written to while it was sent, and ${why}`);
		}
	}

	/**
	 * Reads as many bytes once more; whether they are those that were given, all of which are held where nothing is `given`. Rejects
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

/** The rest of a file that is longer than it says. */
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

/** How many bytes were read; 0 at the end. */
async function read(handle: FileHandle, into: Buffer, position: number, limitMs: number): Promise<number> {
	const { bytesRead } = await answerOf(handle.read(into, 0, into.length, position), limitMs);
	return bytesRead;
}

function untrueSize({ size }: Facts, gaveBytes: number, isMore = false): CorError {
	return new CorError(
		'file-size-untrue',
		`the file says it has ${size} bytes but gave ${isMore ? 'more than ' : ''}${gaveBytes}`,
		{ saidBytes: size, gaveBytes, isMore },
	);
}
