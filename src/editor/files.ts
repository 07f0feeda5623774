import { Readable } from 'node:stream';
import * as vscode from 'vscode';
import { CorError } from '../attach/errors.js';
import type { FilePart } from '../cor/multipart.js';
import { diskFile } from './disk-file.js';

/** What a file system provider gives at once is held in memory: no more than this. */
export const maxProviderBytes = 100 * 1_000 * 1_000;

/**
 * The bytes behind a URI, as they are now. Files of this machine stream from disk; any other scheme is read whole by its
 * provider; an untitled document is its text.
 * @throws CorError `file-missing`, `file-unreadable`, `file-over-provider-limit`
 */
export async function filePart(uri: vscode.Uri, name: string): Promise<FilePart> {
	if (uri.scheme === 'file') {
		return diskFile(uri.fsPath, name);
	}
	const bytes = uri.scheme === 'untitled' ? await readUntitled(uri) : await readProvided(uri);
	return { name, size: bytes.byteLength, open: () => Readable.from([Buffer.from(bytes)]) };
}

/** How large the file behind a URI is, in bytes, or that it is a folder. Throws as `filePart` does. */
export async function statFile(uri: vscode.Uri): Promise<{ size: number } | 'folder'> {
	if (uri.scheme === 'untitled') {
		return { size: (await readUntitled(uri)).byteLength };
	}
	const { type, size } = await vscode.workspace.fs.stat(uri).then(undefined, rethrow);
	if (type & vscode.FileType.Directory) {
		return 'folder';
	}
	if (!(type & vscode.FileType.File)) {
		throw new CorError('file-unreadable', 'not a regular file');
	}
	return { size };
}

async function readUntitled(uri: vscode.Uri): Promise<Uint8Array> {
	const document = vscode.workspace.textDocuments.find(({ uri: open }) => open.toString() === uri.toString());
	if (!document) {
		throw new CorError('file-missing', 'the untitled document is closed');
	}
	return new TextEncoder().encode(document.getText());
}

async function readProvided(uri: vscode.Uri): Promise<Uint8Array> {
	const { size } = await vscode.workspace.fs.stat(uri).then(undefined, rethrow);
	if (size > maxProviderBytes) {
		throw new CorError('file-over-provider-limit', `${size} bytes are more than a provider may give at once`);
	}
	return vscode.workspace.fs.readFile(uri).then(undefined, rethrow);
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
