import type * as vscode from 'vscode';
import { CorError, toCorError } from '../attach/errors.js';
import { type Candidate, type PlannedFile, planFiles } from '../attach/plan.js';
import { chooseUnsaved, sizeOf, type Unsaved, type Wanted } from '../attach/unsaved.js';
import { statFile } from './files.js';
import { baseName, listFolder } from './folders.js';
import { nameUntitled, openDocument, shownBytes, unsavedUris } from './open-text.js';

export interface Gathered {
	readonly files: readonly PlannedFile[];
	/** How many files, links and folders inside the chosen folders were left out. */
	readonly leftOut: number;
	/** Whether a folder held more files than are listed. */
	readonly isCut: boolean;
}

/**
 * The files behind what was chosen: folders become their files, what can't be found keeps its place with the reason. Where
 * an editor holds unsaved changes, `wanted` says which of both is sent.
 */
export async function gatherFiles(chosen: readonly vscode.Uri[], wanted: Wanted): Promise<Gathered> {
	const unsaved = unsavedUris();
	const candidate = (uri: vscode.Uri, relativePath: string) =>
		unsaved.has(uri.toString()) ? unsavedCandidate(uri, relativePath, wanted) : savedCandidate(uri, relativePath);
	const candidates: Candidate[] = [];
	let leftOut = 0;
	let isCut = false;
	for (const uri of outermost(chosen)) {
		const found = await candidate(uri, nameUntitled(uri) ?? baseName(uri));
		if (found !== 'folder') {
			candidates.push(found);
			continue;
		}
		const listing = await listFolder(uri);
		for (const file of listing.files) {
			const inside = await candidate(file.uri, file.relativePath);
			if (inside !== 'folder') {
				candidates.push(inside);
			}
		}
		for (const { uri: folder, relativePath } of listing.unreadable) {
			const problem = new CorError('file-unreadable', 'the folder cannot be listed');
			candidates.push({ uri: folder.toString(), relativePath, size: 0, problem });
		}
		leftOut += listing.leftOut;
		isCut ||= listing.isCut;
	}
	return { files: planFiles(candidates), leftOut, isCut };
}

async function savedCandidate(uri: vscode.Uri, relativePath: string): Promise<Candidate | 'folder'> {
	const named = { uri: uri.toString(), relativePath };
	try {
		const stat = await statFile(uri);
		return stat === 'folder' ? stat : { ...named, ...stat };
	} catch (error) {
		return { ...named, size: 0, problem: toCorError(error) };
	}
}

async function unsavedCandidate(uri: vscode.Uri, relativePath: string, wanted: Wanted): Promise<Candidate | 'folder'> {
	const saved = await savedCandidate(uri, relativePath);
	const unsaved = saved === 'folder' ? undefined : chooseUnsaved(await sizes(uri, saved), wanted);
	if (saved === 'folder' || !unsaved) {
		return saved;
	}
	const { problem, ...rest } = saved;
	return { ...rest, size: sizeOf(unsaved), unsaved };
}

async function sizes(uri: vscode.Uri, saved: Candidate): Promise<Omit<Unsaved, 'sends'>> {
	const document = openDocument(uri);
	return {
		...(document && { shownSize: (await shownBytes(document)).byteLength }),
		...(!saved.problem && uri.scheme !== 'untitled' && { savedSize: saved.size }),
	};
}

// A folder brings its files along: what was chosen inside it must not come twice.
function outermost(uris: readonly vscode.Uri[]): readonly vscode.Uri[] {
	return uris.filter(uri => !uris.some(other => other !== uri && isInside(uri, other)));
}

function isInside(uri: vscode.Uri, folder: vscode.Uri): boolean {
	return uri.scheme === folder.scheme && uri.authority === folder.authority && uri.path.startsWith(`${folder.path}/`);
}
