import type { MessageEnd } from '../../attach/task-message/deliver-message.js';
import type { Reference, TaskMessage } from '../../attach/task-message/task-message.js';

/** A message on its way. Only in memory: nothing of it remains after it was sent or given up. */
export interface PendingMessage extends TaskMessage {
	/** References to the files that are attached so far. */
	readonly references: readonly Reference[];
	readonly end: MessageEnd;
}

/** A new message, before any of its files is attached. */
export function pending(message: TaskMessage): PendingMessage {
	return { text: message.text, doubts: message.doubts, references: [], end: { status: 'waits' } };
}

/**
 * The message that a person agreed to send. A message that may have been sent already was not part of that question.
 */
export function agreed(before: PendingMessage | undefined, now: TaskMessage | undefined): PendingMessage | undefined {
	if (before?.end.status === 'unknown') {
		return before;
	}
	return now && { ...(before ?? pending(now)), text: now.text, doubts: [] };
}

/** The message of a result, if it may still be sent. */
export function unsent(message: PendingMessage | undefined): PendingMessage | undefined {
	return message?.end.status === 'sent' ? undefined : message;
}
