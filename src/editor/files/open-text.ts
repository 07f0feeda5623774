import * as vscode from 'vscode';

/** The shown text as saving would write it: with its encoding, byte order mark and line endings. */
export async function shownBytes(document: vscode.TextDocument): Promise<Uint8Array> {
	return vscode.workspace.encode(document.getText(), { encoding: document.encoding });
}

/** The open document of a URI. VS Code has none for texts over 50 MB, pictures and notebooks. */
export function openDocument(uri: vscode.Uri): vscode.TextDocument | undefined {
	return vscode.workspace.textDocuments.find(document => document.uri.toString() === uri.toString());
}

/** Something open with unsaved changes. */
export interface Unsaved {
	readonly uri: vscode.Uri;
	/** Resolves with whether it was saved. */
	save(): Thenable<boolean>;
}

/** All texts, notebooks and custom editors with unsaved changes. */
export function allUnsaved(): readonly Unsaved[] {
	const documents = [...vscode.workspace.textDocuments, ...vscode.workspace.notebookDocuments];
	const tabs = vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).filter(({ isDirty }) => isDirty);
	const custom = tabs.flatMap(({ input }) => (input instanceof vscode.TabInputCustom ? [input.uri] : []));
	return [
		...documents.filter(({ isDirty }) => isDirty),
		...custom.map(uri => ({ uri, save: () => vscode.workspace.save(uri).then(saved => saved !== undefined) })),
	];
}

/** The URIs of everything with unsaved changes, as text. */
export function unsavedUris(): ReadonlySet<string> {
	return new Set(allUnsaved().map(({ uri }) => uri.toString()));
}
