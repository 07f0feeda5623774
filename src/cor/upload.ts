import type { Clock } from '../attach/clock.js';
import type { PostedEnd } from '../attach/delivery/courier.js';
import { CorError, toCorError } from '../attach/errors.js';
import type { UploadFields } from '../attach/fields.js';
import { type Account, accountFor } from './answers/accounting.js';
import { readRefusals, readUploadAnswer } from './answers/answers.js';
import { isRefusal, isSuccess, toStatusError } from './answers/statuses.js';
import type { BufferPool } from './buffers/buffer-pool.js';
import { type FilePart, MultipartBody } from './http/multipart.js';
import { type Answer, exchange, type Transport } from './http/transport.js';
import { type Timeouts, UploadWatch } from './http/watch.js';

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
	/** For what is read while it is sent; fresh ones where it is left out. */
	readonly buffers?: BufferPool | undefined;
	/** Told how many bytes of file contents the transport has taken. */
	readonly onProgress?: (fileBytes: number) => void;
}

/** Sends one request. Never rejects: one end for each file, in order, and no file left open. */
export async function attemptUpload(attempt: UploadAttempt): Promise<PostedEnd[]> {
	const { url, token, files, transport, timeouts, clock, signal, onProgress } = attempt;
	const watch = new UploadWatch(timeouts, clock, signal);
	const onMove = () => {
		watch.moved(body.isGiven);
		onProgress?.(body.fileBytesTaken);
	};
	const body = new MultipartBody(formFields(attempt.fields), files, onMove, attempt.buffers);
	let isTaken = false;

	try {
		const answer = await exchange(transport, url, {
			method: 'POST',
			headers: { ...body.headers, authorization: `Bearer ${token}` },
			body,
			duplex: 'half',
			signal: watch.signal,
		});
		isTaken = isSuccess(answer);
		return isTaken ? toStoredEnds(attempt, answer, body) : toRefusedEnds(attempt, answer, body);
	} catch (reason) {
		const isCancelled = signal.aborted && reason === signal.reason;
		const error = toCorError(reason);
		return files.map((_, index) => toBrokenEnd(index, error, body, isCancelled));
	} finally {
		watch.dispose();
		body.release(isTaken);
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

/** The end of a file whose request got no answer: until its own last byte was given it cannot be on the task. */
function toBrokenEnd(index: number, error: CorError, body: MultipartBody, isCancelled: boolean): PostedEnd {
	if (index === body.brokenBy) {
		return { status: 'failed', error, isOwn: true };
	}
	if (body.hasGivenAll(index)) {
		return isCancelled
			? unknown('answer-timeout', 'cancelled while the answer was due')
			: { status: 'unknown', error: body.brokenBy === undefined ? error : brokenOff() };
	}
	if (isCancelled) {
		return { status: 'cancelled' };
	}
	return { status: 'failed', error: body.brokenBy === undefined ? error : brokenOff() };
}

function toRefusedEnds({ files, fields, clock }: UploadAttempt, answer: Answer, body: MultipartBody): PostedEnd[] {
	const error = toStatusError(answer, clock.now(), fields.parentId !== undefined);
	// The status decides: a 401, 429 or 503 that names the file says nothing against the file (cor-api §6.1).
	const refused = error.kind === 'rejected' ? readRefusals(answer.body) : [];
	const accounts = accountFor(files, { stored: [], refused });
	return files.map((_, index) => {
		if (!isRefusal(answer.status) && body.hasGivenAll(index)) {
			return { status: 'unknown', error };
		}
		const account = accounts[index];
		return account ? toToldEnd(account, answer.status) : { status: 'failed', error };
	});
}

function toStoredEnds({ files }: UploadAttempt, { status, body: told }: Answer, body: MultipartBody): PostedEnd[] {
	try {
		const { stored, refused } = readUploadAnswer(told);
		const kind = stored.length + refused.length > 0 ? 'not-in-answer' : 'unreadable-answer';
		if (!body.isGiven) {
			return files.map(() => unknown(kind, 'COR answered before the files had left'));
		}
		return accountFor(files, { stored, refused }).map(account =>
			account ? toToldEnd(account, status) : unknown(kind, `HTTP ${status} without the file in its answer`),
		);
	} catch (error) {
		return files.map(() => ({ status: 'unknown', error: toCorError(error) }));
	}
}

function toToldEnd({ isOwn, ...account }: Account, status: number): PostedEnd {
	const end: PostedEnd =
		'stored' in account
			? { status: 'attached', attachment: account.stored }
			: { status: 'failed', error: refusal(account.refused, status) };
	return isOwn ? { ...end, isOwn } : end;
}

function refusal(serverMessage: string, status: number): CorError {
	return new CorError('rejected', `COR refused the file: ${serverMessage}`, { status, serverMessage });
}

function brokenOff(): CorError {
	return new CorError('network', 'the request was broken off because of another of its files');
}

function unknown(kind: 'answer-timeout' | 'unreadable-answer' | 'not-in-answer', message: string): PostedEnd {
	return { status: 'unknown', error: new CorError(kind, message) };
}
