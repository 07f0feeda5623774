import type * as vscode from 'vscode';
import { CorError, toCorError } from '../../attach/errors.js';
import { joinLeftOut, type LeftOut } from '../../attach/folders/left-out.js';
import { outermost } from '../../attach/plan/outermost.js';
import { type Candidate, planFiles } from '../../attach/plan/plan.js';
import { type Gathered, unlooked } from '../../attach/plan/stages.js';
import { chooseUnsaved, sizeOf, type Unsaved, type Wanted } from '../../attach/plan/unsaved.js';
import type { BoundedWorker } from '../../machine/worker/bounded-worker.js';
import { baseName, listFolder, maxFiles } from '../folders/folders.js';
import { statFile } from './files.js';
import { nameUntitled, openDocument, shownBytes, unsavedUris } from './open-text.js';

const statsAtOnce = 32; // each is a question to another process

/**
 * The files behind what was chosen: folders become their files, what can't be found keeps its place with the reason. Where
 * an editor holds unsaved changes, `wanted` says which of both is sent.
 */
export async function gatherFiles(
	worker: BoundedWorker,
	chosen: readonly vscode.Uri[],
	wanted: Wanted,
): Promise<Gathered> {
	const unsaved = unsavedUris();
	const candidate = (uri: vscode.Uri, relativePath: string) =>
		unsaved.has(uri.toString()) ? unsavedCandidate(uri, relativePath, wanted) : savedCandidate(uri, relativePath);
	const candidates: Candidate[] = [];
	const leftOut: LeftOut[] = [];
	const cut: Candidate[] = [];
	for (const uri of outermost(chosen)) {
		const found = await candidate(uri, nameUntitled(uri) ?? baseName(uri));
		if (found !== 'folder') {
			candidates.push(found);
			continue;
		}
		const listing = await listFolder(worker, uri);
		for (let from = 0; from < listing.files.length; from += statsAtOnce) {
			const some = listing.files.slice(from, from + statsAtOnce);
			const inside = await Promise.all(some.map(file => candidate(file.uri, file.relativePath)));
			candidates.push(...inside.filter(file => file !== 'folder'));
		}
		for (const { uri: folder, relativePath, problem } of listing.refused) {
			candidates.push({ uri: folder.toString(), relativePath, size: 0, problem });
		}
		leftOut.push(listing.leftOut);
		if (listing.isCut) {
			const message = `more than ${maxFiles} files or folders`;
			const problem = new CorError('folder-too-large', message, { limit: maxFiles });
			cut.push({ uri: uri.toString(), relativePath: baseName(uri), size: 0, problem });
		}
	}
	return {
		files: planFiles(candidates).map(unlooked),
		leftOut: joinLeftOut(leftOut),
		isCut: cut.length > 0,
		cut: planFiles(cut).map(unlooked),
	};
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
