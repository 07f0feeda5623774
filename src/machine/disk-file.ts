import { type BigIntStats, constants } from 'node:fs';
import * as fs from 'node:fs/promises';
import { Readable } from 'node:stream';
import { CorError, type FailureKind, toCorError } from '../attach/errors.js';
import { firstPartBytes } from '../attach/secrets/first-part-bytes.js';
import type { FilePart } from '../cor/http/multipart.js';
import { inTime } from './in-time.js';

/** A file that was opened once: what is looked at of it is what is sent. */
export interface OpenedFile {
	/** All of its bytes, whatever stands at its path by now. Whoever has it calls its `close`. */
	readonly part: FilePart;
	/** Its first `firstPartBytes` bytes, or all of them: the very ones that `part` begins with. */
	readonly firstPart: Uint8Array;
	/** Where a file of this machine really lies, at the end of all links. */
	readonly place?: string;
}

/** What opening a file asks of the system. */
export interface FileSystem {
	realpath(path: string): Promise<string>;
	open(path: string, flags: number): Promise<fs.FileHandle>;
	lstat(path: string, options: { bigint: true }): Promise<BigIntStats>;
}

const readBytes = 256 * 1024; // 64 KiB, the default of streams, costs twice the CPU; 1 MiB leaves more garbage and is no faster

// Until a file system tells where a file is; until it gives the bytes may take long, where they are fetched from a cloud.
const answerMs = 10_000;

// Waits for no pipe, and follows no link that somebody puts in place of the file whose links were followed. Windows has neither.
const openFlags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOFOLLOW ?? 0);

/**
 * Opens a file of this machine, once. Its stream gives exactly the size found here; when the file is found to have changed since,
 * the stream fails with `file-changed` and keeps the last bytes back, so that no server can take what left for the whole file.
 * It can be opened several times.
 * @throws CorError `file-missing`, `file-locked`, `file-unreadable`; `file-changed` where another file came in its place meanwhile
 */
export async function openDiskFile(
	path: string,
	name: string,
	system: FileSystem = fs,
	limitMs = answerMs,
): Promise<OpenedFile> {
	const place = await answerOf(system.realpath(path), limitMs);
	const handle = await asFileErrors(system.open(place, openFlags));
	try {
		const facts = await factsOf(handle);
		await assertStillThere(path, place, facts, system);
		const firstPart = await readFirstPart(handle, facts.size);
		const open = () => Readable.from(readAll(handle, firstPart, facts), { objectMode: false, highWaterMark: 1 });
		const close = () => handle.close().catch(() => undefined);
		return { part: { name, size: facts.size, mtimeMs: Number(facts.mtimeNs) / 1e6, open, close }, firstPart, place };
	} catch (error) {
		await handle.close();
		throw error;
	}
}

/**
 * What is told of a file of this machine, or that it is a folder. Asking the editor instead takes four milliseconds a file.
 * @throws CorError `file-missing`, `file-locked`, `file-unreadable`
 */
export async function statDiskFile(path: string): Promise<{ size: number; mtimeMs: number } | 'folder'> {
	const found = await answerOf(fs.stat(path), answerMs);
	if (found.isDirectory()) {
		return 'folder';
	}
	if (!found.isFile()) {
		throw new CorError('file-unreadable', 'not a regular file');
	}
	return { size: found.size, mtimeMs: Math.floor(found.mtimeMs) };
}

interface Facts {
	readonly dev: bigint;
	readonly ino: bigint;
	readonly size: number;
	readonly mtimeNs: bigint;
	/** Unlike the time of the last write, nobody can set it. */
	readonly ctimeNs: bigint;
}

async function factsOf(handle: fs.FileHandle): Promise<Facts> {
	const found = await asFileErrors(handle.stat({ bigint: true }));
	if (!found.isFile()) {
		throw new CorError('file-unreadable', 'not a regular file');
	}
	const { dev, ino, size, mtimeNs, ctimeNs } = found;
	return { dev, ino, size: Number(size), mtimeNs, ctimeNs };
}

// A link may have been put in place of the file, or of a folder above it, between the look where it lies and the opening.
async function assertStillThere(path: string, place: string, opened: Facts, system: FileSystem): Promise<void> {
	const found = await asFileErrors(system.lstat(place, { bigint: true }));
	const isSame = found.ino === opened.ino && (process.platform === 'win32' || found.dev === opened.dev); // Windows tells devices apart in one of both calls only
	if (!isSame || (await asFileErrors(system.realpath(path))) !== place) {
		throw new CorError('file-changed', 'another file came in its place while it was opened');
	}
}

async function readFirstPart(handle: fs.FileHandle, size: number): Promise<Buffer> {
	const bytes = Buffer.allocUnsafeSlow(Math.min(size, firstPartBytes)); // none of a pool, which would be copied whole for a look at it
	for (let offset = 0; offset < bytes.length; ) {
		offset += await read(handle, bytes, offset, offset);
	}
	return bytes;
}

async function* readAll(handle: fs.FileHandle, firstPart: Buffer, facts: Facts): AsyncGenerator<Buffer, void, void> {
	let bytes = firstPart;
	for (let offset = 0; offset < facts.size; offset += bytes.length) {
		if (offset > 0) {
			const piece = Buffer.allocUnsafe(Math.min(readBytes, facts.size - offset));
			bytes = piece.subarray(0, await read(handle, piece, 0, offset));
		}
		if (offset + bytes.length === facts.size) {
			await assertUnchanged(handle, facts);
		}
		yield bytes;
	}
}

/** How many bytes were read, one at least. */
async function read(handle: fs.FileHandle, into: Buffer, at: number, position: number): Promise<number> {
	const { bytesRead } = await asFileErrors(handle.read(into, at, into.length - at, position));
	if (bytesRead === 0) {
		throw new CorError('file-changed', 'the file has become shorter');
	}
	return bytesRead;
}

async function assertUnchanged(handle: fs.FileHandle, before: Facts): Promise<void> {
	const now = await factsOf(handle);
	if (now.size !== before.size || now.mtimeNs !== before.mtimeNs || now.ctimeNs !== before.ctimeNs) {
		throw new CorError('file-changed', `the file changed from ${before.size} to ${now.size} bytes or was written to`);
	}
}

/** What a file system says, if it says anything. */
async function answerOf<T>(work: Promise<T>, limitMs: number): Promise<T> {
	const answer = await inTime(asFileErrors(work), limitMs);
	if (answer === undefined) {
		throw new CorError('file-unreadable', `the file system did not answer within ${limitMs} ms`);
	}
	return answer;
}

async function asFileErrors<T>(work: Promise<T>): Promise<T> {
	try {
		return await work;
	} catch (error) {
		const code = (error as NodeJS.ErrnoException).code;
		throw code === undefined
			? toCorError(error)
			: new CorError(toKind(code), `the file can't be read: ${code}`, { cause: error });
	}
}

function toKind(code: string): FailureKind {
	switch (code) {
		case 'ENOENT':
			return 'file-missing';
		case 'EBUSY': // Windows
		case 'EAGAIN': // a lease, as Samba holds one
			return 'file-locked';
		default:
			return 'file-unreadable';
	}
}
