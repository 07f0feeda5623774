import { CorError, type FailureKind } from '../attach/errors.js';
import { readMessage, speaksOfTask } from './answers.js';
import type { Answer } from './transport.js';

/** COR documents 200 and 204 (cor-api §6.2); any 2xx is taken as success. */
export function isSuccess({ status }: Pick<Answer, 'status'>): boolean {
	return status >= 200 && status < 300;
}

/**
 * What a status other than success means (cor-api §6.2). The status alone decides; the body only adds COR's words, and
 * for 417 whether they are about the task.
 */
export function toStatusError({ status, headers, text }: Answer, now: number): CorError {
	const serverMessage = readMessage(text);
	const retryAfterMs = readRetryAfter(headers.get('retry-after'), now);
	return new CorError(toKind(status, text), `HTTP ${status}${serverMessage ? ` ${serverMessage}` : ''}`, {
		status,
		...(serverMessage && { serverMessage }),
		...(retryAfterMs !== undefined && { retryAfterMs }),
	});
}

function toKind(status: number, text: string): FailureKind {
	switch (status) {
		case 401:
			return 'unauthorized';
		case 403:
			return 'forbidden';
		case 404:
			return 'task-not-found';
		case 407:
			return 'proxy';
		case 413:
			return 'too-large';
		case 417:
			return speaksOfTask(text) ? 'task-not-found' : 'rejected';
		case 429:
			return 'rate-limited';
		case 503:
			return 'unavailable';
		default:
			return status >= 400 && status < 500 ? 'rejected' : 'server';
	}
}

/** `Retry-After` (RFC 9110 §10.2.3) in milliseconds: seconds, or a date; `undefined` where it is neither. */
export function readRetryAfter(header: string | null, now: number): number | undefined {
	const text = header?.trim() ?? '';
	if (/^\d+$/.test(text)) {
		return Number(text) * 1_000;
	}
	const date = /^[A-Z][a-z]+,? /.test(text) ? Date.parse(text) : Number.NaN;
	return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
