import * as v from 'valibot';
import type { MessageReferences } from '../../attach/task-message/deliver-message.js';
import type { AnswerValue, TextSchema } from '../http/answer-value.js';
import { isLoopback } from '../http/endpoint.js';
import {
	bareOrPage,
	denial,
	fields,
	flag,
	howMany,
	id,
	inEnvelope,
	listOf,
	longListOf,
	maybe,
	number,
	or,
	whole,
} from './fields.js';

const defaultTokenLifeMs = 3_600_000; // cor-api §2.2: every sample says 3600 s

// Maximum lengths in UTF-16 units. Real names and messages are shorter; cutting on reading saves memory and time.
const maxName = 1_000;
const maxWords = 500;
const maxWord = 100; // a status, a date, a field name
const maxAddress = 8_192;
const maxToken = 8_192; // servers accept headers of 8 to 16 KB
const maxTasks = 200; // per answer; a longer list doesn't help anybody choose
const maxPeople = 200;
const maxReferences = 1_000; // per message
const maxTold = 100; // refusals of single files, and complaints about fields, per answer

type Schemas = ReturnType<typeof schemasWith>;
type Read<Name extends keyof Schemas> = v.InferOutput<Schemas[Name]>;

/** The person a credential belongs to (cor-api §2.4). */
export type User = Read<'user'>;

/** A task. Fields that COR doesn't document are optional (cor-api §4.1). */
export type Task = NonNullable<Read<'task'>>;

/** A page of tasks. `whose` says who works on each, if COR reports it (cor-api §4.1). */
export type TaskPage = Awaited<ReturnType<typeof readTaskPage>>;

/** COR's answer to an upload, file by file (cor-api §3.1). */
export type UploadAnswer = Pick<Read<'upload'>, 'stored' | 'refused'>;

/** The schemas of all answers. `text` is the text schema of one answer. */
function schemasWith(text: TextSchema) {
	const name = text(maxName);
	const words = text(maxWords);
	const word = text(maxWord);

	const person = { firstName: maybe(name), lastName: maybe(name) };
	const user = v.pipe(
		fields({ id, email: maybe(name), ...person }),
		v.transform(({ id, email, ...names }) => ({
			id,
			name: fullName(names) || email || String(id),
			...(email && { email }),
		})),
	);

	const task = fields(
		{
			id,
			title: or(name, ''),
			status: maybe(word),
			/** ISO 8601, or `YYYY-MM-DD HH:mm:ss` without a zone. */
			deadline: maybe(word),
			project: maybe(name),
			client: maybe(name),
		},
		{ project: 'project.name', client: 'project.client.name' },
	);
	const whose = fields(
		{ archived: or(flag, false), pmId: maybe(whole), collaborators: maybe(listOf(v.object({ id }), maxPeople)) },
		{ pmId: 'pm.id' },
	);
	const listedTask = v.pipe(
		v.unknown(),
		v.transform(item => ({ task: item, whose: item })),
		v.object({ task, whose }),
	);

	const stored = fields(
		{
			id,
			name: or(name, ''),
			size: maybe(whole),
			url: maybe(webAddress(text)),
			version: maybe(whole),
			parentId: maybe(whole),
			userId: maybe(whole),
			createdAt: maybe(word),
			type: maybe(word),
			source: maybe(word),
		},
		{ name: ['originalname', 'name'], parentId: 'attachment_parent_id', type: 'file_type' },
	);
	const more = fields(
		{
			currentVersionId: maybe(id),
			currentVersionNumber: maybe(whole),
			currentVersion: maybe(stored),
			userName: maybe(v.pipe(fields(person), v.transform(fullName), v.nonEmpty())),
			status: maybe(word),
			isHidden: maybe(denial),
		},
		{
			currentVersionNumber: ['currentVersion', 'current_version'],
			currentVersion: ['currentVersionData', 'current_version_data'],
			userName: 'user',
			isHidden: 'available',
		},
	);
	const listed = v.pipe(v.intersect([stored, more]), v.transform(withOtherVersion));

	const message = fields(
		{ references: or(listOf(fields({ id }), maxReferences), []), told: or(howMany, 0) },
		{ references: 'attachments', told: 'attachments' },
	);
	const inData = { entries: 'data', messages: 'data' };

	const refusal = v.pipe(
		fields({ name: maybe(name), message: or(words, '') }, { name: 'filename' }),
		v.check(told => told.name !== undefined || told.message !== ''),
	);
	const refused = or(listOf(refusal, maxTold), []);
	const token = v.pipe(
		fields({
			accessToken: v.pipe(text(maxToken + 1), v.nonEmpty()),
			refreshToken: maybe(text(maxToken + 1)),
			expiresIn: maybe(number),
			expirationTime: maybe(number),
		}),
		v.check(({ accessToken, refreshToken = '' }) => Math.max(accessToken.length, refreshToken.length) <= maxToken),
	);
	return {
		user,
		task: v.pipe(inEnvelope, v.nullable(task)),
		tasks: listOf(task, maxTasks),
		taskPage: v.pipe(
			bareOrPage,
			fields({ lastPage: or(whole, 1), tasks: longListOf(listedTask, maxTasks) }, { tasks: 'data' }),
		),
		attachmentPage: v.pipe(
			bareOrPage,
			fields(
				{ lastPage: maybe(whole), total: maybe(whole), entries: howMany, attachments: longListOf(listed) },
				{ entries: 'data', attachments: 'data' },
			),
		),
		messages: v.pipe(
			bareOrPage,
			fields(
				{
					lastPage: or(whole, 1),
					total: or(whole, 0),
					entries: howMany,
					messages: longListOf(message, Number.POSITIVE_INFINITY, 1),
				},
				inData,
			),
		),
		upload: fields(
			{
				stored: or(listOf(stored, maxTold), []),
				storedCount: or(howMany, 0),
				refused,
				refusedCount: or(howMany, 0),
			},
			{ stored: 'files', storedCount: 'files', refused: 'errors', refusedCount: 'errors' },
		),
		/** An error body in any form of cor-api §6.1 except the third. */
		error: fields(
			{ refused, code: maybe(word), message: maybe(words) },
			{ refused: 'errors', code: ['code', 'error.code'], message: ['message', 'error.message'] },
		),
		/** The third form, in a 417. */
		complaints: listOf(fields({ field: maybe(word), message: maybe(words) }), maxTold),
		/** Flat as documented, or nested as COR really sends it (cor-api §2.2). */
		token,
		nestedToken: v.object({ token }),
	};
}

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

/** Drops a newest version that is the root itself. A newest version without a name gets the root's name. */
function withOtherVersion<Root extends { id: number; name: string; currentVersion?: { id: number; name: string } }>(
	root: Root,
): Root {
	const { currentVersion, ...others } = root;
	return currentVersion && currentVersion.id !== root.id
		? { ...root, currentVersion: { ...currentVersion, name: currentVersion.name || root.name } }
		: (others as Root);
}

function fullName({ firstName, lastName }: { readonly firstName?: string; readonly lastName?: string }): string {
	return [firstName, lastName].filter(Boolean).join(' ');
}

// People and programs may open this address, but the extension doesn't. So it must be `https`, or `http` on this
// machine, and it is normalized so that it contains nothing invisible and no line break.
function webAddress(text: TextSchema) {
	return v.pipe(
		text(maxAddress + 1),
		v.maxLength(maxAddress),
		v.check(address => URL.canParse(address)),
		v.transform(address => new URL(address)),
		v.check(({ protocol, hostname }) => protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname))),
		v.transform(({ href }) => href),
	);
}
