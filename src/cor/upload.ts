import type { Clock } from '../attach/clock.js';
import { CorError, toCorError } from '../attach/errors.js';
import { sameName } from '../attach/file-names.js';
import type { FileEnd, StoredAttachment } from '../attach/outcome.js';
import { readRefusals, readUploadAnswer, type UploadAnswer } from './answers.js';
import { type FilePart, MultipartBody } from './multipart.js';
import { isSuccess, toStatusError } from './statuses.js';
import { type Answer, exchange, type Transport } from './transport.js';
import { type Timeouts, UploadWatch } from './watch.js';

/** The fields of the upload beside the files (cor-api §3.1). What is left out takes COR's default. */
export interface UploadFields {
	/** Whether the file is visible; COR's default is `true`. */
	readonly available?: boolean;
	readonly status?: 'approved' | 'pending' | 'required';
	/** COR's default is `task_panel`. */
	readonly createdFrom?: 'task_panel' | 'rework' | 'feedback';
	/** Groups uploads and holds back their notification; COR does not say when that goes out (cor-api §3.7). */
	readonly sessionToken?: string;
}

/** The fields of one request. */
export interface RequestFields extends UploadFields {
	/** The attachment of which its file is a new version (cor-api §3.6). */
	readonly parentId?: number;
}

export interface UploadAttempt {
	readonly url: URL;
	readonly token: string;
	readonly fields: RequestFields;
	readonly files: readonly FilePart[];
	readonly transport: Transport;
	readonly timeouts: Timeouts;
	readonly clock: Clock;
	readonly signal: AbortSignal;
	/** Told how many bytes of file contents the transport has taken. */
	readonly onProgress?: (fileBytes: number) => void;
}

/** Sends one request. Never rejects: one end for each file, in order, and no file left open. */
export async function attemptUpload(attempt: UploadAttempt): Promise<FileEnd[]> {
	const { url, token, files, transport, timeouts, clock, signal, onProgress } = attempt;
	const watch = new UploadWatch(timeouts, clock, signal);
	const body = new MultipartBody(formFields(attempt.fields), files, () => {
		watch.moved(body.isGiven);
		onProgress?.(body.fileBytesTaken);
	});

	try {
		const answer = await exchange(transport, url, {
			method: 'POST',
			headers: { ...body.headers, authorization: `Bearer ${token}` },
			body,
			duplex: 'half',
			signal: watch.signal,
		});
		return files.map((file, index) => toEnd(file, index, answer, body, clock.now(), files.length));
	} catch (reason) {
		const isCancelled = signal.aborted && reason === signal.reason;
		const error = toCorError(reason);
		return files.map((_, index) => {
			if (body.hasGivenAll(index)) {
				return isCancelled
					? unknown('answer-timeout', 'cancelled while the answer was due')
					: { status: 'unknown', error };
			}
			return isCancelled ? { status: 'cancelled' } : { status: 'failed', error };
		});
	} finally {
		watch.dispose();
		body.close();
	}
}

/** The form fields: each at COR's default is left out, since how COR reads `null` and `true` as text is not known (cor-api §9). */
function formFields(fields: RequestFields): Record<string, string> {
	return {
		...(fields.available === false && { available: 'false' }),
		...(fields.status && { status: fields.status }),
		...(fields.createdFrom && fields.createdFrom !== 'task_panel' && { created_from: fields.createdFrom }),
		...(fields.sessionToken && { session_token: fields.sessionToken }),
		...(fields.parentId !== undefined && { attachment_parent_id: String(fields.parentId) }),
	};
}

function toEnd(
	file: FilePart,
	index: number,
	answer: Answer,
	body: MultipartBody,
	now: number,
	count: number,
): FileEnd {
	if (isSuccess(answer)) {
		return toStoredEnd(file, index, answer, body, count);
	}
	const error = toStatusError(answer, now);
	// The status decides: a 401, 429 or 503 that names the file says nothing against the file (cor-api §6.1).
	const own =
		error.kind === 'rejected'
			? readRefusals(answer.text).find(({ name }) => count === 1 || (name !== undefined && isName(name, file)))
			: undefined;
	if (isRefusal(answer.status) || !body.hasGivenAll(index)) {
		return { status: 'failed', error: own ? refusal(own.message, answer.status) : error };
	}
	return { status: 'unknown', error };
}

function toStoredEnd(
	file: FilePart,
	index: number,
	{ status, text }: Answer,
	body: MultipartBody,
	count: number,
): FileEnd {
	let answer: UploadAnswer;
	try {
		answer = readUploadAnswer(text);
	} catch (error) {
		return { status: 'unknown', error: toCorError(error) };
	}
	if (!body.hasGivenAll(index)) {
		return unknown('unreadable-answer', 'COR answered before the file had left');
	}
	const attachment = findStored(file, index, answer.stored, count);
	if (attachment) {
		return { status: 'attached', attachment };
	}
	const refused = answer.refused.find(({ name }) => count === 1 || name === undefined || isName(name, file));
	if (refused) {
		return { status: 'failed', error: refusal(refused.message, status) };
	}
	return unknown('unreadable-answer', `HTTP ${status} without the file in its answer`);
}

/** By name where several were sent; by place where COR renamed them but stored as many as it got. */
function findStored(
	file: FilePart,
	index: number,
	stored: readonly StoredAttachment[],
	count: number,
): StoredAttachment | undefined {
	if (count === 1) {
		return stored[0];
	}
	return stored.find(({ name }) => isName(name, file)) ?? (stored.length === count ? stored[index] : undefined);
}

function isName(name: string, file: FilePart): boolean {
	return sameName(name) === sameName(file.name);
}

// A client error was refused before storage (cor-api §6.2), and so was 503. 408 says only that the server got tired.
function isRefusal(status: number): boolean {
	return (status >= 400 && status < 500 && status !== 408) || status === 503;
}

function refusal(serverMessage: string, status: number): CorError {
	return new CorError('rejected', `COR refused the file: ${serverMessage}`, { status, serverMessage });
}

function unknown(kind: 'answer-timeout' | 'unreadable-answer', message: string): FileEnd {
	return { status: 'unknown', error: new CorError(kind, message) };
}
