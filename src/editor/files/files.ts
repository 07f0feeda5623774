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

// As an extension's file system may never answer: until it tells of a file, and until it has given all of it, milliseconds.
const statMs = 30_000;
const readMs = 300_000;

/**
 * Opens what is behind a URI, once. Files of this machine stream from disk; any other scheme is read whole by its provider; an
 * untitled document is its text, and so is a file of which what is shown is wanted while it has unsaved changes, one that an
 * editor shows and that is gone, and what is no file anywhere but a document.
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

/** The bytes that a planned file has now, where its file system may not know. Throws as `openFile` does. */
export async function sizeOnceOpened(file: PlannedFile): Promise<number> {
	const { part } = await openPlanned(file);
	await part.close?.();
	return part.size;
}

function inMemory(name: string, bytes: Uint8Array): OpenedFile {
	const firstPart = new Uint8Array(bytes.subarray(0, firstPartBytes)); // a copy: a look at a view of it would copy all
	return { part: { name, size: bytes.byteLength, open: () => Readable.from([bytes]) }, firstPart };
}

/** A file as its file system tells of it. */
export interface FileFacts {
	/** Bytes, which some file systems do not know before they are read. */
	readonly size: number;
	/** When it was last written, in epoch milliseconds; absent for what is in no file. */
	readonly mtimeMs?: number;
	/** Its path with the names on it that are not UTF-8 as people read them; absent where there is none. */
	readonly readablePath?: string;
}

/** What is told of the file behind a URI, or that it is a folder. Throws as `openFile` does. */
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
	return { size: Number.isSafeInteger(size) && size > 0 ? size : 0, ...(Number.isFinite(mtime) && { mtimeMs: mtime }) }; // as any extension gives them
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
	requireWithinLimit(uri, bytes.byteLength); // whatever it said
	return bytes;
}

function requireWithinLimit({ scheme }: vscode.Uri, size: number): void {
	const limit = scheme === madeScheme ? Number.POSITIVE_INFINITY : maxProviderBytesSetting(); // it is in memory already
	if (size > limit) {
		const message = `${size} bytes are more than the ${limit} that a provider may give`;
		throw new CorError('file-over-provider-limit', message, { limit });
	}
}

/** What an extension's file system says, if it says anything. Throws as `openFile` does. */
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
