import * as vscode from 'vscode';
import { countEnds, type Outcome } from '../../attach/outcome.js';
import type { PlannedFile } from '../../attach/plan/plan.js';
import { plainText } from '../../attach/text/plain-text.js';
import { ask, type NextStep, type OpenStep } from '../messages/ask.js';
import { explain } from '../messages/explain-failure.js';
import { explainBeside, explainDoubt, explainGrown, versionTwiceSentence } from '../messages/explain-files.js';
import { formatBytes, formatCount } from '../messages/format.js';
import { listNames, type TaskName, taskLabel } from '../messages/names.js';
import { isOfConnection, wayOut } from '../messages/way-out.js';
import { messageSentence, messageSteps } from '../task-message/message-words.js';
import type { PendingMessage } from '../task-message/pending-message.js';
import { outsideSentence } from './outside-files.js';

type Outcomes = readonly Outcome<PlannedFile>[];

export interface ResultContext {
	/** Whether it is known where COR shows the task. */
	readonly hasPage: boolean;
	/** Whether files that may have arrived can be looked for. */
	readonly canLookAgain: boolean;
	/** Whether all that was attached is known by its id, so that it can be taken back. */
	readonly canUndo: boolean;
	/** Whether the result is what a second look found. */
	readonly isSecondLook: boolean;
	/** Whether nobody was shown the files before: then those from outside the workspace are named. */
	readonly isUnseen: boolean;
	/** How much was left out of the chosen folders, where nobody was shown what. */
	readonly leftOut: number;
	/** What became of what was to be said with them. */
	readonly message?: PendingMessage | undefined;
}

/** More than these the editor cuts off. */
const mostButtons = 3;

/** One message for the whole batch; cancelling is the person's own doing and gets none, unless it leaves a message unsent. */
export async function tellResult(
	log: vscode.LogOutputChannel,
	outcomes: Outcomes,
	toTask: TaskName,
	context: ResultContext,
): Promise<OpenStep | undefined> {
	const { hasPage, canLookAgain, canUndo, isSecondLook, isUnseen, leftOut, message } = context;
	const { attached, failed, unknown, skipped, cancelled } = countEnds(outcomes);
	const task = plainText(taskLabel(toTask), 80);
	const said = messageSentence(message, task);
	const toSay = messageSteps(message);
	const unseen = (isUnseen ? outsideSentence(log, outcomes) : '') + unseenSentence(leftOut) + said;
	if (failed > 0) {
		return tellFailed(log, outcomes, task, unseen, context);
	}
	if (unknown > 0) {
		const mayBeSent = isSecondLook && outcomes.every(({ end }) => end.status !== 'unknown' || end.looked === 'absent');
		const steps: NextStep[] = [
			...(canLookAgain ? (['check-again'] as const) : []),
			...(mayBeSent ? (['send-again'] as const) : []),
			...(hasPage ? (['open-task'] as const) : []),
		];
		const sentence = (mayBeSent ? notThereSentence(outcomes, task) : unknownSentence(outcomes, task)) + unseen;
		return ask(log, vscode.window.showWarningMessage, sentence, steps.length > 1 ? steps : [...steps, 'show-log']);
	}
	if (attached > 0) {
		const addresses = outcomes.filter(({ end }) => end.status === 'attached' && end.attachment.url).length;
		const direct = addresses === 1 ? 'copy-direct-link' : 'copy-direct-links';
		const show = toSay.length > 0 ? vscode.window.showWarningMessage : vscode.window.showInformationMessage;
		const steps: NextStep[] = [
			...toSay,
			...(hasPage ? (['open-task'] as const) : []),
			...(leftOut > 0 ? (['show-log'] as const) : (['copy-links'] as const)),
			...(canUndo ? (['undo'] as const) : []),
			...(leftOut > 0 ? (['copy-links'] as const) : []),
			...(addresses > 0 ? ([direct] as const) : []),
		];
		return ask(log, show, attachedSentence(outcomes, task) + unseen, steps.slice(0, mostButtons));
	}
	if ((skipped > 0 || leftOut > 0) && cancelled === 0) {
		const sentence = vscode.l10n.t('Nothing was attached to {0}.', task) + leftOutSentence(outcomes) + unseen;
		const steps: NextStep[] = [...(skipped > 0 ? (['review'] as const) : []), ...toSay, 'show-log'];
		return ask(log, vscode.window.showWarningMessage, sentence, steps.slice(0, mostButtons));
	}
	return message && ask(log, vscode.window.showInformationMessage, said.trim(), toSay);
}

function tellFailed(
	log: vscode.LogOutputChannel,
	outcomes: Outcomes,
	task: string,
	unseen: string,
	{ hasPage, canLookAgain, canUndo, message }: ResultContext,
): Promise<OpenStep | undefined> {
	const { attached, failed, unknown } = countEnds(outcomes);
	const reasons = failedOf(outcomes);
	const first = reasons[0];
	if (!first) {
		return Promise.resolve(undefined);
	}
	const isOneReason = new Set(reasons.map(({ reason }) => reason)).size === 1;
	const also =
		(unknown > 0 ? ` ${unknownSentence(outcomes, task)}` : '') +
		besideSentence(outcomes) +
		grownSentence(outcomes) +
		twiceSentence(outcomes) +
		leftOutSentence(outcomes) +
		unseen;
	const toLook: NextStep[] = [
		...(unknown > 0 && canLookAgain ? (['check-again'] as const) : []),
		...messageSteps(message),
		...(unknown > 0 && hasPage ? (['open-task'] as const) : []),
		'show-log',
	];
	if (attached === 0 && isOneReason) {
		const help = wayOut(first.error);
		const more: NextStep[] = unknown === 0 && isOfConnection(first.error) ? ['check-connection', ...toLook] : toLook;
		const steps: NextStep[] = help ? [help, ...more] : more;
		const sentence =
			failed === 1
				? vscode.l10n.t('{0} was not attached to {1}. {2}', first.name, task, first.reason)
				: vscode.l10n.t('None of {0} files was attached to {1}. {2}', formatCount(failed), task, first.reason);
		return ask(log, vscode.window.showErrorMessage, also === '' ? sentence : closed(sentence) + also, steps);
	}
	const named = listNames(reasons.map(({ name, reason }) => `${name} (${reason.replace(/\.$/, '')})`));
	const all = formatCount(outcomes.length);
	const sentence =
		failed === 1
			? vscode.l10n.t('1 of {0} files was not attached to {1}: {2}.', all, task, named)
			: vscode.l10n.t('{0} of {1} files were not attached to {2}: {3}.', formatCount(failed), all, task, named);
	return ask(log, vscode.window.showErrorMessage, sentence + also, [
		'retry',
		...(canUndo && unknown === 0 ? (['undo'] as const) : []),
		...toLook,
	]);
}

// COR's own words end as they like.
function closed(sentence: string): string {
	return /[.!?…]$/.test(sentence) ? sentence : `${sentence}.`;
}

function attachedSentence(outcomes: Outcomes, task: string): string {
	const { attached, cancelled } = countEnds(outcomes);
	const name = plainText(outcomes.find(({ end }) => end.status === 'attached')?.file.name ?? '', 60);
	const sentence =
		attached === 1
			? oneAttachedSentence(name, task, versionOf(outcomes))
			: vscode.l10n.t('{0} files are attached to {1}.', formatCount(attached), task);
	return [
		sentence +
			versionsSentence(outcomes) +
			besideSentence(outcomes) +
			grownSentence(outcomes) +
			twiceSentence(outcomes) +
			leftOutSentence(outcomes),
		...(cancelled > 0 ? [cancelledSentence(cancelled)] : []),
	].join(' ');
}

function cancelledSentence(cancelled: number): string {
	return cancelled === 1
		? vscode.l10n.t('1 file was cancelled.')
		: vscode.l10n.t('{0} files were cancelled.', formatCount(cancelled));
}

/** What did not become the version that it was to be, after a space; empty where all did. */
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
			? vscode.l10n.t('COR did not take {0} as a new version: it lies beside the one that was there.', beside[0] ?? '')
			: vscode.l10n.t(
					'COR did not take these as new versions, they lie beside those that were there: {0}.',
					listNames(beside),
				);
	return ` ${sentence}`;
}

/** Of what only the beginning is attached, after a space; empty where there is no such. */
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
	return ` ${vscode.l10n.t('Only the first part of these files is attached, because they have grown since: {0}.', named)}`;
}

/** What may have become a version twice, after a space; empty where nothing may. */
function twiceSentence(outcomes: Outcomes): string {
	const names = outcomes.flatMap(({ file, end }) =>
		end.status === 'attached' && end.isMaybeDoubled ? [plainText(file.name, 60)] : [],
	);
	return names.length > 0 ? ` ${versionTwiceSentence(names)}` : '';
}

/** What was left out, and why, after a space; empty where nothing was. */
function leftOutSentence(outcomes: Outcomes): string {
	const leftOut = outcomes.flatMap(({ file, end }) =>
		end.status === 'skipped' ? [`${plainText(file.name, 60)} (${explainDoubt(end.why).replace(/\.$/, '')})`] : [],
	);
	return leftOut.length > 0 ? ` ${vscode.l10n.t('Left out: {0}.', listNames(leftOut))}` : '';
}

/** How much was left out of the chosen folders without being shown, after a space; empty where nothing was. */
function unseenSentence(leftOut: number): string {
	if (leftOut === 0) {
		return '';
	}
	const sentence =
		leftOut === 1
			? vscode.l10n.t('1 more in the folder was left out: the log says what.')
			: vscode.l10n.t('{0} more in the folder were left out: the log lists them.', formatCount(leftOut));
	return ` ${sentence}`;
}

function oneAttachedSentence(name: string, task: string, version: number): string {
	return version > 1
		? vscode.l10n.t('{0} is attached to {1} as version {2}.', name, task, version)
		: vscode.l10n.t('{0} is attached to {1}.', name, task);
}

/** Which of several became new versions, after a space; empty where none did. */
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

function unknownSentence(outcomes: Outcomes, task: string): string {
	const names = outcomes.flatMap(({ file, end }) => (end.status === 'unknown' ? [plainText(file.name, 60)] : []));
	return names.length === 1
		? vscode.l10n.t('{0} may have arrived: look at {1} before you send it again.', names[0] ?? '', task)
		: vscode.l10n.t(
				'{0} files may have arrived ({1}): look at {2} before you send them again.',
				formatCount(names.length),
				listNames(names),
				task,
			);
}

function notThereSentence(outcomes: Outcomes, task: string): string {
	const names = outcomes.flatMap(({ file, end }) => (end.status === 'unknown' ? [plainText(file.name, 60)] : []));
	return names.length === 1
		? vscode.l10n.t('{0} is not on {1} so far. COR may still be storing it.', names[0] ?? '', task)
		: vscode.l10n.t(
				'{0} files are not on {1} so far ({2}). COR may still be storing them.',
				formatCount(names.length),
				task,
				listNames(names),
			);
}

function failedOf(outcomes: Outcomes) {
	return outcomes.flatMap(({ file, end }) =>
		end.status === 'failed' ? [{ name: plainText(file.name, 60), error: end.error, reason: explain(end.error) }] : [],
	);
}
