import { PassThrough, Readable } from 'node:stream';
import FormData from 'form-data';
import { CorError } from '../../attach/errors.js';
import { mediaType } from '../body/media-type.js';
import type { BufferPool } from '../buffers/buffer-pool.js';
import { BufferRing, type Rooms } from '../buffers/buffer-ring.js';
import { Handover } from '../buffers/handover.js';

/** One file of a request. */
export interface FilePart {
	readonly name: string;
	/** Bytes. */
	readonly size: number;
	/** Whether the contents are known not to be text. */
	readonly isBinary?: boolean;
	/** For a local file: when it was last written, in milliseconds since the epoch, with fraction. */
	readonly mtimeMs?: number;
	/**
	 * Opens the contents. The stream yields exactly `size` bytes, or fails with a `CorError` before the last one.
	 * @param rooms buffers to read into; only the sender of the request passes them
	 */
	open(rooms?: Rooms): Readable;
	/** Whether the file had more than `size` bytes when the last one was read. Missing for contents that can't grow. */
	hasGrown?(): boolean;
	/** Releases the source. Missing if nothing is open. Never rejects. */
	close?(): Promise<void>;
}

interface Extent {
	readonly start: number;
	readonly end: number;
}

const crlf = 2;
// Small enough to show progress on a slow line, large enough to cost little on a fast one.
const minStep = 16 * 1024;
const maxStep = 1024 * 1024;
// Smaller pieces are joined with the next ones, so that part headers don't need packets of their own.
const joinedBytes = 64 * 1024;
/** A single file of at least this size is read into reusable buffers. */
const minPooledBytes = 1024 * 1024;
// Pieces that are read before the transport asks for them.
const readAhead = 2;

/**
 * A `multipart/form-data` body of known length (RFC 7578) that knows how much of it the transport has taken. Can be
 * iterated once. Opens one file at a time; `close` closes it.
 */
export class MultipartBody implements AsyncIterable<Uint8Array> {
	readonly headers: Readonly<Record<string, string>>;
	/** Bytes of the whole body, including boundaries. */
	readonly length: number;
	readonly #form = new FormData();
	readonly #files: readonly FilePart[];
	readonly #extents: readonly Extent[];
	readonly #ring: BufferRing | undefined;
	/** Index of the file whose contents broke off the body. */
	brokenBy: number | undefined;
	#open: Readable | undefined;
	#pipe: PassThrough | undefined;
	#isClosed = false;
	#given = 0;
	#taken = 0;

	constructor(
		fields: Readonly<Record<string, string>>,
		files: readonly FilePart[],
		/** Called when bytes were requested, given or taken. */
		readonly onMove: () => void = () => {},
		buffers?: BufferPool,
	) {
		this.#files = files;
		for (const [name, value] of Object.entries(fields)) {
			this.#form.append(name, value);
		}
		this.#extents = files.map((file, index) => this.#append(file, index));
		this.length = this.#form.getLengthSync();
		this.headers = { ...this.#form.getHeaders(), 'content-length': String(this.length) };
		const [first] = files;
		if (buffers && first && files.length === 1 && first.size >= minPooledBytes) {
			this.#ring = new BufferRing(buffers, new Handover(this.#form.getBoundary()));
		}
	}

	/** Bytes of file contents that the transport has taken. */
	get fileBytesTaken(): number {
		return this.#extents.reduce((sum, { start, end }) => sum + Math.max(0, Math.min(this.#taken, end) - start), 0);
	}

	/** Whether the last byte of file `index` was given to the transport. From then on the file may be on the server. */
	hasGivenAll(index: number): boolean {
		const extent = this.#extents[index];
		return extent !== undefined && this.#given > 0 && this.#given >= extent.end;
	}

	/** Whether the whole body was given to the transport. */
	get isGiven(): boolean {
		return this.#given >= this.length;
	}

	async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void, void> {
		let step = minStep;
		this.onMove();
		try {
			for await (const chunk of this.#chunks()) {
				const { length } = chunk; // read first: a reused buffer is empty once it has left
				for (let from = 0; from < length; ) {
					const piece = chunk.subarray(from, from + step);
					const to = from + piece.length;
					if (this.#given + piece.length > this.length) {
						throw new CorError('file-changed', 'a file gave more bytes than its reported size');
					}
					const startedAt = performance.now();
					this.#given += piece.length;
					this.#ring?.giving(piece);
					this.onMove();
					yield piece;
					this.#taken = this.#given;
					this.onMove();
					step = nextStep(step, performance.now() - startedAt);
					from = to;
					// End the body right after its last byte: undici closes a connection whose answer comes before the end.
					if (!this.isGiven) {
						// If a server answers early and closes, read its answer before the next write fails.
						await new Promise(setImmediate);
					}
					if (this.#isClosed) {
						return;
					}
				}
			}
			if (this.#given !== this.length) {
				throw new CorError('file-changed', 'a file gave fewer bytes than its reported size');
			}
		} finally {
			this.close();
		}
	}

	/** Closes the file that is open, if any. */
	close(): void {
		this.#isClosed = true;
		this.#pipe?.destroy();
		this.#open?.destroy();
	}

	/**
	 * Ends the request.
	 * @param isAnswered whether COR sent a complete success, so that it has taken the body
	 */
	release(isAnswered: boolean): void {
		this.close();
		this.#ring?.end(isAnswered && this.isGiven);
	}

	#append(file: FilePart, index: number): Extent {
		const header = [
			`--${this.#form.getBoundary()}`,
			`Content-Disposition: ${disposition(file.name)}`,
			`Content-Type: ${mediaType(file.name, file.isBinary)}`,
			'',
			'',
		].join('\r\n');
		const open = (next: (stream: Readable) => void) => next(this.#openFile(file, index));
		this.#form.append('file', open, { header, knownLength: file.size });
		const closing = `--${this.#form.getBoundary()}--\r\n`.length;
		const end = this.#form.getLengthSync() - closing - crlf;
		return { start: end - file.size, end };
	}

	#openFile(file: FilePart, index: number, rooms?: Rooms): Readable {
		this.#open = opened(file, rooms).once('error', () => {
			this.brokenBy = index;
		});
		return this.#open;
	}

	#chunks(): AsyncIterable<Uint8Array> {
		const [file] = this.#files;
		return this.#ring && file ? this.#framed(file, this.#ring) : joined(this.#start());
	}

	/** The only file between the parts that form-data writes. form-data's own stream would cut its chunks. */
	async *#framed(file: FilePart, ring: BufferRing): AsyncGenerator<Uint8Array, void, void> {
		const frame = this.#form.getBuffer(); // without the contents and the line break after them
		const headBytes = this.#extents[0]?.start;
		yield frame.subarray(0, headBytes);
		yield* this.#openFile(file, 0, ring);
		yield Buffer.concat([Buffer.from('\r\n'), frame.subarray(headBytes)]);
	}

	#start(): PassThrough {
		// In object mode, because a byte stream copies all buffered data into one piece on each read.
		const pipe = this.#form.pipe(new PassThrough({ readableObjectMode: true, readableHighWaterMark: readAhead }));
		// form-data's old-style stream doesn't pass its errors through `pipe`.
		this.#form.on('error', error => pipe.destroy(error));
		this.#pipe = pipe;
		return pipe;
	}
}

/**
 * Opens the contents. If that throws, returns a stream with the error, since form-data calls this in an event handler.
 */
function opened(file: FilePart, rooms: Rooms | undefined): Readable {
	try {
		return file.open(rooms);
	} catch (error) {
		return new Readable({
			read() {
				this.destroy(error as Error);
			},
		});
	}
}

async function* joined(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void, void> {
	let waiting: Buffer[] = [];
	let bytes = 0;
	for await (const piece of pieces) {
		waiting.push(piece);
		bytes += piece.length;
		if (bytes >= joinedBytes) {
			yield* piece.length < joinedBytes ? [Buffer.concat(waiting)] : waiting;
			waiting = [];
			bytes = 0;
		}
	}
	if (bytes > 0) {
		yield Buffer.concat(waiting);
	}
}

function nextStep(step: number, tookMs: number): number {
	if (tookMs > 1_000) {
		return Math.max(minStep, step / 2);
	}
	return tookMs < 100 ? Math.min(maxStep, step * 2) : step;
}

// Both forms: busboy and multer read `filename` as Latin-1 and get accents right only from `filename*` (RFC 5987).
function disposition(name: string): string {
	const wellFormed = name.toWellFormed();
	// biome-ignore lint/suspicious/noControlCharactersInRegex: a control character could end the header
	const plain = wellFormed.replace(/["\u0000-\u001f\u007f]/g, encodeURIComponent);
	const extended = encodeURIComponent(wellFormed).replace(
		/['()*]/g,
		character => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
	);
	return `form-data; name="file"; filename="${plain}"; filename*=UTF-8''${extended}`;
}
