import { isUtf8 } from 'node:buffer';
import { closeSync, constants, fstatSync, openSync, readSync, realpathSync } from 'node:fs';
import { firstPartBytes } from '../../attach/secrets/first-part-bytes.js';
import { type SecretRule, secretRule } from '../../attach/secrets/secrets.js';
import { mayBeInexact } from '../exact-path.js';

export interface FilesQuestion {
	/** The path of each for the system, and that of its URI. */
	readonly files: readonly { readonly path: string; readonly named: string }[];
	/** After which no further one is looked at, milliseconds. */
	readonly enoughMs: number;
}

/** What is seen of a file of this machine. */
interface FileLook {
	/** Bytes. */
	readonly size: number;
	/** Where it really lies, at the end of all links. */
	readonly place: string;
	/** Why it looks like a secret: by what it is called, there too, and by its first part. */
	readonly found: SecretRule | undefined;
}

export interface FilesAnswer {
	/** `undefined` for what takes a look of its own: what can't be read in one go, and what there was no time for. */
	readonly looks: readonly (FileLook | undefined)[];
	/** Whether there was time for all. */
	readonly isWhole: boolean;
}

// As `openDiskFile` has them.
const openFlags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOFOLLOW ?? 0);

/**
 * Looks at files of this machine, each with one open and one read. Nothing is sent by it: on its way out each is looked at
 * once more, from the descriptor that is sent.
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
		// A byte more than it says shows whether there is one.
		const wanted = size > 0 && size < firstPartBytes ? size + 1 : firstPartBytes;
		const length = readSync(descriptor, room, 0, wanted, 0);
		if (length !== Math.min(size, firstPartBytes)) {
			return undefined;
		}
		const paths = [...new Set([named, asUriPath(place)])];
		return { size, place, found: secretRule(paths, room.subarray(0, length)) };
	} catch {
		return undefined; // whoever opens it in the usual way tells why not
	} finally {
		if (descriptor !== undefined) {
			closeSync(descriptor);
		}
	}
}

function asUriPath(place: string): string {
	return process.platform === 'win32' ? `/${place.replaceAll('\\', '/')}` : place;
}
