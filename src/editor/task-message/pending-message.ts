import type { MessageEnd } from '../../attach/task-message/deliver-message.js';
import type { Reference, TaskMessage } from '../../attach/task-message/task-message.js';

/** A message on its way, in memory only: once it is sent, or given up, nothing of it is left. */
export interface PendingMessage extends TaskMessage {
	/** What it refers to: the files that are attached so far. */
	readonly references: readonly Reference[];
	readonly end: MessageEnd;
}

/** A message for a task that has nothing of its files yet. */
export function pending(message: TaskMessage): PendingMessage {
	return { text: message.text, doubts: message.doubts, references: [], end: { status: 'waits' } };
}

/** What goes with files once somebody has agreed to it; of what may be sent already nobody was asked. */
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
