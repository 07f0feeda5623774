import type { Doubt } from '../doubts.js';
import type { CorError } from '../errors.js';
import { uniqueNames } from './file-names.js';
import type { Unsaved } from './unsaved.js';

/** A thing somebody wants to send. */
export interface Candidate {
	readonly uri: string;
	/** Below the folder that was chosen, `/` between the parts; the base name for a file chosen itself. */
	readonly relativePath: string;
	/** Bytes. */
	readonly size: number;
	/** Milliseconds since the epoch, where it is known when the file was last written. */
	readonly mtimeMs?: number;
	/** The attachment of which it is a new version. */
	readonly parentId?: number;
	/** What is on the task already in its place, once that is known. */
	readonly existing?: Existing;
	/** Where an editor holds changes that are not saved: what there is to send, and which of both is. */
	readonly unsaved?: Unsaved;
	/** Why it can't be sent, where that is known already. */
	readonly problem?: CorError;
	/** Why it is left out unless the person says otherwise. */
	readonly doubts?: readonly Doubt[];
	/** The file of this machine whose contents were looked at: as long as both are the same, so are they. */
	readonly checked?: { readonly size: number; readonly mtimeMs: number };
	/** The file of this machine that has its bytes, where it is no file of its own: an archive that was made of others. */
	readonly keptAt?: string;
	/** It stays behind, and this is why. */
	readonly leftOut?: Doubt;
}

/** A candidate with the name it will have in COR. */
export interface PlannedFile extends Candidate {
	readonly name: string;
}

/** Each candidate once, by its URI, with names that are unique in the batch. */
export function planFiles(candidates: readonly Candidate[]): PlannedFile[] {
	const once = [...new Map(candidates.map(candidate => [candidate.uri, candidate])).values()];
	const names = uniqueNames(once);
	return once.map((candidate, index) => ({ ...candidate, name: names[index] ?? '' }));
}

/** The same files, each a new version of the attachment that is given, if one is. */
export function asVersion(files: readonly PlannedFile[], parentId: number | undefined): readonly PlannedFile[] {
	return parentId === undefined ? files : files.map(file => ({ ...file, parentId }));
}

export function totalBytes(files: readonly Candidate[]): number {
	return files.reduce((sum, { size }) => sum + size, 0);
}

/** What is on the task already in the place of a file. */
export interface Existing {
	/** The first version, which a later one names as its parent (cor-api §3.6). */
	readonly rootId: number;
	/** The newest version that COR lists. */
	readonly version: number;
	/** Whether this file was attached there from this workspace. */
	readonly isOurs: boolean;
	/** Whether the newest version has the same bytes, as far as can be known. */
	readonly isUnchanged: boolean;
}

export interface Gathered {
	readonly files: readonly PlannedFile[];
	/** How many files, links and folders inside the chosen folders were left out. */
	readonly leftOut: number;
	/** Whether a folder held more files than are listed. */
	readonly isCut: boolean;
	/** The folders that did, with that as their problem: for whoever is not shown what is missing. */
	readonly cut: readonly PlannedFile[];
}
