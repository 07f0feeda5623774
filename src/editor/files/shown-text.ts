import * as vscode from 'vscode';
import { CorError } from '../../attach/errors.js';
import { inTime } from '../../machine/in-time.js';
import { exists } from '../folders/exists.js';
import { openDocument, shownBytes } from './open-text.js';

const openMs = 10_000; // the provider is another extension and may never answer

/**
 * Whether VS Code or an extension has a file system for this scheme. Accessing a URI may have activated that extension.
 */
export function hasFileSystem(scheme: string): boolean {
	return vscode.workspace.fs.isWritableFileSystem(scheme) !== undefined;
}

/** Whether any of these URIs can be read. Pages of VS Code such as its settings can't. */
export async function isAnyReadable(uris: readonly vscode.Uri[]): Promise<boolean> {
	for (const uri of uris) {
		const isFile = uri.scheme === 'untitled' || hasFileSystem(uri.scheme);
		if (isFile || (await exists(uri)) || (await provided(uri))) {
			return true;
		}
	}
	return false;
}

/**
 * The text to send if something can't be read as a file: of a deleted file that an editor shows, or of a document from
 * a content provider or VS Code itself, such as an output channel. Opens the document if necessary. `undefined` if
 * there is none.
 * @param error why it can't be read
 */
export async function textInstead(uri: vscode.Uri, error: unknown): Promise<Uint8Array | undefined> {
	const document = hasFileSystem(uri.scheme) ? shownOfGone(uri, error) : await provided(uri);
	return document && shownBytes(document);
}

// A document that only an extension has opened isn't visible to anybody.
function shownOfGone(uri: vscode.Uri, error: unknown): vscode.TextDocument | undefined {
	const isGone = error instanceof CorError && error.kind === 'file-missing';
	return isGone && isShown(uri) ? openDocument(uri) : undefined;
}

async function provided(uri: vscode.Uri): Promise<vscode.TextDocument | undefined> {
	if (uri.scheme === 'untitled') {
		return undefined; // an open one would have been found
	}
	const opening = async () => openDocument(uri) ?? (await vscode.workspace.openTextDocument(uri));
	return inTime(opening(), openMs).catch(() => undefined);
}

/** Whether a tab shows this document, also as one side of a comparison. */
function isShown(uri: vscode.Uri): boolean {
	const tabs = vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs);
	return tabs.some(({ input }) => textsOf(input).some(text => text.toString() === uri.toString()));
}

function textsOf(input: unknown): readonly vscode.Uri[] {
	const { textDiffs = [], ...texts } = Object(input) as { readonly textDiffs?: readonly unknown[] };
	return [...Object.values(texts), ...textDiffs.flatMap(textsOf)].filter(text => text instanceof vscode.Uri);
}
