import { type BigIntStats, constants, type PathLike } from 'node:fs';
import * as fs from 'node:fs/promises';
import { CorError } from '../attach/errors.js';
import { firstPartBytes } from '../attach/secrets/first-part-bytes.js';
import type { FilePart } from '../cor/http/multipart.js';
import { DiskBytes } from './disk-bytes.js';
import { type ExactPath, exactPath, readablePath, toExactPath } from './exact-path.js';
import { answerOf, asFileErrors, type Facts, factsOf } from './file-facts.js';
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
	realpath(path: PathLike, options: { encoding: 'buffer' }): Promise<Buffer>;
	open(path: PathLike, flags: number): Promise<fs.FileHandle>;
	lstat(path: PathLike, options: { bigint: true }): Promise<BigIntStats>;
}

// Until a file system tells where a file is; until it gives the bytes may take long, where they are fetched from a cloud.
const answerMs = 10_000;
const closeMs = 1_000; // it waits for a read that may never end

// Waits for no pipe, and follows no link that somebody puts in place of the file whose links were followed. Windows has neither.
const openFlags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOFOLLOW ?? 0);

/**
 * Opens a file of this machine, once. Its stream gives exactly the bytes that it had then, as `DiskBytes` says; where they are not
 * the file's any more it fails and keeps the last of them back, so that no server can take what left for the whole file. It can be
 * opened several times.
 * @throws CorError `file-missing`, `file-locked`, `file-unreadable`, `file-name-unclear`, `file-size-untrue`; `file-changed` where
 * another file came in its place meanwhile
 */
export async function openDiskFile(
	path: string,
	name: string,
	system: FileSystem = fs,
	limitMs = answerMs,
): Promise<OpenedFile> {
	const exact = await answerOf(exactPath(path), limitMs);
	const place = await answerOf(system.realpath(exact, { encoding: 'buffer' }), limitMs);
	const handle = await asFileErrors(system.open(toExactPath(place), openFlags));
	const close = async (): Promise<void> => {
		await inTime(
			handle.close().catch(() => undefined),
			closeMs,
		);
	};
	try {
		const facts = await factsOf(handle);
		await assertStillThere(exact, place, facts, system);
		const bytes = await DiskBytes.of(handle, facts);
		const part: FilePart = {
			name,
			size: bytes.size,
			mtimeMs: Number(facts.mtimeNs) / 1e6,
			open: rooms => bytes.open(rooms),
			hasGrown: () => bytes.hasGrown,
			close,
		};
		return { part, firstPart: firstPartOf(bytes), place: place.toString() };
	} catch (error) {
		await close();
		throw error;
	}
}

/** What the system tells of a file of this machine. */
export interface DiskFileFacts {
	/** Bytes, which some file systems do not know before they are read. */
	readonly size: number;
	readonly mtimeMs: number;
	/** Its path with the names on it that are not UTF-8 as people read them; absent where there is none. */
	readonly readablePath?: string;
}

/**
 * What is told of a file of this machine, or that it is a folder. Asking the editor instead takes four milliseconds a file.
 * @throws CorError `file-missing`, `file-locked`, `file-unreadable`, `file-name-unclear`
 */
export async function statDiskFile(path: string): Promise<DiskFileFacts | 'folder'> {
	const exact = await answerOf(exactPath(path), answerMs);
	const found = await answerOf(fs.stat(exact), answerMs);
	if (found.isDirectory()) {
		return 'folder';
	}
	if (!found.isFile()) {
		throw new CorError('file-unreadable', 'not a regular file');
	}
	const facts = { size: found.size, mtimeMs: Math.floor(found.mtimeMs) };
	return typeof exact === 'string' ? facts : { ...facts, readablePath: readablePath(exact) };
}

// A link may have been put in place of the file, or of a folder above it, between the look where it lies and the opening.
async function assertStillThere(path: ExactPath, place: Buffer, opened: Facts, system: FileSystem): Promise<void> {
	const found = await asFileErrors(system.lstat(toExactPath(place), { bigint: true }));
	const isSame = found.ino === opened.ino && (process.platform === 'win32' || found.dev === opened.dev); // Windows tells devices apart in one of both calls only
	if (!isSame || !(await asFileErrors(system.realpath(path, { encoding: 'buffer' }))).equals(place)) {
		throw new CorError('file-changed', 'another file came in its place while it was opened');
	}
}

// A view of what is longer would be copied whole for a look at it.
function firstPartOf({ held }: DiskBytes): Uint8Array {
	return held.length > firstPartBytes ? new Uint8Array(held.subarray(0, firstPartBytes)) : held;
}
