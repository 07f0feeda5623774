import type { AttachmentList, ListedAttachment } from '../attach/attachment.js';
import { type Clock, systemClock } from '../attach/clock.js';
import type { PostedEnd } from '../attach/delivery/courier.js';
import { CorError, toCorError } from '../attach/errors.js';
import type { MessageReferences, PostedMessage } from '../attach/task-message/deliver-message.js';
import {
	readAttachmentPage,
	readDeletion,
	readFoundTasks,
	readReferences,
	readTask,
	readTaskPage,
	readUser,
	type Task,
	type TaskPage,
	type User,
} from './answers/answers.js';
import { readPages, untilKnown } from './answers/attachment-list.js';
import { isSuccess, toStatusError } from './answers/statuses.js';
import type { BufferPool } from './buffers/buffer-pool.js';
import type { BearerSource } from './credentials.js';
import { unlessAborted, withDeadline } from './http/deadline.js';
import { resourceUrl } from './http/endpoint.js';
import type { FilePart } from './http/multipart.js';
import { type Answer, exchange, type Transport } from './http/transport.js';
import { defaultTimeouts, type Timeouts } from './http/watch.js';
import type { NewMessage } from './message.js';
import type { RequestFields, UploadAttempt } from './upload.js';

export interface ClientSettings {
	readonly apiUrl: URL;
	readonly transport: Transport;
	readonly credentials: BearerSource;
	readonly clock?: Clock;
	readonly timeouts?: Timeouts;
	/** Loads the upload code on the first upload. */
	readonly loadUpload?: () => Promise<Pick<typeof import('./upload.js'), 'attemptUpload'>>;
}

export interface UploadOptions {
	readonly fields?: RequestFields;
	readonly signal: AbortSignal;
	/** Buffers that uploads share. Default: fresh memory. */
	readonly buffers?: BufferPool;
	/** Called with the bytes of file contents that have left so far. */
	readonly onProgress?: (fileBytes: number) => void;
}

/** One page of a task's attachments. `lastPage` is the page's own number if COR reports none. */
export interface AttachmentPage {
	readonly attachments: readonly ListedAttachment[];
	readonly lastPage: number;
}

interface Question {
	readonly method: 'GET' | 'DELETE';
	readonly headers: Readonly<Record<string, string>>;
	readonly body?: string;
	/** Whether the request names an attachment that may be gone. */
	readonly namesAttachment?: boolean;
}

const readTimeoutMs = 30_000;
const listTimeoutMs = 120_000; // a long list has many pages
const pageSize = 50; // cor-api §9, 14

/**
 * COR's API, one method per endpoint. Every method asks for a bearer token and, after a 401, renews it once. Unless
 * stated otherwise, methods reject with a `CorError` or with the signal's reason.
 */
export class CorClient {
	readonly #settings: Required<ClientSettings>;

	constructor(settings: ClientSettings) {
		const loadUpload = () => import('./upload.js');
		this.#settings = { clock: systemClock, timeouts: defaultTimeouts, loadUpload, ...settings };
	}

	/** `GET /me`: the person the credential belongs to. */
	async readMe(signal?: AbortSignal): Promise<User> {
		return readUser((await this.#read(['me'], {}, signal)).body);
	}

	/** `GET /tasks/{id}`. Throws `CorError` `task-not-found` if the task doesn't exist or isn't accessible. */
	async readTask(id: number, signal?: AbortSignal): Promise<Task> {
		const { status, body } = await this.#read(['tasks', id], {}, signal);
		const task = status === 204 ? undefined : readTask(body);
		if (!task) {
			throw new CorError('task-not-found', `HTTP ${status} without a task`, { status });
		}
		return task;
	}

	/**
	 * One page of `GET /tasks`, latest deadline first.
	 * @param person a role and the person's id: only tasks with this person in this role (cor-api §4.1, §4.3)
	 */
	async readTasks(person: Readonly<Record<string, number>>, page: number, signal?: AbortSignal): Promise<TaskPage> {
		const query = {
			page,
			perPage: pageSize,
			filters: JSON.stringify(person),
			order: JSON.stringify({ deadline: 'DESC' }),
		};
		return readTaskPage((await this.#read(['tasks'], query, signal)).body);
	}

	/**
	 * `GET /tasks/search-by-title/{title}`. COR doesn't limit the answer; one that exceeds the bounds of `exchange` is an
	 * error.
	 */
	async searchTasks(title: string, signal?: AbortSignal): Promise<Task[]> {
		const wanted = title.toWellFormed().trim();
		// In a URL path these would address the list of all tasks.
		if (/^\.{0,2}$/.test(wanted)) {
			return [];
		}
		return readFoundTasks((await this.#read(['tasks', 'search-by-title', wanted], {}, signal)).body);
	}

	/** One page of `GET /tasks/{id}/attachments`, latest first (cor-api §3.2). */
	async readAttachmentPage(taskId: number, page: number, signal?: AbortSignal): Promise<AttachmentPage> {
		const { body } = await this.#readPage(taskId, page, signal);
		const { attachments, lastPage = page } = await readAttachmentPage(body);
		return { attachments, lastPage };
	}

	/** `GET /tasks/{id}/attachments`, all pages. Of the versions COR lists the first and the newest (cor-api §3.2). */
	async readAttachments(taskId: number, signal?: AbortSignal): Promise<readonly ListedAttachment[]> {
		return (await this.#readList(taskId, signal)).attachments;
	}

	/**
	 * Like `readAttachments`, but stops after the pages with unknown attachments, if the newest come first. Otherwise
	 * reads all.
	 */
	async readAttachmentsUntil(
		taskId: number,
		isKnown: (id: number) => boolean,
		signal?: AbortSignal,
	): Promise<AttachmentList> {
		return this.#readList(taskId, signal, untilKnown(isKnown));
	}

	/**
	 * `DELETE /tasks/{id}/attachments` of one attachment. `gone`: it no longer existed. COR doesn't document whether a
	 * deletion can be undone (cor-api §3.3). Throws `CorError` `rejected` if COR did not delete the attachment.
	 */
	async deleteAttachment(taskId: number, attachmentId: number): Promise<'deleted' | 'gone'> {
		try {
			const { status, body } = await this.#ask(['tasks', taskId, 'attachments'], {}, undefined, {
				method: 'DELETE',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify({ attachments: attachmentId }),
				namesAttachment: true,
			});
			if (status !== 204 && !readDeletion(body)) {
				throw new CorError('rejected', 'COR did not delete the attachment', { status });
			}
			return 'deleted';
		} catch (error) {
			if (error instanceof CorError && error.kind === 'parent-missing' && error.details.status === 404) {
				return 'gone';
			}
			throw error;
		}
	}

	/**
	 * `POST /tasks/{id}/attachments` with these files in one request. Never rejects: one end per file, in order. A 401
	 * before the first file's last byte renews the token and sends once more, opening the files again. After that byte a
	 * file may be on the task, whatever COR answered: look there before sending again.
	 */
	async upload(taskId: number, files: readonly FilePart[], options: UploadOptions): Promise<PostedEnd[]> {
		const { apiUrl, transport, clock, timeouts, loadUpload } = this.#settings;
		const { fields = {}, signal, buffers, onProgress } = options;
		const url = resourceUrl(apiUrl, ['tasks', taskId, 'attachments']);
		const send = (token: string): Promise<PostedEnd[]> => {
			const attempt: UploadAttempt = { url, token, fields, files, transport, timeouts, clock, signal, buffers };
			return attemptUpload(onProgress ? { ...attempt, onProgress } : attempt);
		};

		const { attemptUpload } = await loadUpload();
		try {
			return await this.#withToken(send, ends => ends.every(isUnauthorized), signal);
		} catch (error) {
			if (signal.aborted) {
				return files.map(() => ({ status: 'cancelled' }));
			}
			return files.map(() => ({ status: 'failed', error: toCorError(error) }));
		}
	}

	/**
	 * `POST /tasks/{id}/messages`, once. Never rejects. A 401 before the last byte renews the token and sends once more.
	 * After that byte the message may be on the task, whatever COR answered.
	 */
	async postMessage(taskId: number, message: NewMessage, signal: AbortSignal): Promise<PostedMessage> {
		const { apiUrl, transport, clock } = this.#settings;
		const url = resourceUrl(apiUrl, ['tasks', taskId, 'messages']);
		const { attemptMessage } = await import('./message.js');
		const send = (token: string) => attemptMessage({ url, token, message, transport, clock, signal });
		try {
			return await this.#withToken(send, isUnauthorized, signal);
		} catch (error) {
			return signal.aborted ? { status: 'cancelled' } : { status: 'failed', error: toCorError(error) };
		}
	}

	/** `GET /tasks/{id}/messages`: which attachments each message refers to. Ignores the texts. */
	async readReferences(taskId: number, signal?: AbortSignal): Promise<MessageReferences> {
		return readReferences((await this.#read(['tasks', taskId, 'messages'], {}, signal)).body);
	}

	#readList(
		taskId: number,
		signal: AbortSignal | undefined,
		until?: ReturnType<typeof untilKnown>,
	): Promise<AttachmentList> {
		return withDeadline(listTimeoutMs, this.#settings.clock, signal, inTime =>
			readPages(page => this.#readPage(taskId, page, inTime), until),
		);
	}

	#readPage(taskId: number, page: number, signal?: AbortSignal): Promise<Answer> {
		return this.#read(['tasks', taskId, 'attachments'], { page, per_page: pageSize }, signal);
	}

	#read(
		segments: readonly (string | number)[],
		query: Readonly<Record<string, string | number>>,
		caller?: AbortSignal,
	): Promise<Answer> {
		return this.#ask(segments, query, caller, { method: 'GET', headers: {} });
	}

	/** Sends one request without files. */
	async #ask(
		segments: readonly (string | number)[],
		query: Readonly<Record<string, string | number>>,
		caller: AbortSignal | undefined,
		{ headers, namesAttachment, ...question }: Question,
	): Promise<Answer> {
		const { apiUrl, transport, clock } = this.#settings;
		const url = resourceUrl(apiUrl, segments, query);
		return withDeadline(readTimeoutMs, clock, caller, async signal => {
			const ask = (token: string): Promise<Answer> =>
				exchange(transport, url, {
					...question,
					headers: { ...headers, authorization: `Bearer ${token}` },
					signal,
				});
			const answer = await this.#withToken(ask, ({ status }) => status === 401, signal);
			if (!isSuccess(answer)) {
				throw toStatusError(answer, clock.now(), namesAttachment);
			}
			return answer;
		});
	}

	/** Sends with a token. If COR refused that one, renews it and sends once more. */
	async #withToken<T>(
		send: (token: string) => Promise<T>,
		isRefused: (end: T) => boolean,
		signal: AbortSignal,
	): Promise<T> {
		const { credentials } = this.#settings;
		const token = await unlessAborted(() => credentials.bearer(), signal);
		const end = await send(token);
		return isRefused(end) ? send(await unlessAborted(() => credentials.renew(token), signal)) : end;
	}
}

function isUnauthorized(end: PostedEnd | PostedMessage): boolean {
	return end.status === 'failed' && end.error.kind === 'unauthorized' && end.error.details.status === 401;
}
