import type { Clock } from '../attach/clock.js';
import type { PostedEnd } from '../attach/delivery/courier.js';
import { CorError, toCorError } from '../attach/errors.js';
import type { UploadFields } from '../attach/fields.js';
import { type Account, accountFor, mayBeAmong } from './answers/accounting.js';
import { readRefusals, readStoredDespite, readUploadAnswer } from './answers/answers.js';
import { isRefusal, isSuccess, toStatusError } from './answers/statuses.js';
import type { BufferPool } from './buffers/buffer-pool.js';
import { type FilePart, MultipartBody } from './http/multipart.js';
import { type Answer, exchange, type Transport } from './http/transport.js';
import { type Timeouts, UploadWatch } from './http/watch.js';

/** The form fields of one request. */
export interface RequestFields extends UploadFields {
	/** The attachment that gets this file as its new version (cor-api §3.6). */
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
	/** Buffers that uploads share. Default: fresh memory. */
	readonly buffers?: BufferPool | undefined;
	/** Called with the bytes of file contents that the transport has taken so far. */
	readonly onProgress?: (fileBytes: number) => void;
}

/** Sends one request. Never rejects, and leaves no file open. Returns one end per file, in order. */
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

/**
 * The form fields. Leaves out values that are COR's default, since it is unknown how COR reads `null` and `true` as
 * text (cor-api §9).
 */
function formFields(fields: RequestFields): Record<string, string> {
	return {
		...(fields.available === false && { available: 'false' }),
		...(fields.status && { status: fields.status }),
		...(fields.createdFrom && fields.createdFrom !== 'task_panel' && { created_from: fields.createdFrom }),
		...(fields.sessionToken && { session_token: fields.sessionToken }),
		...(fields.parentId !== undefined && { attachment_parent_id: String(fields.parentId) }),
	};
}

/** The end of a file whose request got no answer. Until its own last byte was given, it can't be on the task. */
function toBrokenEnd(index: number, error: CorError, body: MultipartBody, isCancelled: boolean): PostedEnd {
	if (index === body.brokenBy) {
		return { status: 'failed', error, isOwn: true };
	}
	if (body.hasGivenAll(index)) {
		return isCancelled
			? unknown('answer-timeout', 'cancelled while waiting for the answer')
			: { status: 'unknown', error: body.brokenBy === undefined ? error : brokenOff() };
	}
	if (isCancelled) {
		return { status: 'cancelled' };
	}
	return { status: 'failed', error: body.brokenBy === undefined ? error : brokenOff() };
}

function toRefusedEnds({ files, fields, clock }: UploadAttempt, answer: Answer, body: MultipartBody): PostedEnd[] {
	const error = toStatusError(answer, clock.now(), fields.parentId !== undefined);
	// Only a rejected request may blame single files. With 401, 429 or 503 the file is fine, even if the answer names it
	// (cor-api §6.1).
	const refused = error.kind === 'rejected' ? readRefusals(answer.body) : [];
	// A refusal that calls a file stored proves neither: only the task's list can tell.
	const stored = readStoredDespite(answer.body);
	const accounts = accountFor(files, { stored, refused });
	// After a refusal the files of a pack are sent alone. One that nobody could read may have called some of them stored.
	const isUnclear = answer.isUnread && files.length > 1 && (error.kind === 'rejected' || error.kind === 'too-large');
	return files.map((file, index) => {
		const account = accounts[index];
		if (isUnclear && body.hasGivenAll(index)) {
			return { status: 'unknown', error: unreadRefusal(answer) };
		}
		if (account && 'refused' in account) {
			return toToldEnd(account, answer.status);
		}
		const mayBeThere = !isRefusal(answer.status) || mayBeAmong(stored, file, files);
		return { status: mayBeThere && body.hasGivenAll(index) ? 'unknown' : 'failed', error };
	});
}

function unreadRefusal({ status }: Answer): CorError {
	return new CorError('network', `HTTP ${status}, and its answer could not be read`);
}

function toStoredEnds({ files }: UploadAttempt, { status, body: told }: Answer, body: MultipartBody): PostedEnd[] {
	try {
		const { stored, refused } = readUploadAnswer(told);
		const kind = stored.length + refused.length > 0 ? 'not-in-answer' : 'unreadable-answer';
		if (!body.isGiven) {
			return files.map(() => unknown(kind, 'COR answered before the last byte had left'));
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
	return new CorError('network', 'another file broke off this request');
}

function unknown(kind: 'answer-timeout' | 'unreadable-answer' | 'not-in-answer', message: string): PostedEnd {
	return { status: 'unknown', error: new CorError(kind, message) };
}
