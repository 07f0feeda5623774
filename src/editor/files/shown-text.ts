import * as vscode from 'vscode';
import { CorError } from '../../attach/errors.js';
import { inTime } from '../../machine/in-time.js';
import { exists } from '../folders/exists.js';
import { openDocument, shownBytes } from './open-text.js';

const openMs = 10_000; // a provider is another extension, which may never answer

/** Whether some extension, or the editor, reads files of this scheme; asking for one has started that extension. */
export function hasFileSystem(scheme: string): boolean {
	return vscode.workspace.fs.isWritableFileSystem(scheme) !== undefined;
}

/** Whether any of these addresses is that of something that can be read: those of pages of the editor, such as its settings, are not. */
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
 * What is sent of something that could not be read: the text that an editor shows of a file that is gone, or the text of a
 * document that a provider or the editor itself makes, such as an output channel, which is opened if need be. `undefined`
 * where there is no such text.
 * @param error why it could not be read
 */
export async function textInstead(uri: vscode.Uri, error: unknown): Promise<Uint8Array | undefined> {
	const document = hasFileSystem(uri.scheme) ? shownOfGone(uri, error) : await provided(uri);
	return document && shownBytes(document);
}

// A text that only a program holds open is nothing that anybody sees.
function shownOfGone(uri: vscode.Uri, error: unknown): vscode.TextDocument | undefined {
	const isGone = error instanceof CorError && error.kind === 'file-missing';
	return isGone && isShown(uri) ? openDocument(uri) : undefined;
}

async function provided(uri: vscode.Uri): Promise<vscode.TextDocument | undefined> {
	if (uri.scheme === 'untitled') {
		return undefined; // there is one as long as it is open
	}
	const opening = async () => openDocument(uri) ?? (await vscode.workspace.openTextDocument(uri));
	return inTime(opening(), openMs).catch(() => undefined);
}

/** Whether a tab is of this document, on either side where it compares two. */
function isShown(uri: vscode.Uri): boolean {
	const tabs = vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs);
	return tabs.some(({ input }) => textsOf(input).some(text => text.toString() === uri.toString()));
}

function textsOf(input: unknown): readonly vscode.Uri[] {
	const { textDiffs = [], ...texts } = Object(input) as { readonly textDiffs?: readonly unknown[] };
	return [...Object.values(texts), ...textDiffs.flatMap(textsOf)].filter(text => text instanceof vscode.Uri);
}
