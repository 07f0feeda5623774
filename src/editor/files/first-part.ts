import { close, fstat, open, read } from 'node:fs';
import { promisify } from 'node:util';
import * as vscode from 'vscode';
import type { PlannedFile } from '../../attach/plan/plan.js';
import type { CheckedFile } from '../../attach/plan/stages.js';
import { firstPartBytes } from '../../attach/secrets/secrets.js';
import { openFlags } from '../../machine/disk-file.js';
import { plannedPart } from './files.js';

const openFile = promisify(open);
const statFile = promisify(fstat);
const readFile = promisify(read);
const closeFile = promisify(close);

export interface FirstPart {
	readonly bytes: Uint8Array;
	/** What the file of this machine was when it was read. */
	readonly checked: CheckedFile['checked'];
}

/** The first `firstPartBytes` of what would be sent, or all of it; nothing where it can't be read. */
export async function readFirstPart(file: PlannedFile): Promise<FirstPart> {
	const uri = vscode.Uri.parse(file.uri, true);
	try {
		return isOnDisk(file) ? await readFromDisk(uri.fsPath) : { bytes: await readFromEditor(file), checked: undefined };
	} catch {
		return { bytes: new Uint8Array(), checked: undefined }; // sending it will fail likewise, and say why
	}
}

/** Whether the bytes are those of a file of this machine, which can be read in part. */
export function isOnDisk({ uri, unsaved }: PlannedFile): boolean {
	return uri.startsWith('file:') && unsaved?.sends !== 'shown';
}

/** The first bytes of a stream, `firstPartBytes` at least where it has so many, in the pieces in which they came. */
export async function takeFirstPart(pieces: AsyncIterator<Uint8Array>): Promise<Uint8Array[]> {
	const taken: Uint8Array[] = [];
	for (let length = 0; length < firstPartBytes; ) {
		const { done, value } = await pieces.next();
		if (done) {
			break;
		}
		taken.push(value);
		length += value.length;
	}
	return taken;
}

async function readFromDisk(path: string): Promise<FirstPart> {
	const descriptor = await openFile(path, openFlags);
	try {
		const stat = await statFile(descriptor);
		const length = stat.isFile() ? Math.min(stat.size, firstPartBytes) : 0;
		const { bytesRead, buffer } = await readFile(descriptor, Buffer.allocUnsafe(length), 0, length, 0);
		const { size, mtimeMs } = stat;
		return { bytes: buffer.subarray(0, bytesRead), checked: { size, mtimeMs } };
	} finally {
		await closeFile(descriptor);
	}
}

async function readFromEditor(file: PlannedFile): Promise<Uint8Array> {
	const part = await plannedPart(file);
	const stream = part.open();
	try {
		return Buffer.concat(await takeFirstPart(stream[Symbol.asyncIterator]()));
	} finally {
		stream.destroy();
	}
}
