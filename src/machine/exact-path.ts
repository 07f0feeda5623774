import { isUtf8 } from 'node:buffer';
import type { Dirent } from 'node:fs';
import * as fs from 'node:fs/promises';
import path from 'node:path';
import { CorError } from '../attach/errors.js';

/** A path that the system finds. In bytes if a name in it isn't UTF-8. */
export type ExactPath = string | Buffer;

/** VS Code's replacement for bytes that aren't UTF-8. */
const lost = '\ufffd';

// Windows-1252 for 0x80 to 0x9f, which Node's Latin-1 decoder doesn't know.
const from0x80 = '€\ufffd‚ƒ„…†‡ˆ‰Š‹Œ\ufffdŽ\ufffd\ufffd‘’“”•–—˜™š›œ\ufffdžŸ';

/** A percent-encoded byte that VS Code leaves in the path of a dropped URI because it isn't UTF-8. */
const escapedByte = /%[89a-f][0-9a-f]/i;

/** The path as a string if it is UTF-8, otherwise as bytes. */
export function toExactPath(bytes: Buffer): ExactPath {
	return isUtf8(bytes) ? bytes.toString() : bytes;
}

/** Whether the path has lost bytes or contains escaped ones. */
export function mayBeInexact(path: string): boolean {
	return path.includes(lost) || escapedByte.test(path);
}

/**
 * Finds the real path behind VS Code's version of a path that isn't UTF-8: the only entry in the folder that looks the
 * same, or for escaped bytes the one with those bytes. Rejects with the file system's errors, and with
 * `file-name-unclear` if several entries look the same.
 */
export async function exactPath(given: string): Promise<ExactPath> {
	if (!mayBeInexact(given)) {
		return given;
	}
	const { root } = path.parse(given);
	let exact = Buffer.from(root);
	for (const name of given.slice(root.length).split(path.sep)) {
		const folder = exact.length === root.length ? exact : Buffer.concat([exact, Buffer.from(path.sep)]);
		exact = Buffer.concat([folder, await exactName(folder, name)]);
	}
	return toExactPath(exact);
}

async function exactName(folder: Buffer, name: string): Promise<Buffer> {
	const bytes = Buffer.from(name);
	if (name.includes(lost)) {
		return findEntry(folder, name);
	}
	return !escapedByte.test(name) || (await exists(Buffer.concat([folder, bytes]))) ? bytes : unescaped(name);
}

async function findEntry(folder: Buffer, name: string): Promise<Buffer> {
	const start = Buffer.from(name.slice(0, name.indexOf(lost)));
	const entries = await fs.readdir(toExactPath(folder), { encoding: 'buffer' });
	const looksSo = (entry: Buffer): boolean =>
		entry.length >= start.length &&
		entry.compare(start, 0, start.length, 0, start.length) === 0 &&
		entry.toString() === name; // compares the start first, which is fast for thousands of entries
	const [found, ...others] = entries.filter(looksSo);
	if (!found) {
		throw new CorError('file-missing', 'no entry in the folder has this name');
	}
	if (others.length > 0) {
		throw new CorError('file-name-unclear', `${others.length + 1} names in the folder look the same`);
	}
	return found;
}

function exists(exact: Buffer): Promise<boolean> {
	return fs.lstat(toExactPath(exact)).then(
		() => true,
		() => false,
	);
}

/** The name with its escaped bytes decoded. */
function unescaped(name: string): Buffer {
	const parts = name.split(/(%[89a-f][0-9a-f])/i);
	return Buffer.concat(
		parts.map((part, index) => (index % 2 === 1 ? Buffer.from(part.slice(1), 'hex') : Buffer.from(part))),
	);
}

/** A path for people. Bytes that aren't UTF-8 are read as Windows-1252. */
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

type Kind = 'file' | 'folder' | 'link' | 'other';

/** The entries of a local folder, even if bytes of its path were lost. Rejects as `exactPath` does. */
export async function listExactly(folder: string): Promise<readonly { name: string; kind: Kind }[]> {
	const entries = await fs.readdir(await exactPath(folder), { encoding: 'buffer', withFileTypes: true });
	return entries.map(entry => ({ name: asShown(entry.name.toString()), kind: kindOf(entry) }));
}

function kindOf(entry: Dirent<Buffer>): Kind {
	if (entry.isFile()) {
		return 'file';
	}
	if (entry.isDirectory()) {
		return 'folder';
	}
	return entry.isSymbolicLink() ? 'link' : 'other';
}

/** macOS may list decomposed accents; VS Code shows composed ones. */
function asShown(name: string): string {
	return process.platform === 'darwin' ? name.normalize('NFC') : name;
}
