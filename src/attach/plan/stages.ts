import type { Doubt } from '../doubts.js';
import { type LeftOut, nothingLeftOut } from '../folders/left-out.js';
import type { PlannedFile } from './plan.js';

/** A file as a person or program chose it. */
export interface ChosenFile extends PlannedFile {
	/** Why it isn't sent unless somebody confirms. At this stage only doubts about how it was chosen. */
	readonly doubts: readonly Doubt[];
}

/** A file whose name and first part were checked; `doubts` has the result. The check runs again just before sending. */
export type CheckedFile = ChosenFile;

/** A checked file with the attachment it would replace. */
export interface MatchedFile extends CheckedFile {
	/** `undefined` if the task has no such attachment, or if nobody looked. */
	readonly existing: Existing | undefined;
}

/** A file after the decision whether to send it. */
export type DecidedFile = SentFile | LeftFile;

export interface SentFile extends MatchedFile {
	readonly decision: 'send';
}

export interface LeftFile extends MatchedFile {
	readonly decision: 'leave';
	readonly why: Doubt;
}

/** The attachment that a file would replace. */
export interface Existing {
	/** Id of the first version, which later versions use as their `parentId` (cor-api §3.6). */
	readonly rootId: number;
	/** Number of the newest version in COR's list. */
	readonly version: number;
	/** Whether this workspace attached it. */
	readonly isOurs: boolean;
	/** Whether the newest version has the same contents, as far as the extension can tell. */
	readonly isUnchanged: boolean;
}

/** Skips the check: a file without doubts. */
export function unlooked(file: PlannedFile): CheckedFile {
	return { ...file, doubts: [] };
}

export function unmatched(file: CheckedFile): MatchedFile {
	return { ...file, existing: undefined };
}

export function send(file: MatchedFile): SentFile {
	return { ...file, decision: 'send' };
}

export function leave(file: MatchedFile, why: Doubt): LeftFile {
	return { ...file, decision: 'leave', why };
}

/** Undoes the decision. */
export function undecided(file: DecidedFile): MatchedFile {
	if (file.decision === 'send') {
		const { decision: _decision, ...matched } = file;
		return matched;
	}
	const { decision: _decision, why: _why, ...matched } = file;
	return matched;
}

export function sentOf(files: readonly DecidedFile[]): SentFile[] {
	return files.filter(file => file.decision === 'send');
}

export function leftOf(files: readonly DecidedFile[]): LeftFile[] {
	return files.filter(file => file.decision === 'leave');
}

/** The files that a person's choice stands for. */
export interface Gathered {
	readonly files: readonly ChosenFile[];
	/** Entries of the chosen folders that aren't sent. */
	readonly leftOut: LeftOut;
	/** `true` if a folder contains more files than the limit. */
	readonly isCut: boolean;
	/** Those folders as files with a `problem`, for callers that can't show `isCut`. */
	readonly cut: readonly ChosenFile[];
	/** `true` if Git couldn't say what it ignores, so `leftOut` may be wrong. */
	readonly isGuessed: boolean;
}

/** Files that were chosen directly, not through a folder. */
export function noFolder(files: readonly ChosenFile[]): Gathered {
	return { files, leftOut: nothingLeftOut, isCut: false, cut: [], isGuessed: false };
}
