import { CorError, type FailureKind } from '../../attach/errors.js';
import type { AnswerValue } from '../http/answer-value.js';
import type { Answer } from '../http/transport.js';
import { isMissingAttachment, readComplaints, readMessage } from './answers.js';

/** COR documents 200 and 204 (cor-api §6.2); any 2xx counts as success. */
export function isSuccess({ status }: Pick<Answer, 'status'>): boolean {
	return status >= 200 && status < 300;
}

// COR rejected the request itself. The other statuses may come from a gateway after COR stored the files: about a
// credential (401, 407), a bad moment (408, 425, 429, 5xx), an answer it wouldn't pass on (406), or its own repeated
// request (409).
const refusals: ReadonlySet<number> = new Set([400, 403, 404, 405, 410, 411, 413, 414, 415, 417, 422, 431, 451]);

/** Whether this status proves that nothing was stored. */
export function isRefusal(status: number): boolean {
	return refusals.has(status);
}

/**
 * The error for a status other than success (cor-api §6.2). The status decides. The body adds COR's message, and for
 * 404 and 417 it decides between the task and the attachment.
 * @param namesAttachment whether the request named an attachment: one to delete, or the parent of a version
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

const ofTask = /\b(?:task|tarea|tarefa)(?:_?(?:log_?)?id)?\b/i; // not `task_panel`, a value of `created_from`
const ofParent = /parent/i;

/** What a 417 is about, by field or else by message (cor-api §3.1, §10). Without either it is the task. */
function toValidationKind(complaints: ReturnType<typeof readComplaints>): FailureKind {
	const subjects = complaints.map(({ field, message }) => field || message || '').filter(Boolean);
	if (subjects.length === 0 || subjects.some(subject => ofTask.test(subject))) {
		return 'task-not-found';
	}
	return subjects.some(subject => ofParent.test(subject)) ? 'parent-missing' : 'rejected';
}

const maxRetryAfterMs = 366 * 24 * 3_600_000; // more must be a mistake, and a date can't represent it

/**
 * `Retry-After` in milliseconds (RFC 9110 §10.2.3): seconds or a date in any form of §5.6.7. `undefined` if it is
 * neither.
 */
export function readRetryAfter(header: string | null, now: number): number | undefined {
	const text = header?.trim() ?? '';
	if (/^\d+$/.test(text)) {
		return Math.min(Number(text) * 1_000, maxRetryAfterMs);
	}
	// A leap second is valid in HTTP, but JavaScript can't parse it.
	const inMinute = text.replace(/:60(?= )/, ':59');
	const date = Date.parse(toImfDate(inMinute, new Date(now).getUTCFullYear()));
	return Number.isNaN(date) ? undefined : Math.min(Math.max(0, date - now), maxRetryAfterMs);
}

/** The date in today's usual form; empty if it has none of the three forms. */
function toImfDate(text: string, thisYear: number): string {
	const rfc850 = /^[A-Z][a-z]+day, (\d\d)-([A-Z][a-z]{2})-(\d\d) ([\d:]{8}) GMT$/.exec(text);
	if (rfc850) {
		const [, day, month, shortYear, time] = rfc850;
		// A date more than 50 years ahead means the past century.
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
