import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { type PassThrough, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import { type CorError, toCorError } from '../../attach/errors.js';
import { archivePaths } from '../../attach/plan/archive.js';
import { madeScheme } from '../../attach/plan/made-file.js';
import type { PlannedFile } from '../../attach/plan/plan.js';
import type { CheckedFile } from '../../attach/plan/stages.js';
import { mediaType } from '../../cor/body/media-type.js';
import type { FilePart } from '../../cor/http/multipart.js';
import { openedBefore } from '../opened-before.js';

/** The file's bytes as they are now; closed once they are read. Rejects with a `CorError`. */
export type OpenPart = (file: CheckedFile) => Promise<FilePart>;

/** Told of each file that has grown while it was read: the archive holds the bytes that it had at first, so many. */
export type OnGrown = (file: CheckedFile, bytes: number) => void;

const standStillMs = 120_000; // longer than a file system may take to give bytes

/** Why an archive was not made: the file that could not be put into it, or the disk. */
export class NotPacked extends Error {
	override readonly name = 'NotPacked';
	readonly file: PlannedFile | undefined;
	/** What is wrong with the file. */
	readonly reason: CorError | undefined;

	constructor(cause: unknown, file?: PlannedFile) {
		super(`the archive was not made: ${toCorError(cause).message}`, { cause });
		this.file = file;
		this.reason = file && toCorError(cause);
	}
}

/**
 * Writes these files into one ZIP archive of that name at `place`, none of them held in memory that is on the disk. Rejects with the signal's reason.
 * @returns the archive as a file that can be sent
 * @throws NotPacked where one of the files, or the disk, fails: an archive that lacks something is none
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
		ended.abort(); // what reads no longer waits for what writes
		await adding;
		await closed; // a file that is still being opened would come back after its folder was removed
	}
	const { size } = await stat(place);
	const uri = `${madeScheme}:/${randomUUID()}/${encodeURIComponent(name)}`;
	return { uri, relativePath: name, name, size, keptAt: place, doubts: [] };
}

/** Adds one file and waits until it is read: one is open at a time. */
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
 * The nearest time that ZIP has for a time of a file. Its seconds since 1970 end in 2038, its years, in steps of two seconds, are
 * 1980 to 2107; yazl writes none from before 1970. Nothing for what has no time.
 */
export function zipTime(mtimeMs: number | undefined): { readonly mtime?: Date; readonly forceDosTimestamp?: boolean } {
	if (mtimeMs === undefined) {
		return {};
	}
	const known = Math.min(Math.max(mtimeMs || 0, 0), Date.UTC(2108, 0));
	return { mtime: new Date(known), forceDosTimestamp: known > 0x7fffffff * 1_000 };
}

/** Ends work in which nothing has moved for so many milliseconds: what a library throws in an event of its own ends nothing. */
class StandStill {
	readonly #begin: () => NodeJS.Timeout;
	#timer: NodeJS.Timeout;
	#isOver = false;

	constructor(limitMs: number, end: (error: Error) => void) {
		this.#begin = () => setTimeout(() => end(new Error(`nothing moved for ${limitMs} ms`)), limitMs);
		this.#timer = this.#begin();
	}

	/** Does not count the time that this takes: what opens a file has its own limits, and a slow one is not the archive's fault. */
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

	/** The same pieces, of which each is something that moves. */
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

// To compress these once more takes time and saves nothing.
function isCompressed(name: string): boolean {
	const type = mediaType(name);
	return (
		/^image\/(?!svg|bmp|tiff|vnd\.adobe)|^video\/|^audio\/(?!wav)|^font\/woff/.test(type) ||
		/zip|compressed|rar$|openxmlformats|opendocument/.test(type)
	);
}
