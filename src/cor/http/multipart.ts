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
	/** Whether its contents are known to be no text. */
	readonly isBinary?: boolean;
	/** When it was last written, where it is a file of this machine: milliseconds since the epoch, with their fraction. */
	readonly mtimeMs?: number;
	/**
	 * Opens the contents: exactly `size` bytes, else the stream fails with a `CorError` before its last byte. What has to be read
	 * for it may be put into `rooms`, which only whoever sends it lends.
	 */
	open(rooms?: Rooms): Readable;
	/** Whether more was seen to follow its bytes by the time that they were given; absent for what does not grow. */
	hasGrown?(): boolean;
	/** Lets go of what it was opened from; absent where nothing is held. Never rejects. */
	close?(): Promise<void>;
}

interface Extent {
	readonly start: number;
	readonly end: number;
}

const crlf = 2;
// Small enough that a slow line shows signs of life, large enough that a fast one costs little.
const minStep = 16 * 1024;
const maxStep = 1024 * 1024;
// Less than this leaves together with what follows: heads and ends of parts would take packets of their own.
const joinedBytes = 64 * 1024;
/** From so many bytes a file that is sent alone is read into buffers that are used again. */
const minPooledBytes = 1024 * 1024;
// Pieces of the body that are read before the transport asks for them.
const readAhead = 2;

/**
 * A `multipart/form-data` body of known length (RFC 7578) that knows how much of it the transport has taken.
 * It can be iterated once; a file is opened when its turn comes, one at a time, and closed by `close`.
 */
export class MultipartBody implements AsyncIterable<Uint8Array> {
	readonly headers: Readonly<Record<string, string>>;
	/** Bytes of the whole body, boundaries included. */
	readonly length: number;
	readonly #form = new FormData();
	readonly #files: readonly FilePart[];
	readonly #extents: readonly Extent[];
	readonly #ring: BufferRing | undefined;
	/** The file, by its place, whose contents broke the body off. */
	brokenBy: number | undefined;
	#open: Readable | undefined;
	#pipe: PassThrough | undefined;
	#isClosed = false;
	#given = 0;
	#taken = 0;

	constructor(
		fields: Readonly<Record<string, string>>,
		files: readonly FilePart[],
		/** Called when bytes were asked for, given or taken. */
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

	/** Whether the last byte of file `index` was given to the transport: from then on it may be on the server. */
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
				const { length } = chunk; // of a buffer that is used again nothing is left here once it has gone
				for (let from = 0; from < length; ) {
					const piece = chunk.subarray(from, from + step);
					const to = from + piece.length;
					if (this.#given + piece.length > this.length) {
						throw new CorError('file-changed', 'a file gave more bytes than it said');
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
					// After the last byte the body ends at once: undici gives up the connection of an answer that comes sooner.
					if (!this.isGiven) {
						// A server that answers early and closes: what it said has to be read before the next write fails.
						await new Promise(setImmediate);
					}
					if (this.#isClosed) {
						return;
					}
				}
			}
			if (this.#given !== this.length) {
				throw new CorError('file-changed', 'a file gave fewer bytes than it said');
			}
		} finally {
			this.close();
		}
	}

	/** Lets go of whatever file is open. */
	close(): void {
		this.#isClosed = true;
		this.#pipe?.destroy();
		this.#open?.destroy();
	}

	/** The request is over, and no more is asked of the body. `isAnswered`: with a whole answer, which took it. */
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

	/** The only file between what form-data puts around it; through form-data's own stream its chunks would come apart. */
	async *#framed(file: FilePart, ring: BufferRing): AsyncGenerator<Uint8Array, void, void> {
		const frame = this.#form.getBuffer(); // without the contents, and the line break behind them
		const headBytes = this.#extents[0]?.start;
		yield frame.subarray(0, headBytes);
		yield* this.#openFile(file, 0, ring);
		yield Buffer.concat([Buffer.from('\r\n'), frame.subarray(headBytes)]);
	}

	#start(): PassThrough {
		// As objects, since a stream of bytes copies what it holds into one piece whenever it is read.
		const pipe = this.#form.pipe(new PassThrough({ readableObjectMode: true, readableHighWaterMark: readAhead }));
		// form-data's stream is of the old kind: `pipe` does not carry its errors over.
		this.#form.on('error', error => pipe.destroy(error));
		this.#pipe = pipe;
		return pipe;
	}
}

/** The contents; where they cannot be opened, a stream that says why: form-data asks in an event, where nobody catches anything. */
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

// Both spellings: busboy and multer read `filename` as Latin-1 and get accents right only from `filename*` (RFC 5987).
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
