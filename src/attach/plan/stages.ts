import type { Doubt } from '../doubts.js';
import { type LeftOut, nothingLeftOut } from '../folders/left-out.js';
import type { PlannedFile } from './plan.js';

/** A file as it was chosen. */
export interface ChosenFile extends PlannedFile {
	/** Why it stays behind unless somebody says otherwise; here: because of the way on which it was chosen. */
	readonly doubts: readonly Doubt[];
}

/** A chosen file whose name and first part were looked at; `doubts` has what was seen. It is looked at again on its way out. */
export type CheckedFile = ChosenFile;

/** A checked file with what is on the task in its place. */
export interface MatchedFile extends CheckedFile {
	/** `undefined` where nothing is, and where nobody looked. */
	readonly existing: Existing | undefined;
}

/** A file of which it is decided whether it is sent. */
export type DecidedFile = SentFile | LeftFile;

export interface SentFile extends MatchedFile {
	readonly decision: 'send';
}

export interface LeftFile extends MatchedFile {
	readonly decision: 'leave';
	readonly why: Doubt;
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

/** A file that nobody looked at, as though nothing were special about it. */
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

/** The file as it was before it was decided. */
export function undecided(file: DecidedFile): MatchedFile {
	if (file.decision === 'send') {
		const { decision: _decision, ...matched } = file;
		return matched;
	}
	const { decision: _decision, why: _why, ...matched } = file;
	return matched;
}

/** The files that are sent. */
export function sentOf(files: readonly DecidedFile[]): SentFile[] {
	return files.filter(file => file.decision === 'send');
}

/** The files that stay behind. */
export function leftOf(files: readonly DecidedFile[]): LeftFile[] {
	return files.filter(file => file.decision === 'leave');
}

/** What was found behind what somebody chose. */
export interface Gathered {
	readonly files: readonly ChosenFile[];
	/** What was left out of the chosen folders. */
	readonly leftOut: LeftOut;
	/** Whether a folder held more files than are listed. */
	readonly isCut: boolean;
	/** The folders that did, with that as their problem: for whoever is not shown what is missing. */
	readonly cut: readonly ChosenFile[];
}

/** Files that are known one by one: no folder is behind them. */
export function noFolder(files: readonly ChosenFile[]): Gathered {
	return { files, leftOut: nothingLeftOut, isCut: false, cut: [] };
}
