import * as v from 'valibot';
import type { Clock } from '../attach/clock.js';
import { CorError, toCorError } from '../attach/errors.js';
import type { PostedMessage } from '../attach/task-message/deliver-message.js';
import type { Reference } from '../attach/task-message/task-message.js';
import { isRefusal, isSuccess, toStatusError } from './answers/statuses.js';
import { exchange, type Transport } from './http/transport.js';
import { defaultTimeouts, UploadWatch } from './http/watch.js';

/** A message to send. */
export interface NewMessage {
	readonly text: string;
	readonly references: readonly Reference[];
}

export interface MessageAttempt {
	readonly url: URL;
	readonly token: string;
	readonly message: NewMessage;
	readonly transport: Transport;
	readonly clock: Clock;
	readonly signal: AbortSignal;
}

const timeouts = { ...defaultTimeouts, answerMs: 60_000 };

/** An error that comes with a success status, as some gateways send it (cor-api §6.1). */
const failure = v.union([
	v.object({ status: v.literal('ERROR') }),
	v.object({ error: v.pipe(v.unknown(), v.check(Boolean)) }),
]);

/**
 * Sends a message once. Never rejects. Until its only piece was given to the transport, it can't be on the task. After
 * that, only a rejected request proves that it isn't; without a success the end is `unknown`.
 */
export async function attemptMessage(attempt: MessageAttempt): Promise<PostedMessage> {
	const { url, token, message, transport, clock, signal } = attempt;
	const watch = new UploadWatch(timeouts, clock, signal);
	const bytes = Buffer.from(JSON.stringify(toBody(message)));
	let isGiven = false;
	const body = (async function* () {
		watch.moved(false);
		isGiven = true;
		watch.moved(true);
		yield bytes;
	})();
	try {
		const answer = await exchange(transport, url, {
			method: 'POST',
			headers: {
				'content-type': 'application/json',
				'content-length': String(bytes.length),
				authorization: `Bearer ${token}`,
			},
			body,
			duplex: 'half',
			signal: watch.signal,
		});
		if (isSuccess(answer)) {
			// COR documents no body. HTML comes from somebody else.
			const isCors = answer.length === 0 || answer.body.find(() => v.unknown()) !== undefined;
			const isSent = isCors && answer.body.find(() => failure) === undefined;
			const error = new CorError('unreadable-answer', `HTTP ${answer.status} with a failure, or without JSON`);
			return isSent ? { status: 'sent' } : { status: 'unknown', error };
		}
		const error = toStatusError(answer, clock.now());
		return { status: isGiven && !isRefusal(answer.status) ? 'unknown' : 'failed', error };
	} catch (reason) {
		if (!isGiven && signal.aborted && reason === signal.reason) {
			return { status: 'cancelled' };
		}
		return { status: isGiven ? 'unknown' : 'failed', error: toCorError(reason) };
	} finally {
		watch.dispose();
	}
}

// COR doesn't document how it treats markup, so the extension sends plain text (cor-api §10).
function toBody({ text, references }: NewMessage): object {
	return { message: text, attachments: references };
}
