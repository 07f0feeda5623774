import { Readable } from 'node:stream';
import * as vscode from 'vscode';
import { CorError } from '../../attach/errors.js';
import { madeScheme } from '../../attach/plan/made-file.js';
import type { PlannedFile } from '../../attach/plan/plan.js';
import type { Wanted } from '../../attach/plan/unsaved.js';
import { firstPartBytes } from '../../attach/secrets/first-part-bytes.js';
import { type OpenedFile, openDiskFile, statDiskFile } from '../../machine/disk-file.js';
import { answerOf } from '../../machine/file-facts.js';
import { maxProviderBytesSetting } from '../settings/settings.js';
import { openDocument, shownBytes } from './open-text.js';
import { textInstead } from './shown-text.js';

// In milliseconds: for facts about a file, and for reading it. Another extension's file system may never answer.
const statMs = 30_000;
const readMs = 300_000;

/**
 * Opens what is at a URI. Local files are streamed; other file systems deliver a file as a whole. The text of the open
 * document is used instead for an untitled document, for unsaved changes if `wanted` is `shown`, for a deleted file
 * that an editor shows, and for documents without a file.
 * @throws CorError `file-missing`, `file-locked`, `file-unreadable`, `file-changed`, `file-over-provider-limit`
 */
export async function openFile(uri: vscode.Uri, name: string, wanted: Wanted = 'saved'): Promise<OpenedFile> {
	const document = wanted === 'shown' ? openDocument(uri) : undefined;
	if (document?.isDirty) {
		return inMemory(name, await shownBytes(document));
	}
	try {
		if (uri.scheme === 'file') {
			return await openDiskFile(uri.fsPath, name);
		}
		return inMemory(name, uri.scheme === 'untitled' ? await readUntitled(uri) : await readProvided(uri));
	} catch (error) {
		const text = await textInstead(uri, error);
		if (!text) {
			throw error;
		}
		return inMemory(name, text);
	}
}

/** Opens a planned file. Throws as `openFile` does. */
export async function openPlanned({ uri, name, unsaved, keptAt }: PlannedFile): Promise<OpenedFile> {
	return keptAt === undefined
		? openFile(vscode.Uri.parse(uri, true), name, unsaved?.sends)
		: openDiskFile(keptAt, name);
}

/** The file's current size in bytes, for file systems that don't report it. Throws as `openFile` does. */
export async function sizeOnceOpened(file: PlannedFile): Promise<number> {
	const { part } = await openPlanned(file);
	await part.close?.();
	return part.size;
}

function inMemory(name: string, bytes: Uint8Array): OpenedFile {
	const firstPart = new Uint8Array(bytes.subarray(0, firstPartBytes)); // a copy, because a view would make the worker copy everything
	return { part: { name, size: bytes.byteLength, open: () => Readable.from([bytes]) }, firstPart };
}

/** What a file system reports about a file. */
export interface FileFacts {
	/** Bytes. Some file systems only know the size after reading. */
	readonly size: number;
	/** When it was last written, in epoch milliseconds. Missing for contents without a file. */
	readonly mtimeMs?: number;
	/** The path for people, if a name in it isn't UTF-8. */
	readonly readablePath?: string;
}

/** Facts about the file at a URI, or `folder`. Throws as `openFile` does. */
export async function statFile(uri: vscode.Uri, limitMs = statMs): Promise<FileFacts | 'folder'> {
	if (uri.scheme === 'untitled') {
		return { size: (await readUntitled(uri)).byteLength };
	}
	if (uri.scheme === 'file') {
		return statDiskFile(uri.fsPath);
	}
	const { type, size, mtime } = await provided(vscode.workspace.fs.stat(uri), limitMs);
	if (type & vscode.FileType.Directory) {
		return 'folder';
	}
	if (!(type & vscode.FileType.File)) {
		throw new CorError('file-unreadable', 'not a regular file');
	}
	return { size: Number.isSafeInteger(size) && size > 0 ? size : 0, ...(Number.isFinite(mtime) && { mtimeMs: mtime }) }; // other extensions may return anything
}

async function readUntitled(uri: vscode.Uri): Promise<Uint8Array> {
	const document = openDocument(uri);
	if (!document) {
		throw new CorError('file-missing', 'the untitled document is closed');
	}
	return shownBytes(document);
}

async function readProvided(uri: vscode.Uri): Promise<Uint8Array> {
	const { size } = await provided(vscode.workspace.fs.stat(uri), statMs);
	requireWithinLimit(uri, size);
	const bytes = await provided(vscode.workspace.fs.readFile(uri), readMs);
	requireWithinLimit(uri, bytes.byteLength); // the reported size may be wrong
	return bytes;
}

function requireWithinLimit({ scheme }: vscode.Uri, size: number): void {
	const limit = scheme === madeScheme ? Number.POSITIVE_INFINITY : maxProviderBytesSetting(); // created contents are in memory already
	if (size > limit) {
		const message = `${size} bytes are more than the ${limit} that a provider may give`;
		throw new CorError('file-over-provider-limit', message, { limit });
	}
}

/** Waits for another extension's file system. Throws as `openFile` does. */
function provided<T>(work: Thenable<T>, limitMs: number): Promise<T> {
	return answerOf(Promise.resolve(work.then(undefined, rethrow)), limitMs);
}

function rethrow(error: unknown): never {
	const code = error instanceof vscode.FileSystemError ? error.code : '';
	throw new CorError(
		code === 'FileNotFound' ? 'file-missing' : 'file-unreadable',
		`can't be read: ${code || String(error)}`,
		{
			cause: error,
		},
	);
}
