import type * as vscode from 'vscode';
import { CorError, toCorError } from '../../attach/errors.js';
import { joinLeftOut, type LeftOut } from '../../attach/folders/left-out.js';
import { outermost } from '../../attach/plan/outermost.js';
import { type Candidate, planFiles } from '../../attach/plan/plan.js';
import { type Gathered, unlooked } from '../../attach/plan/stages.js';
import { chooseUnsaved, sizeOf, type Unsaved, type Wanted } from '../../attach/plan/unsaved.js';
import { IgnoredByGit } from '../../machine/git/ignored-by-git.js';
import { mapInTurns } from '../../machine/in-turns.js';
import type { BoundedWorker } from '../../machine/worker/bounded-worker.js';
import { baseName, listFolder, maxFiles } from '../folders/folders.js';
import { findGitProgram } from '../git/git.js';
import { distinct } from './distinct.js';
import { nameOf } from './document-names.js';
import { statFile } from './files.js';
import { openDocument, shownBytes, unsavedUris } from './open-text.js';
import { textInstead } from './shown-text.js';

/** Git's limits for the folders of a batch. Files that were chosen directly have their own, smaller ones. */
export const gitLimits = { processes: 160, answerMs: 5_000, allMs: 15_000 };
const statsAtOnce = 32; // each is a request to another process

/**
 * Turns a choice into files. A folder becomes its files; what can't be read keeps its place with the reason. Rejects
 * after the signal has aborted.
 * @param wanted what to send if an editor has unsaved changes
 */
export async function gatherFiles(
	worker: BoundedWorker,
	chosen: readonly vscode.Uri[],
	wanted: Wanted,
	signal?: AbortSignal,
): Promise<Gathered> {
	const git = new IgnoredByGit(findGitProgram, gitLimits);
	try {
		return await gather(worker, git, chosen, wanted, signal);
	} finally {
		await git.dispose();
	}
}

async function gather(
	worker: BoundedWorker,
	git: IgnoredByGit,
	chosen: readonly vscode.Uri[],
	wanted: Wanted,
	signal: AbortSignal | undefined,
): Promise<Gathered> {
	const unsaved = unsavedUris();
	const candidate = (uri: vscode.Uri, relativePath: string) =>
		unsaved.has(uri.toString()) ? unsavedCandidate(uri, relativePath, wanted) : savedCandidate(uri, relativePath);
	const candidates: Candidate[] = [];
	const leftOut: LeftOut[] = [];
	let isGuessed = false;
	const cut: Candidate[] = [];
	const all = await distinct(chosen);
	const outer = outermost(all);
	const look = (uri: vscode.Uri) => candidate(uri, nameOf(uri)).then(found => orItsText(uri, found));
	for (const [uri, found] of await eachOf(outer, look)) {
		if (found !== 'folder') {
			candidates.push(found);
			continue;
		}
		const listing = await listFolder(worker, git, uri, signal);
		for (let from = 0; from < listing.files.length; from += statsAtOnce) {
			signal?.throwIfAborted();
			const some = listing.files.slice(from, from + statsAtOnce);
			const inside = await Promise.all(some.map(file => candidate(file.uri, file.relativePath)));
			candidates.push(...inside.filter(file => file !== 'folder'));
		}
		for (const { uri: folder, relativePath, problem } of listing.refused) {
			candidates.push({ uri: folder.toString(), relativePath, size: 0, problem });
		}
		leftOut.push(listing.leftOut);
		isGuessed ||= listing.isGuessed;
		if (listing.isCut) {
			const message = `more than ${maxFiles} files or folders`;
			const problem = new CorError('folder-too-large', message, { limit: maxFiles });
			cut.push({ uri: uri.toString(), relativePath: baseName(uri), size: 0, problem });
		}
	}
	// A file that its folder would skip is sent if it was chosen directly; it gets doubts like other chosen files.
	const known = new Set([...outer.map(String), ...candidates.map(({ uri }) => uri)]);
	const inner = all.filter(uri => !known.has(uri.toString()));
	candidates.push(...(await eachOf(inner, look)).flatMap(([, found]) => (found === 'folder' ? [] : found)));
	return {
		// In turns, since naming thousands of files takes time, and so does what callers then do with all of them.
		files: await mapInTurns(planFiles(candidates), unlooked),
		leftOut: joinLeftOut(leftOut),
		isCut: cut.length > 0,
		cut: planFiles(cut).map(unlooked),
		isGuessed,
	};
}

async function savedCandidate(uri: vscode.Uri, relativePath: string): Promise<Candidate | 'folder'> {
	const named = { uri: uri.toString(), relativePath };
	try {
		const stat = await statFile(uri);
		if (stat === 'folder') {
			return stat;
		}
		const { readablePath, ...facts } = stat;
		return {
			...named,
			...facts,
			...(readablePath !== undefined && { relativePath: endOf(readablePath, relativePath) }),
		};
	} catch (error) {
		return { ...named, size: 0, problem: toCorError(error) };
	}
}

/** The last parts of a path, as many as `other` has. */
function endOf(path: string, other: string): string {
	return path.split('/').slice(-other.split('/').length).join('/');
}

/** If something can't be read, uses the text of its document, if there is one. */
async function orItsText(uri: vscode.Uri, found: Candidate | 'folder'): Promise<Candidate | 'folder'> {
	if (found === 'folder' || !found.problem) {
		return found;
	}
	const { problem, ...rest } = found;
	const size = (await textInstead(uri, problem))?.byteLength;
	return size === undefined
		? found
		: { ...rest, relativePath: nameOf(uri), size, unsaved: { shownSize: size, sends: 'shown' } };
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

/** Runs `find` for all, in groups, keeping the order. A drive that doesn't answer delays each group only once. */
async function eachOf<T>(
	uris: readonly vscode.Uri[],
	find: (uri: vscode.Uri) => Promise<T>,
): Promise<readonly (readonly [vscode.Uri, T])[]> {
	const found: (readonly [vscode.Uri, T])[] = [];
	for (let from = 0; from < uris.length; from += statsAtOnce) {
		const some = uris.slice(from, from + statsAtOnce);
		found.push(...(await Promise.all(some.map(async uri => [uri, await find(uri)] as const))));
	}
	return found;
}
