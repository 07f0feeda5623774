import { type Clock, pause } from '../clock.js';
import { CorError, toCorError } from '../errors.js';

/**
 * How a message ended. `isFound` where only the task's messages show it. `failed`: surely not stored. `unknown`: its last
 * byte left and no trustworthy answer came; `isAbsent` where COR lists what messages refer to, and none refers to this
 * one's attachments so far. `waits`: it was not sent, and can be.
 */
export type MessageEnd =
	| { readonly status: 'sent'; readonly isFound?: true }
	| { readonly status: 'failed'; readonly error: CorError }
	| { readonly status: 'unknown'; readonly error: CorError; readonly isAbsent?: true }
	| { readonly status: 'waits' };

/** How one request with it ended. */
export type PostedMessage = Exclude<MessageEnd, { status: 'waits' }> | { readonly status: 'cancelled' };

/** What the messages of a task refer to. */
export interface MessageReferences {
	/** The ids of the attachments of each. */
	readonly messages: readonly (readonly number[])[];
	/** Whether these are all messages, with all that they refer to. */
	readonly isWhole: boolean;
}

export interface MessagePorts {
	/** Sends it once. Never rejects. */
	post(signal: AbortSignal): Promise<PostedMessage>;
	/** Reads the task's messages. Rejects where they can't be read. */
	list(signal: AbortSignal): Promise<MessageReferences>;
	readonly clock: Clock;
	readonly signal: AbortSignal;
}

/** COR may show what it stored half a minute later (cor-api §10). */
const pausesMs = [500, 1_500, 3_000, 5_000, 10_000, 12_000];

/**
 * Sends a message that refers to these attachments, at most once for each call: where nobody knows how a request ended, the
 * task's messages are read, and the one that refers to all of them is this one. It is never sent again unasked.
 * @param before how an earlier request with it ended: where that is not known it is looked for first, and not sent where
 * that is not possible
 */
export async function deliverMessage(
	ids: readonly number[],
	before: MessageEnd | undefined,
	ports: MessagePorts,
): Promise<MessageEnd> {
	if (before?.status === 'unknown') {
		const seen = await look(ids, ports);
		if (seen === 'there') {
			return { status: 'sent', isFound: true };
		}
		if (seen instanceof CorError) {
			return { status: 'unknown', error: seen };
		}
	}
	const posted = await ports.post(ports.signal);
	switch (posted.status) {
		case 'unknown':
			return lookFor(ids, posted.error, ports);
		case 'cancelled':
			return before ?? { status: 'waits' };
		default:
			return posted;
	}
}

async function lookFor(ids: readonly number[], error: CorError, ports: MessagePorts): Promise<MessageEnd> {
	let seen: Seen = 'unclear';
	for (const ms of pausesMs) {
		if (!(await pause(ms, ports.clock, ports.signal))) {
			break;
		}
		seen = await look(ids, ports);
		if (seen === 'there') {
			return { status: 'sent', isFound: true };
		}
		if (seen instanceof CorError && seen.kind === 'unauthorized') {
			break; // nobody is told anything until somebody signs in
		}
	}
	return { status: 'unknown', error, ...(seen === 'absent' && { isAbsent: true }) };
}

/** `unclear`: it may be there, as COR does not list what messages refer to, or only some of it. */
type Seen = 'there' | 'absent' | 'unclear' | CorError;

async function look(ids: readonly number[], { list, signal }: MessagePorts): Promise<Seen> {
	try {
		const { messages, isWhole } = await list(signal);
		if (messages.some(references => ids.every(id => references.includes(id)))) {
			return 'there';
		}
		const isTold = isWhole && messages.some(references => references.length > 0);
		return isTold && !messages.some(references => ids.some(id => references.includes(id))) ? 'absent' : 'unclear';
	} catch (error) {
		return toCorError(error);
	}
}
