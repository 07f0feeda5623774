import * as vscode from 'vscode';
import { countEnds } from '../../attach/outcome.js';
import { plainText } from '../../attach/text/plain-text.js';
import { ask, type NextStep, type OpenStep } from '../messages/ask.js';
import { type TaskName, taskLabel } from '../messages/names.js';
import { isOfConnection, waysOut } from '../messages/way-out.js';
import { messageSentence, messageSteps } from '../task-message/message-words.js';
import { type PendingMessage, unsent } from '../task-message/pending-message.js';
import { outsideSentence } from './outside-files.js';
import {
	attachedSentence,
	cancelledSentence,
	closed,
	failedOf,
	failedSentence,
	leftOutSentence,
	notThereSentence,
	type Outcomes,
	peculiarSentences,
	stillThereSentence,
	unknownSentence,
	unseenSentence,
} from './result-sentences.js';

export interface ResultContext {
	/** Whether files in doubt can be looked for. */
	readonly canLookAgain: boolean;
	/** Whether everything attached is known by id, so that it can be removed again. */
	readonly canUndo: boolean;
	/** Whether the person cancelled during sending. */
	readonly isCancelled: boolean;
	/** Whether this result comes from looking, not from sending. */
	readonly isSecondLook: boolean;
	/** Whether nobody saw the files before. Then those outside the workspace are named. */
	readonly isUnseen: boolean;
	/** How many folder entries were skipped, if nobody was shown which. */
	readonly leftOut: number;
	/** What happened to the message. */
	readonly message?: PendingMessage | undefined;
}

/** The text of the message, and all possible next steps, the most likely first. */
interface Told {
	readonly show: typeof vscode.window.showInformationMessage;
	readonly sentence: string;
	readonly steps: readonly NextStep[];
	/** Whether the list of files is worth offering. */
	readonly hasDetails: boolean;
}

/** VS Code cuts off more buttons than these. */
const mostButtons = 3;

/** Shows one message for the whole batch with the steps that can help. `undefined` if no step is left to run. */
export async function tellResult(
	log: vscode.LogOutputChannel,
	outcomes: Outcomes,
	toTask: TaskName,
	context: ResultContext,
): Promise<OpenStep | undefined> {
	const task = plainText(taskLabel(toTask), 80);
	const unseen = (context.isUnseen ? outsideSentence(log, outcomes) : '') + unseenSentence(context.leftOut);
	const told = toldOf(outcomes, task, unseen + messageSentence(context.message, task), context);
	if (!told) {
		return undefined;
	}
	const { show, sentence, steps, hasDetails } = told;
	const all = [...new Set(steps)];
	const buttons: NextStep[] = hasDetails ? [...all.slice(0, mostButtons - 1), 'details'] : all.slice(0, mostButtons);
	for (;;) {
		const step = await ask(log, show, sentence, buttons);
		const chosen = step === 'details' ? await details(log, outcomes, task, all) : step;
		if (chosen === 'done' && !isStillNeeded(outcomes, context.message)) {
			return undefined;
		}
		if (chosen !== 'done' && chosen !== 'back') {
			return chosen;
		}
	}
}

async function details(log: vscode.LogOutputChannel, outcomes: Outcomes, task: string, steps: readonly NextStep[]) {
	const { showDetails } = await import('./result-details.js');
	return showDetails(log, outcomes, vscode.l10n.t('Details: {0}', task), steps);
}

/** Whether only this result offers to look for a file in doubt, or still has the text of a message. */
export function isStillNeeded(outcomes: Outcomes, message: PendingMessage | undefined): boolean {
	return unsent(message) !== undefined || outcomes.some(({ end }) => end.status === 'unknown');
}

function toldOf(outcomes: Outcomes, task: string, more: string, context: ResultContext): Told | undefined {
	const { attached, failed, unknown, skipped, cancelled } = countEnds(outcomes);
	const { isCancelled, leftOut, message } = context;
	if (failed > 0) {
		return toldFailed(outcomes, task, more, context);
	}
	if (isCancelled) {
		return toldCancelled(outcomes, task, more, context);
	}
	if (unknown > 0) {
		return toldUnknown(outcomes, task, more, context);
	}
	if (attached > 0) {
		return toldAttached(outcomes, task, more, context);
	}
	const toSay = messageSteps(message);
	if ((skipped > 0 || leftOut > 0) && cancelled === 0) {
		return {
			show: vscode.window.showWarningMessage,
			sentence: vscode.l10n.t('Nothing was attached to {0}.', task) + leftOutSentence(outcomes) + more,
			steps: [...(skipped > 0 ? (['review'] as const) : []), ...toSay, 'show-log'],
			hasDetails: false,
		};
	}
	return (
		message && { show: vscode.window.showInformationMessage, sentence: more.trim(), steps: toSay, hasDetails: false }
	);
}

function toldAttached(outcomes: Outcomes, task: string, more: string, context: ResultContext): Told {
	const { canUndo, leftOut, message } = context;
	const addresses = outcomes.filter(({ end }) => end.status === 'attached' && end.attachment.url).length;
	const toSay = messageSteps(message);
	return {
		show: toSay.length > 0 ? vscode.window.showWarningMessage : vscode.window.showInformationMessage,
		sentence: attachedSentence(outcomes, task) + more,
		steps: [
			...toSay,
			'open-task',
			leftOut > 0 ? 'show-log' : 'copy-links',
			...(canUndo ? (['undo'] as const) : []),
			'copy-links',
			...(addresses > 0 ? ([addresses === 1 ? 'copy-direct-link' : 'copy-direct-links'] as const) : []),
		],
		hasDetails: false,
	};
}

function toldUnknown(outcomes: Outcomes, task: string, more: string, context: ResultContext): Told {
	const { canLookAgain, message } = context;
	return {
		show: vscode.window.showWarningMessage,
		sentence: doubtSentence(outcomes, task, context) + more,
		steps: [
			...(canLookAgain ? (['check-again'] as const) : []),
			...(mayBeSentAgain(outcomes, context) ? (['send-again'] as const) : []),
			'open-task',
			...messageSteps(message),
			...(canLookAgain ? [] : (['show-log'] as const)),
		],
		hasDetails: outcomes.length > 1,
	};
}

/** Whether all files in doubt were looked for again, and are not on the task so far. */
function mayBeSentAgain(outcomes: Outcomes, { isSecondLook }: ResultContext): boolean {
	const isAbsent = outcomes.every(({ end }) => end.status !== 'unknown' || end.looked === 'absent');
	return isSecondLook && isAbsent && outcomes.some(({ end }) => end.status === 'unknown');
}

function doubtSentence(outcomes: Outcomes, task: string, context: ResultContext): string {
	return mayBeSentAgain(outcomes, context) ? notThereSentence(outcomes, task) : unknownSentence(outcomes, task);
}

/** A cancelled batch gets one line: nothing is on the task, or this is. */
function toldCancelled(outcomes: Outcomes, task: string, more: string, context: ResultContext): Told {
	const { attached, unknown } = countEnds(outcomes);
	const { canLookAgain, canUndo, message } = context;
	if (attached + unknown === 0) {
		return {
			show: vscode.window.showInformationMessage,
			sentence: vscode.l10n.t('Cancelled. Nothing was attached to {0}.', task) + more,
			steps: [...messageSteps(message), 'show-log'],
			hasDetails: false,
		};
	}
	return {
		show: vscode.window.showWarningMessage,
		sentence:
			(attached > 0 ? stillThereSentence(outcomes, task) : vscode.l10n.t('Cancelled.')) +
			(unknown > 0 ? ` ${unknownSentence(outcomes, task)}` : '') +
			peculiarSentences(outcomes) +
			more,
		steps: [
			...(unknown > 0 && canLookAgain ? (['check-again'] as const) : []),
			...(canUndo ? (['remove-attached'] as const) : []),
			'open-task',
			...messageSteps(message),
			...(attached > 0 ? (['copy-links'] as const) : []),
		],
		hasDetails: outcomes.length > 1,
	};
}

function toldFailed(outcomes: Outcomes, task: string, more: string, context: ResultContext): Told {
	const { attached, unknown, cancelled } = countEnds(outcomes);
	const { canLookAgain, canUndo, message } = context;
	const failures = failedOf(outcomes);
	const helps = waysOut(failures);
	const toSay = messageSteps(message);
	const isOnTheWay = unknown === 0 && failures.some(({ error }) => isOfConnection(error));
	const also =
		(unknown > 0 ? ` ${doubtSentence(outcomes, task, context)}` : '') +
		(cancelled > 0 ? ` ${cancelledSentence(cancelled)}` : '') +
		peculiarSentences(outcomes) +
		leftOutSentence(outcomes) +
		more;
	const sentence = failedSentence(outcomes, task);
	return {
		show: vscode.window.showErrorMessage,
		sentence: also === '' ? sentence : closed(sentence) + also,
		steps: [
			...(unknown > 0 && canLookAgain ? (['check-again'] as const) : []),
			...(mayBeSentAgain(outcomes, context) ? (['send-again'] as const) : []),
			...toSay.slice(0, 1),
			...(unknown > 0 ? (['open-task'] as const) : []),
			...helps.slice(0, 1),
			...(attached > 0 ? (['open-task'] as const) : []),
			...(isOnTheWay ? (['check-connection'] as const) : []),
			...helps.slice(1),
			...toSay.slice(1),
			...(canUndo && unknown === 0 ? (['undo'] as const) : []),
			...(attached > 0 ? (['copy-links'] as const) : []),
			'show-log',
		],
		hasDetails: outcomes.length > 1,
	};
}
