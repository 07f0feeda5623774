import { setImmediate } from 'node:timers/promises';
import type { ListedAttachment, StoredAttachment } from '../../attach/attachment.js';
import { CorError } from '../../attach/errors.js';
import type { AnswerValue } from '../http/answer-value.js';
import { isLoopback } from '../http/endpoint.js';

/** Who a credential belongs to (cor-api §2.4). */
export interface User {
	readonly id: number;
	readonly name: string;
	readonly email?: string;
}

/** A task, with what COR tells of it beyond the documented fields where it does (cor-api §4.1). */
export interface Task {
	readonly id: number;
	readonly title: string;
	readonly status?: string;
	/** As COR sends it: ISO 8601, or `YYYY-MM-DD HH:mm:ss` without a zone. */
	readonly deadline?: string;
	readonly project?: string;
	readonly client?: string;
}

/** A task of a list, with whose it is where COR tells (cor-api §4.1). */
export interface ListedTask {
	readonly task: Task;
	readonly isArchived: boolean;
	readonly pmId?: number;
	readonly collaboratorIds?: readonly number[];
}

/** One page of a list of tasks (cor-api §4.1). */
export interface TaskPage {
	readonly lastPage: number;
	readonly tasks: readonly ListedTask[];
}

/** An access token with what is needed to renew it (cor-api §2.2). */
export interface TokenAnswer {
	readonly accessToken: string;
	readonly refreshToken?: string;
	readonly lifeMs: number;
}

/** One page of a task's attachments (cor-api §3.2). */
export interface AttachmentPage {
	readonly lastPage: number;
	readonly attachments: readonly ListedAttachment[];
}

/** What COR says of an upload, file by file (cor-api §3.1). */
export interface UploadAnswer {
	readonly stored: readonly StoredAttachment[];
	readonly refused: readonly { readonly name?: string; readonly message: string }[];
}

const defaultTokenLifeMs = 3_600_000; // cor-api §2.2: every sample says 3600 s

// What is longer is nobody's name or word. Cut where it is read, it takes no memory, and no time where it is compared.
const maxName = 1_000;
const maxWords = 500;
const maxWord = 100; // a status, a date, the name of a field
const maxAddress = 8_192;
const maxToken = 8_192; // servers take headers of 8 to 16 KB
const maxTasks = 200; // more of them in one answer help nobody to choose
const maxTold = 100; // single refusals in one answer, and fields of which it speaks

/** After so many attachments the other work of this process has its turn. */
const atOnce = 20;

export function readUser(user: AnswerValue): User {
	const id = user.get('id').integer();
	if (id === undefined) {
		throw unreadable('a user without an id', user);
	}
	const email = user.get('email').text(maxName);
	return { id, name: fullName(user) || email || String(id), ...(email && { email }) };
}

export function readTask(task: AnswerValue): Task {
	const [found] = readListedTask(task);
	if (!found) {
		throw unreadable('a task without an id', task);
	}
	return found.task;
}

export function readTaskPage(page: AnswerValue): TaskPage {
	const tasks = page.get('data').items(maxTasks);
	if (!tasks) {
		throw unreadable('a list without data', page);
	}
	return { lastPage: page.get('lastPage').integer() ?? 1, tasks: tasks.flatMap(readListedTask) };
}

/** The bare array of a search (cor-api §4.2). */
export function readFoundTasks(found: AnswerValue): Task[] {
	const tasks = found.items(maxTasks);
	if (!tasks) {
		throw unreadable('no array of tasks', found);
	}
	return tasks.flatMap(readListedTask).map(({ task }) => task);
}

/** Accepts the documented flat shape and the nested one seen on the wire (cor-api §2.2). `now`: epoch milliseconds. */
export function readToken(root: AnswerValue, now: number): TokenAnswer {
	const answer = root.get('access_token').text(maxToken) === undefined ? root.get('token') : root;
	const accessToken = answer.get('access_token').text(maxToken + 1);
	const refreshToken = answer.get('refresh_token').text(maxToken + 1) ?? answer.get('refreshToken').text(maxToken + 1);
	if (!accessToken || accessToken.length > maxToken || (refreshToken?.length ?? 0) > maxToken) {
		throw unreadable('no access token, or one that no server takes', root);
	}
	const seconds = answer.get('expires_in').number();
	const expiresAt = answer.get('expirationTime').number();
	const lifeMs = seconds === undefined ? (expiresAt ?? now + defaultTokenLifeMs) - now : seconds * 1_000;
	return { accessToken, lifeMs, ...optional('refreshToken', refreshToken) };
}

export async function readAttachmentPage(page: AnswerValue): Promise<AttachmentPage> {
	const entries = page.get('data').items();
	if (!entries) {
		throw unreadable('a list without data', page);
	}
	const attachments: ListedAttachment[] = [];
	for (let from = 0; from < entries.length; from += atOnce) {
		if (from > 0) {
			await setImmediate();
		}
		attachments.push(...entries.slice(from, from + atOnce).flatMap(readListed));
	}
	return { lastPage: page.get('lastPage').integer() ?? 1, attachments };
}

/** Whether COR says that it deleted what it was asked to (cor-api §3.3). */
export function readDeletion(answer: AnswerValue): boolean {
	if (answer.isMissing) {
		throw unreadable('no deletion', answer);
	}
	return answer.get('deleted').is(true);
}

/** What is told of the files of a request; of more than 100 in all it tells nothing, since nobody sends so many. */
export function readUploadAnswer(answer: AnswerValue): UploadAnswer {
	if (answer.isMissing) {
		throw unreadable('no upload', answer);
	}
	const stored = answer.get('files').items(maxTold) ?? [];
	return { stored: stored.flatMap(readAttachment), refused: readRefusals(answer) };
}

/** The refusals of single files in an error body, if it has any; never throws. */
export function readRefusals(answer: AnswerValue): UploadAnswer['refused'] {
	return (answer.get('errors').items(maxTold) ?? []).flatMap(readRefusal);
}

/** Whether a 417 body speaks of the task (cor-api §3.1); one that speaks of nothing does, too. */
export function speaksOfTask(body: AnswerValue): boolean {
	const fields = fieldsOf(body);
	return fields.length === 0 || fields.some(field => /task/i.test(field));
}

/** Whether a 417 body speaks of the attachment of which the file was to be a new version (cor-api §3.6). */
export function speaksOfParent(body: AnswerValue): boolean {
	return fieldsOf(body).some(field => /attachment_?parent/i.test(field));
}

function fieldsOf(body: AnswerValue): string[] {
	return (body.items(maxTold) ?? []).map(entry => entry.get('field').text(maxWord) ?? '');
}

/** COR's own words in an error body of any of the shapes of cor-api §6.1, cut where they are long; HTML gives none. */
export function readMessage(body: AnswerValue): string | undefined {
	const entries = [...(body.items(maxTold) ?? []), ...(body.get('errors').items(maxTold) ?? [])];
	const messages = entries.map(entry => entry.get('message').text(maxWords)).filter(Boolean);
	const found =
		messages.join('; ') || body.get('message').text(maxWords) || body.get('error').get('message').text(maxWords);
	return found?.slice(0, maxWords);
}

function readListedTask(item: AnswerValue): ListedTask[] {
	const id = item.get('id').integer();
	if (!id) {
		return [];
	}
	const project = item.get('project');
	const task = {
		id,
		title: item.get('title').text(maxName) ?? '',
		...optional('status', item.get('status').text(maxWord)),
		...optional('deadline', item.get('deadline').text(maxWord)),
		...optional('project', project.get('name').text(maxName)),
		...optional('client', project.get('client').get('name').text(maxName)),
	};
	const collaborators = item.get('collaborators').items();
	return [
		{
			task,
			isArchived: item.get('archived').is(true) || item.get('archived').integer() === 1,
			...optional('pmId', item.get('pm').get('id').integer()),
			...optional(
				'collaboratorIds',
				collaborators?.flatMap(person => person.get('id').integer() ?? []),
			),
		},
	];
}

function readAttachment(item: AnswerValue): StoredAttachment[] {
	const id = item.get('id').integer();
	if (!id) {
		return [];
	}
	return [
		{
			id,
			name: item.get('originalname').text(maxName) ?? item.get('name').text(maxName) ?? '',
			...optional('size', item.get('size').integer()),
			...optional('url', webAddress(item.get('url'))),
			...optional('version', item.get('version').integer()),
			...optional('parentId', item.get('attachment_parent_id').integer()),
			...optional('userId', item.get('user_id').integer()),
		},
	];
}

function readListed(item: AnswerValue): ListedAttachment[] {
	return readAttachment(item).map(root => {
		const [currentVersion] = readAttachment(item.get('currentVersionData'));
		return {
			...root,
			...optional('currentVersionId', item.get('currentVersionId').integer()),
			...optional('currentVersion', currentVersion),
			...optional('createdAt', item.get('created_at').text(maxWord)),
			...optional('userName', fullName(item.get('user')) || undefined),
			...optional('status', item.get('status').text(maxWord)),
			...(item.get('available').is(false) && { isHidden: true }),
		};
	});
}

function fullName(person: AnswerValue): string {
	return [person.get('first_name').text(maxName), person.get('last_name').text(maxName)].filter(Boolean).join(' ');
}

function readRefusal(entry: AnswerValue): { name?: string; message: string }[] {
	const message = entry.get('message').text(maxWords);
	return message === undefined ? [] : [{ message, ...optional('name', entry.get('filename').text(maxName)) }];
}

function unreadable(what: string, answer: AnswerValue): CorError {
	return new CorError('unreadable-answer', `the answer is ${answer.isMissing ? 'empty, or not JSON' : what}`);
}

// It is handed to people and programs, who open it: with `https`, or with `http` on this machine, and in the one spelling
// in which nothing is invisible or ends a line. Nothing here ever asks for it.
function webAddress(value: AnswerValue): string | undefined {
	const text = value.text(maxAddress + 1) ?? '';
	const url = text.length <= maxAddress && URL.canParse(text) ? new URL(text) : undefined;
	const isWeb = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url.hostname));
	return isWeb ? url?.href : undefined;
}

function optional<K extends string, V>(key: K, value: V | undefined): { [key in K]?: V } {
	return (value === undefined ? {} : { [key]: value }) as { [key in K]?: V };
}
