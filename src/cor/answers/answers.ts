import type { ListedAttachment, StoredAttachment } from '../../attach/attachment.js';
import { CorError } from '../../attach/errors.js';
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
const maxAddress = 8_192;
const maxToken = 8_192; // servers take headers of 8 to 16 KB
const maxTasks = 1_000; // more of them in one answer help nobody to choose

type Json = Readonly<Record<string, unknown>>;

export function readUser(text: string): User {
	const user = object(parse(text));
	const id = integer(user.id);
	if (id === undefined) {
		throw unreadable('a user without an id');
	}
	const email = string(user.email, maxName);
	const name = [string(user.first_name, maxName), string(user.last_name, maxName)].filter(Boolean).join(' ');
	return { id, name: name || email || String(id), ...(email && { email }) };
}

export function readTask(text: string): Task {
	const [found] = readListedTask(parse(text));
	if (!found) {
		throw unreadable('a task without an id');
	}
	return found.task;
}

export function readTaskPage(text: string): TaskPage {
	const page = object(parse(text));
	if (!Array.isArray(page.data)) {
		throw unreadable('a list without data');
	}
	return { lastPage: integer(page.lastPage) ?? 1, tasks: readTasks(page.data) };
}

/** The bare array of a search (cor-api §4.2). */
export function readFoundTasks(text: string): Task[] {
	const found = parse(text);
	if (!Array.isArray(found)) {
		throw unreadable('no array of tasks');
	}
	return readTasks(found).map(({ task }) => task);
}

/** Accepts the documented flat shape and the nested one seen on the wire (cor-api §2.2). `now`: epoch milliseconds. */
export function readToken(text: string, now: number): TokenAnswer {
	const root = object(parse(text));
	const answer = string(root.access_token) === undefined ? object(root.token) : root;
	const accessToken = string(answer.access_token);
	const refreshToken = string(answer.refresh_token) ?? string(answer.refreshToken);
	if (!accessToken || accessToken.length > maxToken || (refreshToken?.length ?? 0) > maxToken) {
		throw unreadable('no access token, or one that no server takes');
	}
	const seconds = number(answer.expires_in);
	const expiresAt = number(answer.expirationTime);
	const lifeMs = seconds === undefined ? (expiresAt ?? now + defaultTokenLifeMs) - now : seconds * 1_000;
	return { accessToken, lifeMs, ...optional('refreshToken', refreshToken) };
}

export function readAttachmentPage(text: string): AttachmentPage {
	const page = object(parse(text));
	if (!Array.isArray(page.data)) {
		throw unreadable('a list without data');
	}
	return { lastPage: integer(page.lastPage) ?? 1, attachments: page.data.flatMap(readListed) };
}

/** Whether COR says that it deleted what it was asked to (cor-api §3.3). */
export function readDeletion(text: string): boolean {
	return object(parse(text)).deleted === true;
}

export function readUploadAnswer(text: string): UploadAnswer {
	const answer = object(parse(text));
	return { stored: list(answer.files).flatMap(readAttachment), refused: list(answer.errors).flatMap(readRefusal) };
}

/** The refusals of single files in an error body, if it has any; never throws. */
export function readRefusals(text: string): UploadAnswer['refused'] {
	return list(object(tryParse(text)).errors).flatMap(readRefusal);
}

/** Whether a 417 body speaks of the task (cor-api §3.1); one that speaks of nothing does, too. */
export function speaksOfTask(text: string): boolean {
	const fields = fieldsOf(text);
	return fields.length === 0 || fields.some(field => /task/i.test(field));
}

/** Whether a 417 body speaks of the attachment of which the file was to be a new version (cor-api §3.6). */
export function speaksOfParent(text: string): boolean {
	return fieldsOf(text).some(field => /attachment_?parent/i.test(field));
}

function fieldsOf(text: string): string[] {
	return list(tryParse(text)).map(entry => string(object(entry).field) ?? '');
}

/** COR's own words in an error body of any of the shapes of cor-api §6.1, cut where they are long; HTML gives none. */
export function readMessage(text: string): string | undefined {
	const body = tryParse(text);
	const entries = [...list(body), ...list(object(body).errors)];
	const messages = entries.map(entry => string(object(entry).message)).filter(Boolean);
	const found = messages.join('; ') || string(object(body).message) || string(object(object(body).error).message);
	return found?.slice(0, maxWords);
}

function readTasks(values: readonly unknown[]): ListedTask[] {
	return values.slice(0, maxTasks).flatMap(readListedTask);
}

function readListedTask(value: unknown): ListedTask[] {
	const item = object(value);
	const id = integer(item.id);
	if (!id) {
		return [];
	}
	const project = object(item.project);
	const task = {
		id,
		title: string(item.title, maxName) ?? '',
		...optional('status', string(item.status, maxName)),
		...optional('deadline', string(item.deadline, maxName)),
		...optional('project', string(project.name, maxName)),
		...optional('client', string(object(project.client).name, maxName)),
	};
	const collaborators = list(item.collaborators).flatMap(person => integer(object(person).id) ?? []);
	return [
		{
			task,
			isArchived: item.archived === true || integer(item.archived) === 1,
			...optional('pmId', integer(object(item.pm).id)),
			...optional('collaboratorIds', Array.isArray(item.collaborators) ? collaborators : undefined),
		},
	];
}

function readAttachment(value: unknown): StoredAttachment[] {
	const item = object(value);
	const id = integer(item.id);
	if (!id) {
		return [];
	}
	return [
		{
			id,
			name: string(item.originalname, maxName) ?? string(item.name, maxName) ?? '',
			...optional('size', integer(item.size)),
			...optional('url', webAddress(item.url)),
			...optional('version', integer(item.version)),
			...optional('parentId', integer(item.attachment_parent_id)),
			...optional('userId', integer(item.user_id)),
		},
	];
}

function readListed(value: unknown): ListedAttachment[] {
	const { currentVersionId, currentVersionData } = object(value);
	const [currentVersion] = readAttachment(currentVersionData);
	return readAttachment(value).map(root => ({
		...root,
		...optional('currentVersionId', integer(currentVersionId)),
		...optional('currentVersion', currentVersion),
		...readDetails(object(value)),
	}));
}

function readDetails({ created_at: createdAt, user, status, available }: Json): Partial<ListedAttachment> {
	const { first_name: firstName, last_name: lastName } = object(user);
	const userName = [string(firstName, maxName), string(lastName, maxName)].filter(Boolean).join(' ');
	return {
		...optional('createdAt', string(createdAt, maxName)),
		...optional('userName', userName || undefined),
		...optional('status', string(status)),
		...(available === false && { isHidden: true }),
	};
}

function readRefusal(value: unknown): { name?: string; message: string }[] {
	const entry = object(value);
	const message = string(entry.message, maxWords);
	return message === undefined ? [] : [{ message, ...optional('name', string(entry.filename, maxName)) }];
}

function parse(text: string): unknown {
	const value = tryParse(text);
	if (value === undefined) {
		throw unreadable(text === '' ? 'an empty body' : 'not JSON');
	}
	return value;
}

function tryParse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined; // HTML of a proxy, an empty or a cut body: the caller knows what that means
	}
}

function unreadable(what: string): CorError {
	return new CorError('unreadable-answer', `the answer is ${what}`);
}

function object(value: unknown): Json {
	return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
}

function list(value: unknown): readonly unknown[] {
	return Array.isArray(value) ? value : [];
}

function string(value: unknown, maxLength = Number.POSITIVE_INFINITY): string | undefined {
	return typeof value === 'string' ? value.slice(0, maxLength) : undefined;
}

// It is handed to people and programs, who open it: with `https`, or with `http` on this machine, and in the one spelling
// in which nothing is invisible or ends a line. Nothing here ever asks for it.
function webAddress(value: unknown): string | undefined {
	const text = string(value) ?? '';
	const url = text.length <= maxAddress && URL.canParse(text) ? new URL(text) : undefined;
	const isWeb = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url.hostname));
	return isWeb ? url?.href : undefined;
}

// COR sends numbers as text in places (cor-api §9, 15).
function number(value: unknown): number | undefined {
	const text = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
	return typeof text === 'number' && Number.isFinite(text) ? text : undefined;
}

function integer(value: unknown): number | undefined {
	const found = typeof value === 'string' && !/^\d{1,16}$/.test(value) ? undefined : number(value);
	return found !== undefined && Number.isSafeInteger(found) && found >= 0 ? found : undefined;
}

function optional<K extends string, V>(key: K, value: V | undefined): { [key in K]?: V } {
	return (value === undefined ? {} : { [key]: value }) as { [key in K]?: V };
}
