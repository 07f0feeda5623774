import * as vscode from 'vscode';
import { countEnds, type Outcome } from '../../attach/outcome.js';
import type { PlannedFile } from '../../attach/plan/plan.js';
import { plainText } from '../../attach/text/plain-text.js';
import { explain } from '../messages/explain-failure.js';
import { explainBeside, explainDoubt, explainGrown, versionTwiceSentence } from '../messages/explain-files.js';
import { formatBytes, formatCount } from '../messages/format.js';
import { listNames } from '../messages/names.js';

export type Outcomes = readonly Outcome<PlannedFile>[];

// COR's own messages may end without punctuation.
export function closed(sentence: string): string {
	return /[.!?…]$/.test(sentence) ? sentence : `${sentence}.`;
}

export function attachedSentence(outcomes: Outcomes, task: string): string {
	const { attached, cancelled } = countEnds(outcomes);
	const name = plainText(outcomes.find(({ end }) => end.status === 'attached')?.file.name ?? '', 60);
	const sentence =
		attached === 1
			? oneAttachedSentence(name, task, versionOf(outcomes))
			: vscode.l10n.t('Attached {0} files to {1}.', formatCount(attached), task);
	return [
		sentence + versionsSentence(outcomes) + peculiarSentences(outcomes) + leftOutSentence(outcomes),
		...(cancelled > 0 ? [cancelledSentence(cancelled)] : []),
	].join(' ');
}

export function cancelledSentence(cancelled: number): string {
	return cancelled === 1
		? vscode.l10n.t('1 file was cancelled.')
		: vscode.l10n.t('{0} files were cancelled.', formatCount(cancelled));
}

/** What is attached despite a cancel. */
export function stillThereSentence(outcomes: Outcomes, task: string): string {
	const names = outcomes.flatMap(({ file, end }) => (end.status === 'attached' ? [plainText(file.name, 60)] : []));
	return names.length === 1
		? vscode.l10n.t('Cancelled, but {0} is already on {1}.', names[0] ?? '', task)
		: vscode.l10n.t(
				'Cancelled, but {0} files are already on {1}: {2}.',
				formatCount(names.length),
				task,
				listNames(names),
			);
}

/** What differs from what was wanted, with a leading space. Empty if nothing does. */
export function peculiarSentences(outcomes: Outcomes): string {
	return besideSentence(outcomes) + grownSentence(outcomes) + twiceSentence(outcomes);
}

/** Files that didn't become the wanted version, with a leading space. Empty if there are none. */
function besideSentence(outcomes: Outcomes): string {
	const beside = outcomes.flatMap(({ file, end }) =>
		end.status === 'attached' && end.isBeside ? [plainText(file.name, 60)] : [],
	);
	if (beside.length === 0) {
		return '';
	}
	if (outcomes.length === 1) {
		return ` ${explainBeside()}`;
	}
	const sentence =
		beside.length === 1
			? vscode.l10n.t('COR added {0} as a separate file, not a new version.', beside[0] ?? '')
			: vscode.l10n.t('COR added these as separate files, not new versions: {0}.', listNames(beside));
	return ` ${sentence}`;
}

/** Files of which only the first part is attached, with a leading space. Empty if there are none. */
function grownSentence(outcomes: Outcomes): string {
	const grown = outcomes.flatMap(({ file, end }) =>
		end.status === 'attached' && end.grownFrom !== undefined
			? [{ name: plainText(file.name, 60), bytes: end.grownFrom }]
			: [],
	);
	const [first] = grown;
	if (!first) {
		return '';
	}
	if (outcomes.length === 1) {
		return ` ${explainGrown(first.bytes)}`;
	}
	const named = listNames(grown.map(({ name, bytes }) => `${name} (${formatBytes(bytes)})`));
	return ` ${vscode.l10n.t('Only the first part of these files was attached because they grew in the meantime: {0}.', named)}`;
}

/** Files that may have become two versions, with a leading space. Empty if there are none. */
function twiceSentence(outcomes: Outcomes): string {
	const names = outcomes.flatMap(({ file, end }) =>
		end.status === 'attached' && end.isMaybeDoubled ? [plainText(file.name, 60)] : [],
	);
	return names.length > 0 ? ` ${versionTwiceSentence(names)}` : '';
}

/** What was skipped and why, with a leading space. Empty if nothing was. What the person unchecked needs no telling. */
export function leftOutSentence(outcomes: Outcomes): string {
	const leftOut = outcomes.flatMap(({ file, end }) =>
		end.status === 'skipped' && end.why.kind !== 'unticked'
			? [`${plainText(file.name, 60)} (${explainDoubt(end.why).replace(/\.$/, '')})`]
			: [],
	);
	return leftOut.length > 0 ? ` ${vscode.l10n.t('Skipped: {0}.', listNames(leftOut))}` : '';
}

/** How many folder entries were skipped without being shown, with a leading space. Empty if none were. */
export function unseenSentence(leftOut: number): string {
	if (leftOut === 0) {
		return '';
	}
	const sentence =
		leftOut === 1
			? vscode.l10n.t('1 more item in the folder was skipped. See the log.')
			: vscode.l10n.t('{0} more items in the folder were skipped. See the log.', formatCount(leftOut));
	return ` ${sentence}`;
}

function oneAttachedSentence(name: string, task: string, version: number): string {
	return version > 1
		? vscode.l10n.t('Attached {0} to {1} as version {2}.', name, task, version)
		: vscode.l10n.t('Attached {0} to {1}.', name, task);
}

/** Which files became new versions, with a leading space. Empty if none did. */
function versionsSentence(outcomes: Outcomes): string {
	const versions = outcomes.flatMap(({ file, end }) => {
		const { version = 1 } = end.status === 'attached' ? end.attachment : {};
		return version > 1 ? [`${plainText(file.name, 60)} (v${version})`] : [];
	});
	return versions.length === 0 || countEnds(outcomes).attached === 1
		? ''
		: ` ${vscode.l10n.t('New versions: {0}.', listNames(versions))}`;
}

function versionOf(outcomes: Outcomes): number {
	const ends = outcomes.map(({ end }) => end);
	return ends.find(end => end.status === 'attached')?.attachment.version ?? 1;
}

/** How many were attached, and why the others weren't. */
export function failedSentence(outcomes: Outcomes, task: string): string {
	const { attached, failed } = countEnds(outcomes);
	const failures = failedOf(outcomes);
	const [first] = failures;
	const all = formatCount(outcomes.length);
	const isOneReason = new Set(failures.map(({ reason }) => reason)).size === 1;
	if (first && attached === 0 && isOneReason) {
		return failed === 1
			? vscode.l10n.t('{0} was not attached to {1}. {2}', first.name, task, first.reason)
			: vscode.l10n.t('None of the {0} files was attached to {1}. {2}', formatCount(failed), task, first.reason);
	}
	const named = listNames(failures.map(({ name, reason }) => `${name} (${reason.replace(/\.$/, '')})`));
	return attached === 1
		? vscode.l10n.t('1 of {0} files attached to {1}. Failed: {2}.', all, task, named)
		: vscode.l10n.t('{0} of {1} files attached to {2}. Failed: {3}.', formatCount(attached), all, task, named);
}

export function unknownSentence(outcomes: Outcomes, task: string): string {
	const names = outcomes.flatMap(({ file, end }) => (end.status === 'unknown' ? [plainText(file.name, 60)] : []));
	return names.length === 1
		? vscode.l10n.t('{0} may already be on {1}. Check before sending again.', names[0] ?? '', task)
		: vscode.l10n.t(
				'{0} files may already be on {2}: {1}. Check before sending again.',
				formatCount(names.length),
				listNames(names),
				task,
			);
}

export function notThereSentence(outcomes: Outcomes, task: string): string {
	const names = outcomes.flatMap(({ file, end }) => (end.status === 'unknown' ? [plainText(file.name, 60)] : []));
	return names.length === 1
		? vscode.l10n.t("{0} isn't on {1} yet. COR may still be saving it.", names[0] ?? '', task)
		: vscode.l10n.t(
				"{0} files aren't on {1} yet: {2}. COR may still be saving them.",
				formatCount(names.length),
				task,
				listNames(names),
			);
}

export function failedOf(outcomes: Outcomes) {
	return outcomes.flatMap(({ file, end }) =>
		end.status === 'failed' ? [{ name: plainText(file.name, 60), error: end.error, reason: explain(end.error) }] : [],
	);
}
