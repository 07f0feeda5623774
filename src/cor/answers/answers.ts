import type * as v from 'valibot';
import type { MessageReferences } from '../../attach/task-message/deliver-message.js';
import type { AnswerValue } from '../http/answer-value.js';
import { maxTold, maxWords, type Schemas, schemasWith } from './answer-schemas.js';
import { fields, flag } from './fields.js';

const defaultTokenLifeMs = 3_600_000; // cor-api §2.2: every sample says 3600 s

type Read<Name extends keyof Schemas> = v.InferOutput<Schemas[Name]>;

/** The person a credential belongs to (cor-api §2.4). */
export type User = Read<'user'>;

/** A task. Fields that COR doesn't document are optional (cor-api §4.1). */
export type Task = NonNullable<Read<'task'>>;

/** A page of tasks. `whose` says who works on each, if COR reports it (cor-api §4.1). */
export type TaskPage = Awaited<ReturnType<typeof readTaskPage>>;

/** COR's answer to an upload, file by file (cor-api §3.1). */
export type UploadAnswer = Pick<Read<'upload'>, 'stored' | 'refused'>;

export function readUser(answer: AnswerValue): User {
	return answer.read(text => schemasWith(text).user, 'a user without an id');
}

/** `undefined` if COR says that the task doesn't exist (cor-api §10). */
export function readTask(answer: AnswerValue): Task | undefined {
	return answer.read(text => schemasWith(text).task, 'a task without an id') ?? undefined;
}

export async function readTaskPage(answer: AnswerValue) {
	const page = answer.read(text => schemasWith(text).taskPage, 'without a list');
	return { ...page, tasks: await page.tasks() };
}

/** A search returns a bare array (cor-api §4.2). */
export function readFoundTasks(answer: AnswerValue): Task[] {
	return answer.read(text => schemasWith(text).tasks, 'not an array of tasks');
}

/** An access token, how long it lives in milliseconds, and its refresh token if there is one (cor-api §2.2). */
export function readToken(answer: AnswerValue, now: number) {
	const told =
		answer.find(text => schemasWith(text).token) ??
		answer.read(text => schemasWith(text).nestedToken, 'without a usable access token').token;
	const { expiresIn, expirationTime = now + defaultTokenLifeMs, ...tokens } = told;
	return { ...tokens, lifeMs: expiresIn === undefined ? expirationTime - now : expiresIn * 1_000 };
}

/** One page of a task's attachments (cor-api §3.2). `entries` includes those that can't be read. */
export async function readAttachmentPage(answer: AnswerValue) {
	const page = answer.read(text => schemasWith(text).attachmentPage, 'without a list');
	return { ...page, attachments: await page.attachments() };
}

/** The ids of the attachments that each message of a task refers to (cor-api §3.5). */
export async function readReferences(answer: AnswerValue): Promise<MessageReferences> {
	const { lastPage, total, entries, ...page } = answer.read(text => schemasWith(text).messages, 'without a list');
	const messages = await page.messages();
	return {
		messages: messages.map(({ references }) => references.map(({ id }) => id)),
		isWhole: lastPage <= 1 && total <= entries && messages.every(({ references, told }) => references.length === told),
	};
}

/** Whether COR confirms the deletion (cor-api §3.3). */
export function readDeletion(answer: AnswerValue): boolean {
	return answer.read(() => fields({ deleted: flag }), 'without the field deleted').deleted;
}

/** What the answer says about the files. Empty if it lists more than 100, which no request contains. */
export function readUploadAnswer(answer: AnswerValue): UploadAnswer {
	const { storedCount, refusedCount, ...told } = answer.read(text => schemasWith(text).upload, 'not an upload result');
	return storedCount + refusedCount > maxTold ? { stored: [], refused: [] } : told;
}

/** The refusals of single files in an error body. Never throws. */
export function readRefusals(body: AnswerValue): UploadAnswer['refused'] {
	return body.find(text => schemasWith(text).error)?.refused ?? [];
}

/** The attachments that an error body calls stored all the same. Never throws. */
export function readStoredDespite(body: AnswerValue): UploadAnswer['stored'] {
	return body.find(text => schemasWith(text).upload)?.stored ?? [];
}

/** The complaints in the body of a 417, in any of its forms (cor-api §3.1, §10). Never throws. */
export function readComplaints(body: AnswerValue): v.InferOutput<Schemas['complaints']> {
	const complaints =
		body.find(text => schemasWith(text).complaints) ??
		body.find(text => fields({ errors: schemasWith(text).complaints }))?.errors ??
		[];
	const message = body.find(text => schemasWith(text).error)?.message;
	return complaints.length === 0 && message ? [{ message }] : complaints;
}

/** Whether an error body says that the attachment doesn't exist (cor-api §3.3). Never throws. */
export function isMissingAttachment(body: AnswerValue): boolean {
	return body.find(text => schemasWith(text).error)?.code === 'FS003';
}

/** COR's message in an error body of any form of cor-api §6.1, at most 500 characters. HTML has none. */
export function readMessage(body: AnswerValue): string | undefined {
	const { refused = [], message } = body.find(text => schemasWith(text).error) ?? {};
	const complaints = body.find(text => schemasWith(text).complaints) ?? [];
	const words = [...complaints, ...refused].map(each => each.message).filter(Boolean);
	return (words.join('; ') || message)?.slice(0, maxWords);
}
