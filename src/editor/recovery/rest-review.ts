import * as vscode from 'vscode';
import type { EarlierAttempt } from '../../attach/arrival/lookout.js';
import { CorError, toCorError } from '../../attach/errors.js';
import type { Rest } from '../../attach/journal/resume.js';
import type { Outcome } from '../../attach/outcome.js';
import type { PlannedFile } from '../../attach/plan/plan.js';
import { type DecidedFile, leave, type SentFile, send, unlooked, unmatched } from '../../attach/plan/stages.js';
import { plainText } from '../../attach/text/plain-text.js';
import { type FileFacts, sizeOnceOpened, statFile } from '../files/files.js';
import { formatCount } from '../messages/format.js';
import { listNames } from '../messages/names.js';

/** The rest of a batch, ready to be resumed. */
export interface ReviewedRest {
	/** In the batch's order. Some may be skipped or have a problem. */
	readonly files: readonly DecidedFile[];
	/** Files to look for before sending. */
	readonly earlier: ReadonlyMap<SentFile, EarlierAttempt>;
	/**
	 * Files without a known request that can't be looked for. The value is when they were planned, in epoch milliseconds.
	 */
	readonly untold: ReadonlyMap<SentFile, number>;
	/** Files that may have arrived and can be neither sent nor looked for. */
	readonly known: readonly Outcome<DecidedFile>[];
}

/**
 * Checks the files again. Asks about changed ones. Missing files and unsaved texts can't be sent any more, but those
 * that may have arrived are still looked for. `undefined` if the person postpones it.
 */
export async function reviewRest(rest: Rest): Promise<ReviewedRest | undefined> {
	const { files, inDoubt, unknowable, unsaved } = rest;
	const decided: DecidedFile[] = [];
	const untold = new Map<SentFile, number>();
	const earlier = new Map<SentFile, EarlierAttempt>();
	const known: Outcome<DecidedFile>[] = [];
	const looks = new Map<PlannedFile, Look>();
	for (const file of files) {
		if (!unknowable.has(file)) {
			looks.set(file, unsaved.has(file) ? lost : await look(file));
		}
	}
	const changed = files.filter(file => looks.get(file)?.status === 'changed');
	const sendsChanged = changed.length === 0 ? 'send' : await askAboutChanged(changed);
	if (!sendsChanged) {
		return undefined;
	}

	for (const file of files) {
		const before = inDoubt.get(file);
		const isBegun = before !== undefined && !before.isUnlikely;
		const seen = looks.get(file);
		const why = unknowable.get(file);
		if (!seen || why) {
			const error = why ?? new CorError('unexpected', 'not looked at');
			known.push({ file: toSend(file), end: { status: 'unknown', error }, tookMs: 0 });
			continue;
		}
		if (seen.status === 'changed' && sendsChanged === 'leave-out' && !isBegun) {
			decided.push(leave(unmatched(unlooked(file)), { kind: 'changed' }));
			continue;
		}
		const now = toSend(asSeen(file, seen, sendsChanged));
		decided.push(now);
		if (before) {
			earlier.set(now, before);
		}
		const plannedAt = rest.untold.get(file);
		if (plannedAt !== undefined) {
			untold.set(now, plannedAt);
		}
	}
	return { files: decided, earlier, untold, known };
}

// Journals don't store that somebody confirmed a secret, so every file is checked again.
function toSend(file: PlannedFile): SentFile {
	return send(unmatched(unlooked(file)));
}

type Look =
	| { readonly status: 'same' }
	| { readonly status: 'changed'; readonly facts: FileFacts }
	| { readonly status: 'gone'; readonly problem: CorError };

const lost: Look = { status: 'gone', problem: new CorError('unsaved-lost', 'it was in no file') };

async function look(file: PlannedFile): Promise<Look> {
	try {
		const facts = await statFile(vscode.Uri.parse(file.uri, true));
		if (facts === 'folder') {
			return { status: 'gone', problem: new CorError('file-missing', 'a folder is in its place') };
		}
		const { readablePath: _, ...now } = facts;
		const isSameTime = file.mtimeMs === undefined || now.mtimeMs === file.mtimeMs;
		const isSame = isSameTime && (now.size === file.size || (await sizeOnceOpened(file)) === file.size);
		return isSame ? { status: 'same' } : { status: 'changed', facts: now };
	} catch (error) {
		return { status: 'gone', problem: toCorError(error) };
	}
}

function asSeen(file: PlannedFile, seen: Look, sendsChanged: 'send' | 'leave-out'): PlannedFile {
	switch (seen.status) {
		case 'same':
			return file;
		case 'gone':
			return { ...file, problem: seen.problem };
		case 'changed':
			return sendsChanged === 'send'
				? { ...file, ...seen.facts }
				: { ...file, problem: new CorError('file-changed', 'changed since, and left out') };
	}
}

async function askAboutChanged(files: readonly PlannedFile[]): Promise<'send' | 'leave-out' | undefined> {
	const send = vscode.l10n.t('Send Anyway');
	const leaveOut = vscode.l10n.t('Skip');
	const names = files.map(({ name }) => plainText(name, 60));
	const choice = await vscode.window.showWarningMessage(
		names.length === 1
			? vscode.l10n.t('{0} has changed since the upload was interrupted.', names[0] ?? '')
			: vscode.l10n.t('{0} files have changed since the upload was interrupted.', formatCount(names.length)),
		{ modal: true, ...(names.length > 1 && { detail: listNames(names) }) },
		leaveOut, // Enter presses the first button
		send,
	);
	if (choice === send) {
		return 'send';
	}
	return choice === leaveOut ? 'leave-out' : undefined;
}
