import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { type PassThrough, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import { type CorError, toCorError } from '../../attach/errors.js';
import { archivePaths, commonFolder } from '../../attach/plan/archive.js';
import { madeScheme } from '../../attach/plan/made-file.js';
import type { PlannedFile } from '../../attach/plan/plan.js';
import type { CheckedFile } from '../../attach/plan/stages.js';
import { mediaType } from '../../cor/body/media-type.js';
import type { FilePart } from '../../cor/http/multipart.js';
import { openedBefore } from '../opened-before.js';
import { madePath } from './made-path.js';

/** Opens the file's bytes as they are now; the packer closes them. Rejects with a `CorError`. */
export type OpenPart = (file: CheckedFile) => Promise<FilePart>;

/** Called for a file that has grown while it was read. The archive contains only its first `bytes` bytes. */
export type OnGrown = (file: CheckedFile, bytes: number) => void;

const standStillMs = 120_000; // longer than a file system may take for one read

/** The archive was not created. `file` is the one that could not be read; without it the disk failed. */
export class NotPacked extends Error {
	override readonly name = 'NotPacked';
	readonly file: PlannedFile | undefined;
	/** The error of the file. */
	readonly reason: CorError | undefined;

	constructor(cause: unknown, file?: PlannedFile) {
		super(`the archive was not created: ${toCorError(cause).message}`, { cause });
		this.file = file;
		this.reason = file && toCorError(cause);
	}
}

/**
 * Writes the files into a ZIP archive at `place` without loading them into memory. Rejects with the signal's reason.
 * @param name the archive's name in COR
 * @returns the archive as a file that can be sent
 * @throws NotPacked if one file or the disk fails; there is never an incomplete archive
 */
export async function packArchive(
	files: readonly CheckedFile[],
	name: string,
	place: string,
	openPart: OpenPart,
	signal: AbortSignal,
	onGrown: OnGrown = () => undefined,
	limitMs = standStillMs,
): Promise<CheckedFile> {
	const paths = archivePaths(files);
	const zip = new ZipFile();
	const contents = zip.outputStream as PassThrough;
	const ended = new AbortController();
	const untilEnd = AbortSignal.any([signal, ended.signal]);
	const watch = new StandStill(limitMs, error => contents.destroy(error));
	const add = async (): Promise<void> => {
		for (const [index, file] of files.entries()) {
			const adding = addFile(zip, file, paths[index] ?? file.name, openPart, untilEnd, watch);
			const part = await adding.catch((error: unknown) => {
				throw new NotPacked(error, file);
			});
			if (part.hasGrown?.()) {
				onGrown(file, part.size);
			}
		}
		zip.end();
	};
	zip.once('error', error => contents.destroy(error));
	const adding = add().catch((error: NotPacked) => contents.destroy(error));
	const archive = createWriteStream(place, { flags: 'wx', mode: 0o600 });
	const closed = new Promise<void>(resolve => archive.once('close', resolve));
	try {
		await pipeline(contents, pieces => watch.pass(pieces), archive, { signal });
	} catch (error) {
		signal.throwIfAborted();
		throw error instanceof NotPacked ? error : new NotPacked(error);
	} finally {
		watch.dispose();
		ended.abort(); // stops reading, since nothing is written any more
		await adding;
		await closed; // otherwise a file that is still being opened would recreate the removed folder
	}
	const { size } = await stat(place);
	const source = commonFolder(files.map(file => file.uri));
	const uri = `${madeScheme}:${madePath(source, encodeURIComponent(name))}`;
	return { uri, relativePath: name, name, size, keptAt: place, doubts: [] };
}

/** Adds one file and waits until it was read, so that only one is open at a time. */
async function addFile(
	zip: ZipFile,
	file: CheckedFile,
	path: string,
	openPart: OpenPart,
	signal: AbortSignal,
	watch: StandStill,
): Promise<FilePart> {
	if (file.problem) {
		throw file.problem;
	}
	const part = await watch.without(() => openedBefore(signal, openPart(file)));
	const stream = Readable.from(watch.pass(part.open()), { objectMode: false, highWaterMark: 1 });
	const options = {
		compress: !isCompressed(file.name),
		size: part.size,
		...zipTime(part.mtimeMs),
	};
	try {
		zip.addReadStream(stream, path, options);
		await once(stream, 'end', { signal });
		return part;
	} finally {
		stream.destroy();
		await part.close?.();
	}
}

/**
 * The nearest time that ZIP can store: seconds since 1970 up to 2038, otherwise steps of two seconds up to 2107. yazl
 * writes no time before 1970. Empty if the file has no time.
 */
export function zipTime(mtimeMs: number | undefined): { readonly mtime?: Date; readonly forceDosTimestamp?: boolean } {
	if (mtimeMs === undefined) {
		return {};
	}
	const known = Math.min(Math.max(mtimeMs || 0, 0), Date.UTC(2108, 0));
	return { mtime: new Date(known), forceDosTimestamp: known > 0x7fffffff * 1_000 };
}

/**
 * Calls `end` when nothing has moved for `limitMs`. Without it, an exception in a library's event handler would leave
 * the work hanging.
 */
class StandStill {
	readonly #begin: () => NodeJS.Timeout;
	#timer: NodeJS.Timeout;
	#isOver = false;

	constructor(limitMs: number, end: (error: Error) => void) {
		this.#begin = () => setTimeout(() => end(new Error(`nothing moved for ${limitMs} ms`)), limitMs);
		this.#timer = this.#begin();
	}

	/** Pauses the timer. Opening a file has its own limits, and a slow one isn't the archive's fault. */
	async without<T>(work: () => Promise<T>): Promise<T> {
		clearTimeout(this.#timer);
		try {
			return await work();
		} finally {
			if (!this.#isOver) {
				this.#timer = this.#begin();
			}
		}
	}

	/** Passes the pieces on; each one restarts the timer. */
	async *pass(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void, void> {
		for await (const piece of pieces) {
			this.#timer.refresh();
			yield piece;
		}
	}

	dispose(): void {
		this.#isOver = true;
		clearTimeout(this.#timer);
	}
}

// These formats are compressed already.
function isCompressed(name: string): boolean {
	const type = mediaType(name);
	return (
		/^image\/(?!svg|bmp|tiff|vnd\.adobe)|^video\/|^audio\/(?!wav)|^font\/woff/.test(type) ||
		/zip|compressed|rar$|openxmlformats|opendocument/.test(type)
	);
}
