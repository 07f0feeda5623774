import type { CorError } from '../errors.js';
import { uniqueNames } from './unique-names.js';
import type { Unsaved } from './unsaved.js';

/** Something to send, before it has its name in COR. */
export interface Candidate {
	readonly uri: string;
	/** Path below the chosen folder, with `/` between the parts. Base name if the file itself was chosen. */
	readonly relativePath: string;
	/** Bytes. */
	readonly size: number;
	/** When the file was last written, in milliseconds since the epoch, if known. */
	readonly mtimeMs?: number;
	/** The attachment that gets this file as its new version. */
	readonly parentId?: number;
	/** Set if an editor has unsaved changes: what can be sent, and which of it is. */
	readonly unsaved?: Unsaved;
	/**
	 * Path of the local file that contains the bytes if `uri` names no file. Used for archives that the extension
	 * created.
	 */
	readonly keptAt?: string;
	/** What a person confirmed. If the contents have changed since, the file isn't sent. */
	readonly confirmed?: Confirmed;
	/** Why it can't be sent, if that is already known. */
	readonly problem?: CorError;
}

/** The contents that a person confirmed. */
export interface Confirmed {
	/** Bytes. */
	readonly size: number;
	/** For a local file: when it was last written, in milliseconds since the epoch, with fraction. */
	readonly mtimeMs: number | undefined;
	/** In hexadecimal. */
	readonly sha256: string;
}

/** A candidate with its name in COR. `stages.ts` lists the stages it passes before it is sent. */
export interface PlannedFile extends Candidate {
	readonly name: string;
}

/** Removes repeated URIs and gives each candidate a name that is unique in the batch. */
export function planFiles<Found extends Candidate>(candidates: readonly Found[]): (Found & PlannedFile)[] {
	const once = [...new Map(candidates.map(candidate => [candidate.uri, candidate])).values()];
	const names = uniqueNames(once);
	return once.map((candidate, index) => ({ ...candidate, name: names[index] ?? '' }));
}

/** The files as new versions of `parentId`, if it is given. */
export function asVersion<File extends PlannedFile>(
	files: readonly File[],
	parentId: number | undefined,
): readonly File[] {
	return parentId === undefined ? files : files.map(file => ({ ...file, parentId }));
}

/** The files with what a person confirmed about them, by URI. */
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
