import { type BigIntStats, constants, type PathLike } from 'node:fs';
import * as fs from 'node:fs/promises';
import { CorError } from '../attach/errors.js';
import { firstPartBytes } from '../attach/secrets/first-part-bytes.js';
import type { FilePart } from '../cor/http/multipart.js';
import { DiskBytes } from './disk-bytes.js';
import { type ExactPath, exactPath, readablePath, toExactPath } from './exact-path.js';
import { answerOf, asFileErrors, type Facts, factsOf } from './file-facts.js';
import { inTime } from './in-time.js';

/** A file that was opened once, so that the checked bytes are the sent ones. */
export interface OpenedFile {
	/** All of its bytes, even if its path leads elsewhere by now. The caller must `close` it. */
	readonly part: FilePart;
	/** The first `firstPartBytes` bytes of `part`, or all of them. */
	readonly firstPart: Uint8Array;
	/** For a local file: its real path after following all links. */
	readonly place?: string;
}

/** The file system calls that opening needs. */
export interface FileSystem {
	realpath(path: PathLike, options: { encoding: 'buffer' }): Promise<Buffer>;
	open(path: PathLike, flags: number): Promise<fs.FileHandle>;
	lstat(path: PathLike, options: { bigint: true }): Promise<BigIntStats>;
}

// For finding the file. Reading it may take longer, if a cloud drive has to fetch it.
const answerMs = 10_000;
const closeMs = 1_000; // closing waits for reads that may never end

// Doesn't block on a pipe, and doesn't follow a link that replaced the file after `realpath`. Windows has neither flag.
const openFlags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOFOLLOW ?? 0);

/**
 * Opens a local file once. Its stream yields exactly the bytes it had then (see `DiskBytes`). If the file changes, the
 * stream fails before the last byte, so that no server takes an incomplete file for the whole. It can be opened several
 * times.
 * @param limitMs for each step of finding the file
 * @throws CorError `file-missing`, `file-locked`, `file-unreadable`, `file-name-unclear`, `file-size-untrue`;
 * `file-changed` if another file replaced it meanwhile
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

/** What the file system reports about a local file. */
export interface DiskFileFacts {
	/** Bytes. Some file systems only know the size after reading. */
	readonly size: number;
	readonly mtimeMs: number;
	/** The path for people, if a name in it isn't UTF-8. */
	readonly readablePath?: string;
}

/**
 * Facts about a local file, or `folder`. VS Code's own API takes four milliseconds per file.
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

// Between `realpath` and `open`, a link may have replaced the file or one of its folders.
async function assertStillThere(path: ExactPath, place: Buffer, opened: Facts, system: FileSystem): Promise<void> {
	const found = await asFileErrors(system.lstat(toExactPath(place), { bigint: true }));
	const isSame = found.ino === opened.ino && (process.platform === 'win32' || found.dev === opened.dev); // on Windows only one of the two calls reports the device
	if (!isSame || !(await asFileErrors(system.realpath(path, { encoding: 'buffer' }))).equals(place)) {
		throw new CorError('file-changed', 'another file replaced it while it was being opened');
	}
}

// A view would make the worker copy all of its memory.
function firstPartOf({ held }: DiskBytes): Uint8Array {
	return held.length > firstPartBytes ? new Uint8Array(held.subarray(0, firstPartBytes)) : held;
}
