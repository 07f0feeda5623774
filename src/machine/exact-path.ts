import { isUtf8 } from 'node:buffer';
import type { Dirent } from 'node:fs';
import * as fs from 'node:fs/promises';
import path from 'node:path';
import { CorError } from '../attach/errors.js';

/** A path that the system finds: in bytes where a name on it is not UTF-8. */
export type ExactPath = string | Buffer;

/** What stands in the editor's paths for bytes that are not UTF-8. */
const lost = '\ufffd';

// What Windows-1252 has where Latin-1 has nothing that people write; Node's decoder knows only the latter.
const from0x80 = '€\ufffd‚ƒ„…†‡ˆ‰Š‹Œ\ufffdŽ\ufffd\ufffd‘’“”•–—˜™š›œ\ufffdžŸ';

/** The bytes of a path as the system takes them best. */
export function toExactPath(bytes: Buffer): ExactPath {
	return isUtf8(bytes) ? bytes.toString() : bytes;
}

/**
 * Finds what the editor means by a path in which bytes of names were lost since they are not UTF-8: the one entry of its folder
 * that looks so. Rejects with the file system's errors, and with `file-name-unclear` where several entries look so.
 */
export async function exactPath(lossy: string): Promise<ExactPath> {
	if (!lossy.includes(lost)) {
		return lossy;
	}
	const { root } = path.parse(lossy);
	let exact = Buffer.from(root);
	for (const name of lossy.slice(root.length).split(path.sep)) {
		const found = name.includes(lost) ? await findEntry(exact, name) : Buffer.from(name);
		exact = Buffer.concat(exact.length === root.length ? [exact, found] : [exact, Buffer.from(path.sep), found]);
	}
	return toExactPath(exact);
}

async function findEntry(folder: Buffer, name: string): Promise<Buffer> {
	const entries = await fs.readdir(toExactPath(folder), { encoding: 'buffer' });
	const [found, ...others] = entries.filter(entry => entry.toString() === name);
	if (!found) {
		throw new CorError('file-missing', 'nothing in its folder has this name');
	}
	if (others.length > 0) {
		throw new CorError('file-name-unclear', `${others.length + 1} names in its folder look the same`);
	}
	return found;
}

/** Names of files for people: what is not UTF-8 in them is read as Windows-1252. */
export function readablePath(bytes: Buffer): string {
	let text = '';
	for (let at = 0; at < bytes.length; ) {
		const length = [1, 2, 3, 4].find(count => isUtf8(bytes.subarray(at, at + count)));
		const piece = bytes.subarray(at, at + (length ?? 1));
		text +=
			length === undefined ? (from0x80[bytes.readUInt8(at) - 0x80] ?? piece.toString('latin1')) : piece.toString();
		at += piece.length;
	}
	return text;
}

type Kind = 'file' | 'folder' | 'other';

/** What is in a folder of whose path bytes were lost. Rejects as `exactPath` does. */
export async function listExactly(folder: string): Promise<readonly { name: string; kind: Kind }[]> {
	const entries = await fs.readdir(await exactPath(folder), { encoding: 'buffer', withFileTypes: true });
	return entries.map(entry => ({ name: entry.name.toString(), kind: kindOf(entry) }));
}

function kindOf(entry: Dirent<Buffer>): Kind {
	if (entry.isFile()) {
		return 'file';
	}
	return entry.isDirectory() ? 'folder' : 'other';
}
