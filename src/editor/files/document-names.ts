import * as v from 'valibot';
import * as vscode from 'vscode';
import { madeScheme } from '../../attach/plan/made-file.js';
import { outputName, providedName, untitledName } from '../../attach/plan/made-names.js';
import { readAs } from '../../attach/schemas.js';
import { baseName } from '../folders/folders.js';
import { openDocument } from './open-text.js';
import { hasFileSystem } from './shown-text.js';

/** The query of VS Code's Git extension for a file in Git. */
const gitQuery = v.pipe(v.string(), v.parseJson(), v.object({ path: v.string(), ref: v.string() }));

/**
 * The name for sending what is at a URI: a file's own name, otherwise a descriptive one, with its language's extension
 * if it is open.
 */
export function nameOf(uri: vscode.Uri): string {
	const base = baseName(uri);
	switch (uri.scheme) {
		case 'file':
		case madeScheme:
			return base;
		case 'untitled':
			return nameUntitled(uri) ?? base;
		case 'output':
			return outputName(
				base,
				vscode.extensions.all.map(({ id }) => id),
			);
		case 'git':
			return nameInGit(uri) ?? base;
		default:
			return hasFileSystem(uri.scheme) ? base : nameProvided(uri, base);
	}
}

function nameUntitled(uri: vscode.Uri): string | undefined {
	const document = openDocument(uri);
	const base = baseName(uri);
	if (!document || uri.path.includes('/')) {
		return document && base; // a file that isn't saved yet already has its name
	}
	return untitledName(tabLabel(uri) ?? base, extensionOf(document.languageId));
}

function nameInGit(uri: vscode.Uri): string | undefined {
	const file = readAs(gitQuery, uri.query);
	if (!file) {
		return undefined;
	}
	const base = file.path.slice(Math.max(file.path.lastIndexOf('/'), file.path.lastIndexOf('\\')) + 1);
	return providedName({ title: `${base} (${shortRef(file.ref)})`, base, extension: '' });
}

function shortRef(ref: string): string {
	if (ref === '' || ref.startsWith('~')) {
		return 'Index';
	}
	return /^[0-9a-f]{40}$/.test(ref) ? ref.slice(0, 8) : ref;
}

function nameProvided(uri: vscode.Uri, base: string): string {
	const languageId = openDocument(uri)?.languageId;
	const extension = languageId === undefined ? '' : extensionOf(languageId);
	return providedName({ title: tabLabel(uri), base, extension }) || uri.scheme + extension;
}

function tabLabel(uri: vscode.Uri): string | undefined {
	return vscode.window.tabGroups.all
		.flatMap(({ tabs }) => tabs)
		.find(({ input }) => input instanceof vscode.TabInputText && input.uri.toString() === uri.toString())?.label;
}

interface Languages {
	readonly languages?: readonly { readonly id?: string; readonly extensions?: readonly string[] }[];
}

/** The file extension of a language, as declared by the extension that contributes it. VS Code offers no such list. */
export function extensionOf(languageId: string): string {
	const contributed = vscode.extensions.all.flatMap(
		({ packageJSON }) => (packageJSON.contributes as Languages | undefined)?.languages ?? [],
	);
	const extensions = contributed.flatMap(({ id, extensions }) => (id === languageId ? (extensions ?? []) : []));
	return extensions.find(extension => /^\.\w+$/.test(extension)) ?? '.txt';
}
