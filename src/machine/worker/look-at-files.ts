import { isUtf8 } from 'node:buffer';
import { closeSync, constants, fstatSync, openSync, readSync, realpathSync } from 'node:fs';
import { firstPartBytes } from '../../attach/secrets/first-part-bytes.js';
import { type SecretRule, secretRule } from '../../attach/secrets/secrets.js';
import { mayBeInexact } from '../exact-path.js';

export interface FilesQuestion {
	/** `path`: path for the system. `named`: path of the URI. */
	readonly files: readonly { readonly path: string; readonly named: string }[];
	/** After this many milliseconds no further file is checked. */
	readonly enoughMs: number;
}

/** Result for a local file. */
interface FileLook {
	/** Bytes. */
	readonly size: number;
	/** Real path after following all links. */
	readonly place: string;
	/** Why it looks like a secret: by its name, by its real path, or by its first part. */
	readonly found: SecretRule | undefined;
}

export interface FilesAnswer {
	/** `undefined` for files that need a check of their own: one read wasn't enough, or there was no time left. */
	readonly looks: readonly (FileLook | undefined)[];
	/** Whether there was time for all files. */
	readonly isWhole: boolean;
}

// Same flags as `openDiskFile`.
const openFlags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOFOLLOW ?? 0);

/**
 * Checks local files with one open and one read each. This is only for the review: just before a file is sent it is
 * checked again, from the descriptor that is sent.
 */
export function lookAtFiles({ files, enoughMs }: FilesQuestion): FilesAnswer {
	const startedAt = performance.now();
	const room = Buffer.allocUnsafeSlow(firstPartBytes + 1);
	const looks = files.map(file =>
		performance.now() - startedAt > enoughMs ? undefined : lookAtFile(file.path, file.named, room),
	);
	return { looks, isWhole: performance.now() - startedAt <= enoughMs };
}

function lookAtFile(path: string, named: string, room: Buffer): FileLook | undefined {
	let descriptor: number | undefined;
	try {
		const exact = mayBeInexact(path) ? undefined : realpathSync.native(path, 'buffer');
		if (!exact || !isUtf8(exact)) {
			return undefined;
		}
		const place = exact.toString();
		descriptor = openSync(place, openFlags);
		const facts = fstatSync(descriptor);
		if (!facts.isFile()) {
			return undefined;
		}
		const { size } = facts;
		// One extra byte shows whether the file is longer.
		const wanted = size > 0 && size < firstPartBytes ? size + 1 : firstPartBytes;
		const length = readSync(descriptor, room, 0, wanted, 0);
		if (length !== Math.min(size, firstPartBytes)) {
			return undefined;
		}
		const paths = [...new Set([named, asUriPath(place)])];
		return { size, place, found: secretRule(paths, room.subarray(0, length)) };
	} catch {
		return undefined; // opening it in the usual way will report the reason
	} finally {
		if (descriptor !== undefined) {
			closeSync(descriptor);
		}
	}
}

function asUriPath(place: string): string {
	return process.platform === 'win32' ? `/${place.replaceAll('\\', '/')}` : place;
}
