import { CorError, type FailureKind } from '../../attach/errors.js';
import type { AnswerValue } from '../http/answer-value.js';
import type { Answer } from '../http/transport.js';
import { readComplaints, readMessage } from './answers.js';

/** COR documents 200 and 204 (cor-api §6.2); any 2xx is taken as success. */
export function isSuccess({ status }: Pick<Answer, 'status'>): boolean {
	return status >= 200 && status < 300;
}

/**
 * What a status other than success means (cor-api §6.2). The status alone decides; the body only adds COR's words, and
 * for 417 whether they are about the task or the attachment of which there was to be a new version.
 */
export function toStatusError(
	{ status, headers, body }: Pick<Answer, 'status' | 'headers' | 'body'>,
	now: number,
): CorError {
	const serverMessage = readMessage(body);
	const retryAfterMs = readRetryAfter(headers.get('retry-after'), now);
	return new CorError(toKind(status, body), `HTTP ${status}${serverMessage ? ` ${serverMessage}` : ''}`, {
		status,
		...(serverMessage && { serverMessage }),
		...(retryAfterMs !== undefined && { retryAfterMs, retryAt: now + retryAfterMs }),
	});
}

function toKind(status: number, body: AnswerValue): FailureKind {
	switch (status) {
		case 401:
			return 'unauthorized';
		case 403:
			return 'forbidden';
		case 404:
			return 'task-not-found';
		case 407:
			return 'proxy-password';
		case 413:
			return 'too-large';
		case 417:
			return toValidationKind(body);
		case 429:
			return 'rate-limited';
		case 503:
			return 'unavailable';
		default:
			return status >= 400 && status < 500 ? 'rejected' : 'server';
	}
}

/** Where it names no field it speaks of the task (cor-api §3.1), else of the task or of a version's parent (cor-api §3.6). */
function toValidationKind(body: AnswerValue): FailureKind {
	const fields = readComplaints(body).map(({ field = '' }) => field);
	if (fields.length === 0 || fields.some(field => /task/i.test(field))) {
		return 'task-not-found';
	}
	return fields.some(field => /attachment_?parent/i.test(field)) ? 'parent-missing' : 'rejected';
}

const maxRetryAfterMs = 366 * 24 * 3_600_000; // more is a mistake, and no date can hold it

/**
 * `Retry-After` in milliseconds (RFC 9110 §10.2.3): seconds, or a date in any of the three forms of §5.6.7; `undefined`
 * where it is neither.
 */
export function readRetryAfter(header: string | null, now: number): number | undefined {
	const text = header?.trim() ?? '';
	if (/^\d+$/.test(text)) {
		return Math.min(Number(text) * 1_000, maxRetryAfterMs);
	}
	// A leap second is legal, and no date for JavaScript.
	const inMinute = text.replace(/:60(?= )/, ':59');
	const date = Date.parse(toImfDate(inMinute, new Date(now).getUTCFullYear()));
	return Number.isNaN(date) ? undefined : Math.min(Math.max(0, date - now), maxRetryAfterMs);
}

/** The date in the form that everybody sends; empty where it has none of the three forms. */
function toImfDate(text: string, thisYear: number): string {
	const rfc850 = /^[A-Z][a-z]+day, (\d\d)-([A-Z][a-z]{2})-(\d\d) ([\d:]{8}) GMT$/.exec(text);
	if (rfc850) {
		const [, day, month, shortYear, time] = rfc850;
		// More than 50 years ahead is the past.
		const year = 2_000 + Number(shortYear) > thisYear + 50 ? 1_900 + Number(shortYear) : 2_000 + Number(shortYear);
		return `${day} ${month} ${year} ${time} GMT`;
	}
	const asctime = /^[A-Z][a-z]{2} ([A-Z][a-z]{2}) ([ \d]\d) ([\d:]{8}) (\d{4})$/.exec(text);
	if (asctime) {
		const [, month, day, time, year] = asctime;
		return `${day} ${month} ${year} ${time} GMT`;
	}
	return /^[A-Z][a-z]{2}, [ \d]?\d [A-Z][a-z]{2} \d{4} [\d:]{8} GMT$/.test(text) ? text : '';
}
