import { type Clock, pause } from '../clock.js';
import { CorError, toCorError } from '../errors.js';

/**
 * How a message ended.
 * - `sent`: COR stored it. `isFound` if no answer said so, but the task's messages show it.
 * - `failed`: known not to be stored.
 * - `unknown`: its last byte left and no trustworthy answer came. `isAbsent` if COR lists what its messages refer to,
 *   and none refers to these attachments so far.
 * - `waits`: not sent, and can still be sent.
 */
export type MessageEnd =
	| { readonly status: 'sent'; readonly isFound?: true }
	| { readonly status: 'failed'; readonly error: CorError }
	| { readonly status: 'unknown'; readonly error: CorError; readonly isAbsent?: true }
	| { readonly status: 'waits' };

/** How one request ended. */
export type PostedMessage = Exclude<MessageEnd, { status: 'waits' }> | { readonly status: 'cancelled' };

/** Which attachments the task's messages refer to. */
export interface MessageReferences {
	/** For each message the ids of its attachments. */
	readonly messages: readonly (readonly number[])[];
	/** Whether the list is complete, and so are the references in it. */
	readonly isWhole: boolean;
}

export interface MessagePorts {
	/** Sends the message once. Never rejects. */
	post(signal: AbortSignal): Promise<PostedMessage>;
	/** Reads the task's messages. Rejects if they can't be read. */
	list(signal: AbortSignal): Promise<MessageReferences>;
	readonly clock: Clock;
	readonly signal: AbortSignal;
}

/** Pauses between looks. COR may show a stored message only half a minute later (cor-api §10). */
const pausesMs = [500, 1_500, 3_000, 5_000, 10_000, 12_000];

/**
 * Sends a message that refers to these attachments, at most once per call. If the answer is missing, it reads the
 * task's messages: the one that refers to all of these attachments is this one. Never rejects, and never sends twice
 * unasked.
 * @param before how an earlier call ended. After `unknown` it first reads the task's messages, and doesn't send if it
 * can't.
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
			break; // nothing can be read until somebody signs in
		}
	}
	return { status: 'unknown', error, ...(seen === 'absent' && { isAbsent: true }) };
}

/** `unclear`: COR lists no references, or only some, so the message may be there. */
type Seen = 'there' | 'absent' | 'unclear' | CorError;

async function look(ids: readonly number[], { list, signal }: MessagePorts): Promise<Seen> {
	try {
		const { messages, isWhole } = await list(signal);
		const wanted = new Set(ids); // there may be thousands, and as many in a message
		const shared = messages.map(references => new Set(references.filter(id => wanted.has(id))).size);
		if (shared.includes(wanted.size)) {
			return 'there';
		}
		const isTold = isWhole && messages.some(references => references.length > 0);
		return isTold && shared.every(count => count === 0) ? 'absent' : 'unclear';
	} catch (error) {
		return toCorError(error);
	}
}
