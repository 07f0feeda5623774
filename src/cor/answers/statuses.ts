import { CorError, type FailureKind } from '../../attach/errors.js';
import type { AnswerValue } from '../http/answer-value.js';
import type { Answer } from '../http/transport.js';
import { isMissingAttachment, readComplaints, readMessage } from './answers.js';

/** COR documents 200 and 204 (cor-api §6.2); any 2xx is taken as success. */
export function isSuccess({ status }: Pick<Answer, 'status'>): boolean {
	return status >= 200 && status < 300;
}

// These find fault with the request itself. The others may come from a gateway after COR stored the files: a credential
// (401, 407) or a moment (408, 425, 429, 5xx) that did not suit it, an answer that it would not pass on (406), or the
// second copy of a request that it sent by itself (409).
const refusals: ReadonlySet<number> = new Set([400, 403, 404, 405, 410, 411, 413, 414, 415, 417, 422, 431, 451]);

/** Whether nothing of a request that was answered so is stored. */
export function isRefusal(status: number): boolean {
	return refusals.has(status);
}

/**
 * What a status other than success means (cor-api §6.2). The status decides; the body adds COR's words, and for 404 and
 * 417 whether they are about the task, or about the attachment that the request named.
 * @param namesAttachment whether it named one: to delete it, or as the parent of a version
 */
export function toStatusError(
	{ status, headers, body }: Pick<Answer, 'status' | 'headers' | 'body'>,
	now: number,
	namesAttachment = false,
): CorError {
	const serverMessage = readMessage(body);
	const retryAfterMs = readRetryAfter(headers.get('retry-after'), now);
	return new CorError(
		toKind(status, body, namesAttachment),
		`HTTP ${status}${serverMessage ? ` ${serverMessage}` : ''}`,
		{
			status,
			...(serverMessage && { serverMessage }),
			...(retryAfterMs !== undefined && { retryAfterMs, retryAt: now + retryAfterMs }),
		},
	);
}

function toKind(status: number, body: AnswerValue, namesAttachment: boolean): FailureKind {
	switch (status) {
		case 401:
			return 'unauthorized';
		case 403:
			return 'forbidden';
		case 404:
			return namesAttachment && isMissingAttachment(body) ? 'parent-missing' : 'task-not-found';
		case 407:
			return 'proxy-password';
		case 408:
			return 'answer-timeout';
		case 413:
			return 'too-large';
		case 417:
			return toValidationKind(readComplaints(body));
		case 429:
			return 'rate-limited';
		case 503:
			return 'unavailable';
		default:
			return isRefusal(status) ? 'rejected' : 'server';
	}
}

const ofTask = /\b(?:task|tarea|tarefa)(?:_?(?:log_?)?id)?\b/i; // not `task_panel`, which is a value of `created_from`
const ofParent = /parent/i;

/** About what a 417 complains, by the field, else by the words (cor-api §3.1, §10); without either it is the task. */
function toValidationKind(complaints: ReturnType<typeof readComplaints>): FailureKind {
	const subjects = complaints.map(({ field, message }) => field || message || '').filter(Boolean);
	if (subjects.length === 0 || subjects.some(subject => ofTask.test(subject))) {
		return 'task-not-found';
	}
	return subjects.some(subject => ofParent.test(subject)) ? 'parent-missing' : 'rejected';
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
