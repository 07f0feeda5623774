import type { CorError } from '../errors.js';
import { uniqueNames } from './unique-names.js';
import type { Unsaved } from './unsaved.js';

/** A thing somebody wants to send: all that sending it takes, but for the name. */
export interface Candidate {
	readonly uri: string;
	/** Below the folder that was chosen, `/` between the parts; the base name for a file chosen itself. */
	readonly relativePath: string;
	/** Bytes. */
	readonly size: number;
	/** Milliseconds since the epoch, where it is known when the file was last written. */
	readonly mtimeMs?: number;
	/** The attachment of which it becomes a new version. */
	readonly parentId?: number;
	/** Where an editor holds changes that are not saved: what there is to send, and which of both is. */
	readonly unsaved?: Unsaved;
	/** The file of this machine that has its bytes, where it is no file of its own: an archive that was made of others. */
	readonly keptAt?: string;
	/** As what somebody confirmed it: it is sent so or not at all. */
	readonly confirmed?: Confirmed;
	/** Why it can't be sent, where that is known already. */
	readonly problem?: CorError;
}

/** The contents of a file that somebody confirmed. */
export interface Confirmed {
	/** Bytes. */
	readonly size: number;
	/** When they were last written, where they are those of a file of this machine: milliseconds since the epoch, with their fraction. */
	readonly mtimeMs: number | undefined;
	/** In hexadecimal. */
	readonly sha256: string;
}

/** A candidate with the name it will have in COR. `stages.ts` has what it passes through before it is sent. */
export interface PlannedFile extends Candidate {
	readonly name: string;
}

/** Each candidate once, by its URI, with names that are unique in the batch. */
export function planFiles<Found extends Candidate>(candidates: readonly Found[]): (Found & PlannedFile)[] {
	const once = [...new Map(candidates.map(candidate => [candidate.uri, candidate])).values()];
	const names = uniqueNames(once);
	return once.map((candidate, index) => ({ ...candidate, name: names[index] ?? '' }));
}

/** The same files, each a new version of the attachment that is given, if one is. */
export function asVersion<File extends PlannedFile>(
	files: readonly File[],
	parentId: number | undefined,
): readonly File[] {
	return parentId === undefined ? files : files.map(file => ({ ...file, parentId }));
}

/** The same files, each as what it was confirmed, where somebody confirmed them. */
export function asConfirmed<File extends PlannedFile>(
	files: readonly File[],
	confirmed: ReadonlyMap<string, Confirmed> | undefined,
): readonly File[] {
	return files.map(file => {
		const seen = confirmed?.get(file.uri);
		return seen ? { ...file, confirmed: seen } : file;
	});
}

export function totalBytes(files: readonly Candidate[]): number {
	return files.reduce((sum, { size }) => sum + size, 0);
}
