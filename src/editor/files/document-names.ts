import * as v from 'valibot';
import * as vscode from 'vscode';
import { madeScheme } from '../../attach/plan/made-file.js';
import { outputName, providedName, untitledName } from '../../attach/plan/made-names.js';
import { readAs } from '../../attach/schemas.js';
import { baseName } from '../folders/folders.js';
import { openDocument } from './open-text.js';
import { hasFileSystem } from './shown-text.js';

/** What the address of a file in Git holds, as VS Code's Git extension makes it. */
const gitQuery = v.pipe(v.string(), v.parseJson(), v.object({ path: v.string(), ref: v.string() }));

/**
 * The name under which what stands at a URI is sent: a file's own; for what is in no file one that says what it is, by its
 * language where that is open already.
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
		return document && base; // a file that is yet to be made has its name already
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

/** The extension of files of a language, as the one that brings it says: the editor has no list of its own for others. */
export function extensionOf(languageId: string): string {
	const contributed = vscode.extensions.all.flatMap(
		({ packageJSON }) => (packageJSON.contributes as Languages | undefined)?.languages ?? [],
	);
	const extensions = contributed.flatMap(({ id, extensions }) => (id === languageId ? (extensions ?? []) : []));
	return extensions.find(extension => /^\.\w+$/.test(extension)) ?? '.txt';
}
