import * as vscode from 'vscode';
import { needsWord } from '../../attach/doubts.js';
import type { Confirmed } from '../../attach/plan/plan.js';
import { type CheckedFile, type DecidedFile, sentOf } from '../../attach/plan/stages.js';
import { readWhole } from '../../cor/http/confirmed-part.js';
import { sizeOnceOpened, statFile } from '../files/files.js';
import { guardedPart } from '../files/guarded-part.js';
import { type LookParts, Looks } from '../files/looks.js';
import { NotAsConfirmed } from './not-as-confirmed.js';

/**
 * Reads a file to its end for a confirmation, and checks its first part in the same reading. Rejects as `guardedPart`
 * and its stream do, and with the signal's reason.
 */
export async function readToConfirm(file: CheckedFile, parts: LookParts, signal?: AbortSignal): Promise<Confirmed> {
	const part = await guardedPart(file, new Looks(parts, signal));
	try {
		return await readWhole(part, signal);
	} finally {
		await part.close?.();
	}
}

/**
 * Checks just before sending that all files are as confirmed: first all sizes and times, then all contents.
 * @throws NotAsConfirmed if a file has changed, is missing, or was never confirmed
 */
export async function requireConfirmed(
	files: readonly DecidedFile[],
	confirmed: ReadonlyMap<string, Confirmed>,
	parts: LookParts,
	signal?: AbortSignal,
): Promise<void> {
	const found = new Set(files.map(({ uri }) => uri));
	const others = files.filter(file => !file.confirmed || file.problem || isHeldBack(file)).map(({ uri }) => uri);
	refuse([...[...confirmed.keys()].filter(uri => !found.has(uri)), ...others]);
	for (const isAsConfirmed of [hasSizeAndTime, hasContents]) {
		const changed: string[] = [];
		for (const file of sentOf(files)) {
			signal?.throwIfAborted();
			if (!(await isAsConfirmed(file, parts, signal))) {
				changed.push(file.uri);
			}
		}
		refuse(changed);
	}
}

function refuse(uris: readonly string[]): void {
	if (uris.length > 0) {
		throw new NotAsConfirmed([...new Set(uris)]);
	}
}

// A file that is skipped because of what the task has is skipped as the call asked.
function isHeldBack(file: DecidedFile): boolean {
	return file.decision === 'leave' && needsWord(file.why);
}

async function hasSizeAndTime(file: CheckedFile): Promise<boolean> {
	const { uri, confirmed } = file;
	const stat = await statFile(vscode.Uri.parse(uri, true)).catch(() => undefined);
	return (
		confirmed !== undefined &&
		stat !== undefined &&
		stat !== 'folder' &&
		(confirmed.mtimeMs === undefined || stat.mtimeMs === Math.floor(confirmed.mtimeMs)) &&
		(stat.size === confirmed.size || (await sizeOnceOpened(file).catch(() => undefined)) === confirmed.size)
	);
}

async function hasContents(file: CheckedFile, parts: LookParts, signal?: AbortSignal): Promise<boolean> {
	try {
		const read = await readToConfirm(file, parts, signal);
		return read.sha256 === file.confirmed?.sha256;
	} catch {
		signal?.throwIfAborted();
		return false; // changed, missing, or now like a secret
	}
}
