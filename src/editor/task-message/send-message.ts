import * as vscode from 'vscode';
import { systemClock } from '../../attach/clock.js';
import { reasonOf } from '../../attach/errors.js';
import type { Outcome } from '../../attach/outcome.js';
import { deliverMessage, type MessageEnd } from '../../attach/task-message/deliver-message.js';
import { readiness, referencesOf } from '../../attach/task-message/task-message.js';
import { logLine } from '../../attach/text/log-line.js';
import type { Task } from '../../cor/answers/answers.js';
import type { Connection } from '../../machine/sessions/connection.js';
import { whileWaiting } from '../messages/while-waiting.js';
import type { PendingMessage } from './pending-message.js';

/** Where a message goes, and as whom. */
export interface MessageRoute {
	readonly task: Pick<Task, 'id'>;
	readonly connection: Pick<Connection, 'client'>;
	readonly log: vscode.LogOutputChannel;
	/** Whoever asked for it gives up by this. */
	readonly signal?: AbortSignal | undefined;
}

/**
 * The message with what it refers to by now, sent if all files of the batch are attached that were to be, and if there is no
 * doubt about it that nobody has agreed to. Never rejects.
 */
export async function sendAfter(
	outcomes: readonly Outcome<{ readonly name: string }>[],
	message: PendingMessage,
	route: MessageRoute,
): Promise<PendingMessage> {
	const references = [...message.references, ...referencesOf(outcomes)];
	const ready = readiness(outcomes);
	const mayGo = ready === 'ready' || (ready === 'nothing' && references.length > 0);
	const next = { ...message, references };
	return mayGo && message.end.status !== 'unknown' && message.doubts.length === 0 ? sendMessage(next, route) : next;
}

/** Sends a message now, with what it refers to; where it may have been sent before, it is looked for first. Never rejects. */
export async function sendMessage(message: PendingMessage, route: MessageRoute): Promise<PendingMessage> {
	const { task, connection, log } = route;
	const { text, references } = message;
	const title = vscode.l10n.t('COR: Sending the message');
	const work = (signal: AbortSignal): Promise<MessageEnd> =>
		deliverMessage(
			references.map(({ id }) => id),
			message.end,
			{
				post: until => connection.client.postMessage(task.id, { text, references }, until),
				list: until => connection.client.readReferences(task.id, until),
				clock: systemClock,
				signal: route.signal ? AbortSignal.any([signal, route.signal]) : signal,
			},
		);
	const end = (await whileWaiting(title, work)) ?? message.end;
	logEnd(log, task.id, message, end);
	return { ...message, end };
}

// Its text is nobody's business but the task's.
function logEnd(log: vscode.LogOutputChannel, taskId: number, { text, references }: PendingMessage, end: MessageEnd) {
	const what = [`message ${end.status}`, `${text.length} characters with ${references.length} attachments`];
	if (end.status === 'failed' || end.status === 'unknown') {
		log.warn(logLine(taskId, ...what, reasonOf(end.error)));
	} else {
		log.info(logLine(taskId, ...what));
	}
}
