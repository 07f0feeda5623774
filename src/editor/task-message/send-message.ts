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

/** Destination and sender of a message. */
export interface MessageRoute {
	readonly task: Pick<Task, 'id'>;
	readonly connection: Pick<Connection, 'client'>;
	readonly log: vscode.LogOutputChannel;
	/** Aborts when the caller gives up. */
	readonly signal?: AbortSignal | undefined;
}

/** Updates the references of a message, and sends it if all files that weren't skipped are attached and no doubt is open. Never rejects. */
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

/** Sends a message now. If it may have been sent before, first looks for it on the task. Never rejects. */
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

// The log never contains the message's text.
function logEnd(log: vscode.LogOutputChannel, taskId: number, { text, references }: PendingMessage, end: MessageEnd) {
	const what = [`message ${end.status}`, `${text.length} characters with ${references.length} attachments`];
	if (end.status === 'failed' || end.status === 'unknown') {
		log.warn(logLine(taskId, ...what, reasonOf(end.error)));
	} else {
		log.info(logLine(taskId, ...what));
	}
}
