import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import { type CorError, toCorError } from '../../attach/errors.js';
import { archivePaths } from '../../attach/plan/archive.js';
import { madeScheme } from '../../attach/plan/made-file.js';
import type { PlannedFile } from '../../attach/plan/plan.js';
import type { CheckedFile } from '../../attach/plan/stages.js';
import { mediaType } from '../../cor/body/media-type.js';
import type { FilePart } from '../../cor/http/multipart.js';

/** The file's bytes as they are now; closed once they are read. Rejects with a `CorError`. */
export type OpenPart = (file: CheckedFile) => Promise<FilePart>;

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
): Promise<CheckedFile> {
	const paths = archivePaths(files);
	const zip = new ZipFile();
	const contents = zip.outputStream as PassThrough;
	const ended = new AbortController();
	const untilEnd = AbortSignal.any([signal, ended.signal]);
	const add = async (): Promise<void> => {
		for (const [index, file] of files.entries()) {
			await addFile(zip, file, paths[index] ?? file.name, openPart, untilEnd).catch((error: unknown) => {
				throw new NotPacked(error, file);
			});
		}
		zip.end();
	};
	zip.once('error', error => contents.destroy(error));
	const adding = add().catch((error: NotPacked) => contents.destroy(error));
	try {
		await pipeline(contents, createWriteStream(place, { flags: 'wx', mode: 0o600 }), { signal });
	} catch (error) {
		signal.throwIfAborted();
		throw error instanceof NotPacked ? error : new NotPacked(error);
	} finally {
		ended.abort(); // what reads no longer waits for what writes
		await adding;
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
): Promise<void> {
	if (file.problem) {
		throw file.problem;
	}
	const part = await openPart(file);
	const stream = part.open();
	const options = {
		compress: !isCompressed(file.name),
		size: part.size,
		...(part.mtimeMs !== undefined && { mtime: new Date(part.mtimeMs) }),
	};
	try {
		zip.addReadStream(stream, path, options);
		await once(stream, 'end', { signal });
	} finally {
		stream.destroy();
		await part.close?.();
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
