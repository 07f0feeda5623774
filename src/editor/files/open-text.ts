import * as vscode from 'vscode';
import { untitledName } from '../../attach/plan/made-names.js';

/** What an editor shows, in the bytes that saving it would write: its encoding, its mark of byte order, its line endings. */
export async function shownBytes(document: vscode.TextDocument): Promise<Uint8Array> {
	return vscode.workspace.encode(document.getText(), { encoding: document.encoding });
}

/** The open document of a URI. The editor gives none for texts over 50 MB, pictures and notebooks. */
export function openDocument(uri: vscode.Uri): vscode.TextDocument | undefined {
	return vscode.workspace.textDocuments.find(document => document.uri.toString() === uri.toString());
}

/** The URIs of all editors with changes that are not saved, as text. */
export function unsavedUris(): ReadonlySet<string> {
	const documents = [...vscode.workspace.textDocuments, ...vscode.workspace.notebookDocuments];
	const tabs = vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).filter(({ isDirty }) => isDirty);
	const uris = [
		...documents.filter(({ isDirty }) => isDirty).map(({ uri }) => uri),
		...tabs.flatMap(({ input }) => (input instanceof vscode.TabInputCustom ? [input.uri] : [])),
	];
	return new Set(uris.map(uri => uri.toString()));
}

/** The name under which a document that was never saved is sent; `undefined` where there is no such. */
export function nameUntitled(uri: vscode.Uri): string | undefined {
	const document = uri.scheme === 'untitled' ? openDocument(uri) : undefined;
	if (!document) {
		return undefined;
	}
	const name = uri.path.slice(uri.path.lastIndexOf('/') + 1);
	// A file that is yet to be made has its name already.
	return uri.path.includes('/') ? name : untitledName(tabLabel(uri) ?? name, extensionOf(document.languageId));
}

function tabLabel(uri: vscode.Uri): string | undefined {
	return vscode.window.tabGroups.all
		.flatMap(({ tabs }) => tabs)
		.find(({ input }) => input instanceof vscode.TabInputText && input.uri.toString() === uri.toString())?.label;
}

interface Languages {
	readonly languages?: readonly { readonly id?: string; readonly extensions?: readonly string[] }[];
}

/** The extension of files of a language, as the one that brings it says: the editor has no list of its own for others. */
export function extensionOf(languageId: string): string {
	const contributed = vscode.extensions.all.flatMap(
		({ packageJSON }) => (packageJSON.contributes as Languages | undefined)?.languages ?? [],
	);
	const extensions = contributed.flatMap(({ id, extensions }) => (id === languageId ? (extensions ?? []) : []));
	return extensions.find(extension => /^\.\w+$/.test(extension)) ?? '.txt';
}
