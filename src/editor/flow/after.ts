import * as vscode from 'vscode';
import { attachedBy } from '../../attach/arrival/removable.js';
import type { FailureKind } from '../../attach/errors.js';
import type { FileEnd, Outcome } from '../../attach/outcome.js';
import { withoutExisting } from '../../attach/plan/existing.js';
import { lastingUri } from '../../attach/plan/made-file.js';
import { type DecidedFile, type MatchedFile, undecided } from '../../attach/plan/stages.js';
import { connectAgain, connectAnew, connectAsking, requireApiUrl } from '../accounts/connect.js';
import { removeAttached } from '../late/remove-attached.js';
import type { OpenStep } from '../messages/ask.js';
import { reachMilestone } from '../messages/context-keys.js';
import { mayGoAsArchive } from '../messages/way-out.js';
import { copyLinks } from '../result/copy-links.js';
import { isStillNeeded, tellResult } from '../result/tell-result.js';
import { directLinksText } from '../sending/receipt.js';
import { openTask, taskPageOrAsk } from '../task/open-task.js';
import { pending, unsent } from '../task-message/pending-message.js';
import { sendMessage } from '../task-message/send-message.js';
import type { Parts } from './parts.js';
import { type LookRound, ofFiles, type Result, type Round } from './round.js';

type Next = Round | LookRound | Result | undefined;

/** One step after a result. Returns the next round, or nothing. */
type Run = (parts: Parts, result: Result) => Next | Promise<Next> | Promise<void>;

/** Steps that belong to other messages. */
type ForeignStep = 'details' | 'copy-report' | 'remove-extra' | 'remove-extras';
export type ResultStep = Exclude<OpenStep, ForeignStep>;

/** The steps that a result offers and that `messages/ask.ts` doesn't handle itself. */
const runs: Readonly<Record<ResultStep, Run>> = {
	'open-task': async ({ memory }, result) => ((await openTask(memory, result.task.id)) ? undefined : result),
	'copy-links': async ({ memory }, { task, sent }) =>
		copyLinks(task, await taskPageOrAsk(memory, task.id), sent.outcomes),
	'copy-direct-link': copyDirectLinks,
	'copy-direct-links': copyDirectLinks,
	retry: (parts, result) => again(parts, result, 'failed'),
	review: (parts, result) => again(parts, result, 'skipped'),
	'send-again': (parts, result) => again(parts, result, 'unknown'),
	'check-again': (_, result) => ({ kind: 'look', result }),
	undo: takeBack,
	'remove-attached': takeBack,
	'as-archive': (_, result) => asArchive(result),
	'send-message': async (parts, result) => {
		const { task, sent, message } = result;
		const connection = sent.connection ? await connectAgain(parts, sent.connection) : await connectAsking(parts);
		if (!connection || !message) {
			return undefined;
		}
		return { ...result, message: await sendMessage(message, { task, connection, log: parts.log }) };
	},
	'copy-message': async (_, { message }) => vscode.env.clipboard.writeText(message?.text ?? ''),
	'choose-task': (_, result) => toAnotherTask(result, 'failed'),
	'sign-in': async (parts, result) => {
		const { connection } = result.sent;
		const apiUrl = connection?.apiUrl ?? requireApiUrl();
		return (await connectAnew(parts, apiUrl, { only: connection?.actor })) && again(parts, result, 'failed');
	},
};

/** Steps after which the result is as it was. */
const leavesAll: ReadonlySet<ResultStep> = new Set([
	'open-task',
	'copy-links',
	'copy-direct-link',
	'copy-direct-links',
]);

/** Steps after which nobody needs the message any more. */
const endsMessage: ReadonlySet<ResultStep> = new Set(['copy-message', 'undo', 'remove-attached']);

/** Shows the result of a round. Resolves with the step that the person chooses; `undefined` if none is left to run. */
export async function askAfter(parts: Parts, result: Result): Promise<ResultStep | undefined> {
	const { task, sent, isSecondLook, isUnseen = false, leftOut = 0, message } = result;
	await parts.queue.untilRoom();
	if (sent.outcomes.some(({ end }) => end.status === 'attached')) {
		await reachMilestone('hasSeenResult');
	}
	const step = await tellResult(parts.log, sent.outcomes, task, {
		canLookAgain: sent.doubtful.size > 0,
		canUndo: sent.connection !== undefined && attachedBy(sent.outcomes) !== undefined,
		isCancelled: sent.isCancelled === true,
		isSecondLook,
		isUnseen,
		leftOut,
		message,
	});
	return step !== undefined && isOfResult(step) ? step : undefined;
}

/** Runs a step. Resolves with what comes next, and with `undefined` if the person gives up or nothing is to come. */
export async function runStep(parts: Parts, result: Result, step: ResultStep): Promise<Next> {
	return (await runs[step](parts, result)) ?? undefined;
}

/** Whether the result is needed after a step that led to nothing. Only it has the message; files in doubt have a journal. */
export function isNeededAfter(step: ResultStep, { sent, message }: Result): boolean {
	return leavesAll.has(step)
		? isStillNeeded(sent.outcomes, message)
		: unsent(message) !== undefined && !endsMessage.has(step);
}

function isOfResult(step: OpenStep): step is ResultStep {
	return step in runs;
}

async function copyDirectLinks(_: Parts, { sent }: Result): Promise<void> {
	await vscode.env.clipboard.writeText(directLinksText(sent.outcomes));
}

async function takeBack(parts: Parts, { task, sent: { connection, outcomes } }: Result): Promise<void> {
	await (connection && removeAttached(parts, { connection, task }, attachedBy(outcomes) ?? []));
}

/** A round that sends the files that COR rejected again, as one archive. */
function asArchive(result: Result): Round {
	const { task, fields, sent, message } = result;
	if (!isStillThere(result)) {
		return toAnotherTask(result, 'failed');
	}
	const packed = sent.outcomes.filter(
		({ file: { name }, end }) => end.status === 'failed' && mayGoAsArchive({ name, error: end.error }),
	);
	return {
		kind: 'again',
		files: filesThat('failed', packed).map(withoutExisting),
		fields,
		task,
		before: sent,
		occasion: 'again',
		isCompared: false,
		isArchive: true,
		message: unsent(message),
	};
}

function again(parts: Parts, result: Result, status: FileEnd['status']): Round {
	const { task, fields, sent, isUnseen, seen } = result;
	if (!isStillThere(result)) {
		return toAnotherTask(result, status);
	}
	const files = filesThat(status, sent.outcomes);
	const isCompared = !isUnseen && !areAttachedElsewhere(parts, result, files);
	const asBefore = isCompared ? 'same-task' : 'again';
	return {
		kind: 'again',
		files,
		fields,
		task,
		before: sent,
		occasion: status === 'skipped' ? 'wanted' : asBefore,
		isCompared,
		message: unsent(result.message),
		seen,
	};
}

/** Whether another batch has attached one of these files since they were compared with the task. */
function areAttachedElsewhere(
	{ history }: Parts,
	{ task, sent, seen }: Result,
	files: readonly MatchedFile[],
): boolean {
	const { connection, late } = sent;
	if (!connection) {
		return false;
	}
	const found = [...(late?.found.values() ?? [])].map(({ id }) => id); // looks after the batch add to the history, too
	const known = new Set([...(seen ?? []), ...found]);
	const uris = new Set(files.map(({ uri }) => lastingUri(uri)));
	return history
		.entriesOf(connection.apiUrl, task.id)
		.some(({ uri, attachmentId }) => uris.has(lastingUri(uri)) && !known.has(attachmentId));
}

function toAnotherTask({ fields, sent, message }: Result, status: FileEnd['status']): Round {
	// Matches with the old task don't apply to another one.
	const files = filesThat(status, sent.outcomes).map(withoutExisting);
	const left = unsent(message);
	return {
		kind: 'new',
		...ofFiles(files),
		fields,
		typed: '',
		account: undefined,
		onExisting: undefined,
		occasion: status === 'skipped' ? 'wanted' : 'again',
		message: left && pending(left),
	};
}

// A task id is only valid at one API address. After the setting has changed, the person must choose the task again.
function isStillThere({ sent: { connection } }: Result): boolean {
	return connection === undefined || connection.apiUrl.href === requireApiUrl().href;
}

// A folder with an error can't be sent, so its problem stays.
const ofFolders: ReadonlySet<FailureKind> = new Set(['folder-unreadable', 'folder-too-large', 'ignore-rules']);

// Drops old problems, since the file may be readable again, and old confirmations for a model, since now a person sends
// the files.
function filesThat(status: FileEnd['status'], outcomes: readonly Outcome<DecidedFile>[]): MatchedFile[] {
	return outcomes
		.filter(({ end }) => end.status === status)
		.map(({ file, end }) => {
			const { problem, confirmed: _confirmed, ...matched } = undecided(file);
			const isParentMissing = end.status === 'failed' && end.error.kind === 'parent-missing';
			const next = problem && ofFolders.has(problem.kind) ? { ...matched, problem } : matched;
			return isParentMissing ? withoutExisting(next) : next;
		});
}
