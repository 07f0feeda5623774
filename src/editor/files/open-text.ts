import * as vscode from 'vscode';

/** The shown text as saving would write it: with its encoding, byte order mark and line endings. */
export async function shownBytes(document: vscode.TextDocument): Promise<Uint8Array> {
	return vscode.workspace.encode(document.getText(), { encoding: document.encoding });
}

/** The open document of a URI. VS Code has none for texts over 50 MB, pictures and notebooks. */
export function openDocument(uri: vscode.Uri): vscode.TextDocument | undefined {
	return vscode.workspace.textDocuments.find(document => document.uri.toString() === uri.toString());
}

/** The URIs of all editors with unsaved changes, as text. */
export function unsavedUris(): ReadonlySet<string> {
	const documents = [...vscode.workspace.textDocuments, ...vscode.workspace.notebookDocuments];
	const tabs = vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).filter(({ isDirty }) => isDirty);
	const uris = [
		...documents.filter(({ isDirty }) => isDirty).map(({ uri }) => uri),
		...tabs.flatMap(({ input }) => (input instanceof vscode.TabInputCustom ? [input.uri] : [])),
	];
	return new Set(uris.map(uri => uri.toString()));
}
