import { Readable } from 'node:stream';
import * as vscode from 'vscode';
import { isSecret } from '../../attach/doubts.js';
import { CorError } from '../../attach/errors.js';
import type { CheckedFile } from '../../attach/plan/stages.js';
import { secretRule } from '../../attach/secrets/secrets.js';
import type { FilePart } from '../../cor/http/multipart.js';
import { plannedPart } from './files.js';
import { takeFirstPart } from './first-part.js';

/**
 * The bytes of a file on their way out, looked at once more where the file was written to since it was checked. Where
 * nobody agreed to send a secret and it looks like one now, the stream fails with `became-secret` before its first byte.
 * Throws as `filePart` does.
 */
export async function guardedPart(file: CheckedFile): Promise<FilePart> {
	const uri = vscode.Uri.parse(file.uri, true);
	const part = await plannedPart(file);
	if (file.doubts.some(isSecret) || isAsChecked(part, file)) {
		return part;
	}
	const open = () => Readable.from(guard(part.open(), uri.path), { objectMode: false, highWaterMark: 1 });
	return { ...part, open };
}

function isAsChecked({ size, mtimeMs }: FilePart, { checked }: CheckedFile): boolean {
	return checked !== undefined && size === checked.size && mtimeMs === checked.mtimeMs;
}

async function* guard(stream: Readable, path: string): AsyncGenerator<Uint8Array, void, void> {
	try {
		const pieces = stream[Symbol.asyncIterator]() as AsyncIterableIterator<Uint8Array>;
		const first = await takeFirstPart(pieces);
		const found = secretRule([path], first.length === 1 && first[0] ? first[0] : Buffer.concat(first));
		if (found) {
			throw new CorError('became-secret', `looks like a secret since it was checked: ${found.place} ${found.rule}`);
		}
		yield* first;
		yield* pieces;
	} finally {
		stream.destroy();
	}
}
