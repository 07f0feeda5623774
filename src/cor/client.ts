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
	/** Gives what an upload needs, which is loaded with the first one where nobody has it at hand. */
	readonly loadUpload?: () => Promise<Pick<typeof import('./upload.js'), 'attemptUpload'>>;
}

export interface UploadOptions {
	readonly fields?: RequestFields;
	readonly signal: AbortSignal;
	/** For what is read while it is sent, and used again by the next upload; fresh ones where it is left out. */
	readonly buffers?: BufferPool;
	/** Told how many bytes of file contents have left. */
	readonly onProgress?: (fileBytes: number) => void;
}

/** One page of a task's attachments, and how many pages there are, as far as COR tells. */
export interface AttachmentPage {
	readonly attachments: readonly ListedAttachment[];
	readonly lastPage: number;
}

interface Question {
	readonly method: 'GET' | 'DELETE';
	readonly headers: Readonly<Record<string, string>>;
	readonly body?: string;
	/** Whether it is about an attachment that may be gone. */
	readonly namesAttachment?: boolean;
}

const readTimeoutMs = 30_000;
const listTimeoutMs = 120_000; // a long list has many pages
const pageSize = 50; // cor-api §9, 14

/** COR's API: one method for each endpoint that is used. Every method asks for a bearer token and, on a 401, renews it once. */
export class CorClient {
	readonly #settings: Required<ClientSettings>;

	constructor(settings: ClientSettings) {
		const loadUpload = () => import('./upload.js');
		this.#settings = { clock: systemClock, timeouts: defaultTimeouts, loadUpload, ...settings };
	}

	/** `GET /me`: whose credential it is. */
	async readMe(signal?: AbortSignal): Promise<User> {
		return readUser((await this.#read(['me'], {}, signal)).body);
	}

	/** `GET /tasks/{id}`. Throws `CorError` `task-not-found` where it does not exist or is not accessible. */
	async readTask(id: number, signal?: AbortSignal): Promise<Task> {
		const { status, body } = await this.#read(['tasks', id], {}, signal);
		const task = status === 204 ? undefined : readTask(body);
		if (!task) {
			throw new CorError('task-not-found', `HTTP ${status} without a task`, { status });
		}
		return task;
	}

	/** One page of `GET /tasks`, latest deadline first: tasks where a person has a role (cor-api §4.1, §4.3). */
	async readTasks(person: Readonly<Record<string, number>>, page: number, signal?: AbortSignal): Promise<TaskPage> {
		const query = {
			page,
			perPage: pageSize,
			filters: JSON.stringify(person),
			order: JSON.stringify({ deadline: 'DESC' }),
		};
		return readTaskPage((await this.#read(['tasks'], query, signal)).body);
	}

	/** `GET /tasks/search-by-title/{title}`. COR sets no bound to the answer: one over the bounds of `exchange` is an error. */
	async searchTasks(title: string, signal?: AbortSignal): Promise<Task[]> {
		const wanted = title.toWellFormed().trim();
		// As a segment of a path these would lead to the list of all tasks.
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
	 * The same, but no more pages than it takes to see every attachment that is not known: the newest come first, where
	 * that is seen to be so. Else all of them.
	 */
	async readAttachmentsUntil(
		taskId: number,
		isKnown: (id: number) => boolean,
		signal?: AbortSignal,
	): Promise<AttachmentList> {
		return this.#readList(taskId, signal, untilKnown(isKnown));
	}

	/**
	 * `DELETE /tasks/{id}/attachments` of one attachment; `gone`: it was not there any more. Whether it can be undone is
	 * not documented (cor-api §3.3). Throws `CorError` `rejected` if COR says that it deleted nothing.
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
				throw new CorError('rejected', 'COR says that it deleted nothing', { status });
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
	 * `POST /tasks/{id}/attachments` with these files in one request. Never rejects: one end for each file, in order.
	 * A 401 that came before the last byte of the first file renews the token and sends once more, with the files opened
	 * anew. After that byte a file may be on the task, whatever was answered: the caller has to look there first.
	 */
	async upload(taskId: number, files: readonly FilePart[], options: UploadOptions): Promise<PostedEnd[]> {
		const { apiUrl, transport, credentials, clock, timeouts, loadUpload } = this.#settings;
		const { fields = {}, signal, buffers, onProgress } = options;
		const url = resourceUrl(apiUrl, ['tasks', taskId, 'attachments']);
		const send = (token: string): Promise<PostedEnd[]> => {
			const attempt: UploadAttempt = { url, token, fields, files, transport, timeouts, clock, signal, buffers };
			return attemptUpload(onProgress ? { ...attempt, onProgress } : attempt);
		};

		const { attemptUpload } = await loadUpload();
		try {
			const token = await unlessAborted(() => credentials.bearer(), signal);
			const ends = await send(token);
			if (!ends.every(isUnauthorized)) {
				return ends;
			}
			return await send(await unlessAborted(() => credentials.renew(token), signal));
		} catch (error) {
			if (signal.aborted) {
				return files.map(() => ({ status: 'cancelled' }));
			}
			return files.map(() => ({ status: 'failed', error: toCorError(error) }));
		}
	}

	/**
	 * `POST /tasks/{id}/messages`, once. Never rejects. A 401 that came before its last byte renews the token and sends
	 * once more. After that byte the message may be on the task, whatever was answered.
	 */
	async postMessage(taskId: number, message: NewMessage, signal: AbortSignal): Promise<PostedMessage> {
		const { apiUrl, transport, credentials, clock } = this.#settings;
		const url = resourceUrl(apiUrl, ['tasks', taskId, 'messages']);
		const { attemptMessage } = await import('./message.js');
		const send = (token: string) => attemptMessage({ url, token, message, transport, clock, signal });
		try {
			const token = await unlessAborted(() => credentials.bearer(), signal);
			const end = await send(token);
			return isUnauthorized(end) ? await send(await unlessAborted(() => credentials.renew(token), signal)) : end;
		} catch (error) {
			return signal.aborted ? { status: 'cancelled' } : { status: 'failed', error: toCorError(error) };
		}
	}

	/** `GET /tasks/{id}/messages`: what each of them refers to. No text of a message is read. */
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

	/** One question without a file and its answer; asked once more with a new token after a 401. */
	async #ask(
		segments: readonly (string | number)[],
		query: Readonly<Record<string, string | number>>,
		caller: AbortSignal | undefined,
		{ headers, namesAttachment, ...question }: Question,
	): Promise<Answer> {
		const { apiUrl, transport, credentials, clock } = this.#settings;
		const url = resourceUrl(apiUrl, segments, query);
		return withDeadline(readTimeoutMs, clock, caller, async signal => {
			const ask = (token: string): Promise<Answer> =>
				exchange(transport, url, {
					...question,
					headers: { ...headers, authorization: `Bearer ${token}` },
					signal,
				});
			const token = await unlessAborted(() => credentials.bearer(), signal);
			let answer = await ask(token);
			if (answer.status === 401) {
				answer = await ask(await unlessAborted(() => credentials.renew(token), signal));
			}
			if (!isSuccess(answer)) {
				throw toStatusError(answer, clock.now(), namesAttachment);
			}
			return answer;
		});
	}
}

function isUnauthorized(end: PostedEnd | PostedMessage): boolean {
	return end.status === 'failed' && end.error.kind === 'unauthorized' && end.error.details.status === 401;
}
