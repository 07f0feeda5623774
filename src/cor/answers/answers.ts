import * as v from 'valibot';
import type { AnswerValue, TextSchema } from '../http/answer-value.js';
import { isLoopback } from '../http/endpoint.js';
import { denial, fields, flag, id, listOf, longListOf, maybe, number, or, whole } from './fields.js';

const defaultTokenLifeMs = 3_600_000; // cor-api §2.2: every sample says 3600 s

// What is longer is nobody's name or word. Cut where it is read, it takes no memory, and no time where it is compared.
const maxName = 1_000;
const maxWords = 500;
const maxWord = 100; // a status, a date, the name of a field
const maxAddress = 8_192;
const maxToken = 8_192; // servers take headers of 8 to 16 KB
const maxTasks = 200; // more of them in one answer help nobody to choose
const maxPeople = 200;
const maxTold = 100; // single refusals in one answer, and fields of which it speaks

type Schemas = ReturnType<typeof schemasWith>;
type Read<Name extends keyof Schemas> = v.InferOutput<Schemas[Name]>;

/** Who a credential belongs to (cor-api §2.4). */
export type User = Read<'user'>;

/** A task, with what COR tells of it beyond the documented fields where it does (cor-api §4.1). */
export type Task = Read<'task'>;

/** One page of a list of tasks, with whose each is where COR tells (cor-api §4.1). */
export type TaskPage = Awaited<ReturnType<typeof readTaskPage>>;

/** One page of a task's attachments (cor-api §3.2). */
export type AttachmentPage = Awaited<ReturnType<typeof readAttachmentPage>>;

/** What COR says of an upload, file by file (cor-api §3.1). */
export type UploadAnswer = Read<'upload'>;

/** What answers hold, each as it is read with the texts of one answer. */
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
			/** As COR sends it: ISO 8601, or `YYYY-MM-DD HH:mm:ss` without a zone. */
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
		},
		{ name: ['originalname', 'name'], parentId: 'attachment_parent_id' },
	);
	const more = fields(
		{
			currentVersionId: maybe(whole),
			currentVersion: maybe(stored),
			createdAt: maybe(word),
			userName: maybe(v.pipe(fields(person), v.transform(fullName), v.nonEmpty())),
			status: maybe(word),
			isHidden: maybe(denial),
		},
		{ currentVersion: 'currentVersionData', userName: 'user', isHidden: 'available' },
	);
	const listed = v.intersect([stored, more]);

	const refused = or(listOf(fields({ name: maybe(name), message: words }, { name: 'filename' }), maxTold), []);
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
		task,
		tasks: listOf(task, maxTasks),
		taskPage: fields({ lastPage: or(whole, 1), tasks: longListOf(listedTask, maxTasks) }, { tasks: 'data' }),
		attachmentPage: fields({ lastPage: or(whole, 1), attachments: longListOf(listed) }, { attachments: 'data' }),
		upload: fields({ stored: or(listOf(stored, maxTold), []), refused }, { stored: 'files', refused: 'errors' }),
		/** An error body of the shapes of cor-api §6.1 but for the third. */
		error: fields({ refused, message: maybe(words) }, { refused: 'errors', message: ['message', 'error.message'] }),
		/** The third of them, of a 417; where no field is named, its message names one. */
		complaints: listOf(fields({ field: maybe(word), message: maybe(words) }, { field: ['field', 'message'] }), maxTold),
		/** Flat as documented, or nested as seen on the wire (cor-api §2.2). */
		token,
		nestedToken: v.object({ token }),
	};
}

export function readUser(answer: AnswerValue): User {
	return answer.read(text => schemasWith(text).user, 'a user without an id');
}

export function readTask(answer: AnswerValue): Task {
	return answer.read(text => schemasWith(text).task, 'a task without an id');
}

export async function readTaskPage(answer: AnswerValue) {
	const page = answer.read(text => schemasWith(text).taskPage, 'a list without data');
	return { ...page, tasks: await page.tasks() };
}

/** The bare array of a search (cor-api §4.2). */
export function readFoundTasks(answer: AnswerValue): Task[] {
	return answer.read(text => schemasWith(text).tasks, 'no array of tasks');
}

/** An access token with what is needed to renew it (cor-api §2.2). `now`: epoch milliseconds. */
export function readToken(answer: AnswerValue, now: number) {
	const told =
		answer.find(text => schemasWith(text).token) ??
		answer.read(text => schemasWith(text).nestedToken, 'no access token, or one that no server takes').token;
	const { expiresIn, expirationTime = now + defaultTokenLifeMs, ...tokens } = told;
	return { ...tokens, lifeMs: expiresIn === undefined ? expirationTime - now : expiresIn * 1_000 };
}

export async function readAttachmentPage(answer: AnswerValue) {
	const page = answer.read(text => schemasWith(text).attachmentPage, 'a list without data');
	return { ...page, attachments: await page.attachments() };
}

/** Throws where COR does not say that it deleted what it was asked to (cor-api §3.3). */
export function readDeletion(answer: AnswerValue): void {
	answer.read(() => fields({ deleted: v.pipe(flag, v.value(true)) }), 'no word that the attachment is deleted');
}

/** What is told of the files of a request; of more than 100 in all it tells nothing, since nobody sends so many. */
export function readUploadAnswer(answer: AnswerValue): UploadAnswer {
	return answer.read(text => schemasWith(text).upload, 'no upload');
}

/** The refusals of single files in an error body, if it has any; never throws. */
export function readRefusals(body: AnswerValue): UploadAnswer['refused'] {
	return body.find(text => schemasWith(text).error)?.refused ?? [];
}

/** What a 417 body complains of (cor-api §3.1); never throws. */
export function readComplaints(body: AnswerValue) {
	return body.find(text => schemasWith(text).complaints) ?? [];
}

/** COR's own words in an error body of any of the shapes of cor-api §6.1, cut where they are long; HTML gives none. */
export function readMessage(body: AnswerValue): string | undefined {
	const { refused = [], message } = body.find(text => schemasWith(text).error) ?? {};
	const words = [...readComplaints(body), ...refused].map(each => each.message).filter(Boolean);
	return (words.join('; ') || message)?.slice(0, maxWords);
}

function fullName({ firstName, lastName }: { readonly firstName?: string; readonly lastName?: string }): string {
	return [firstName, lastName].filter(Boolean).join(' ');
}

// It is handed to people and programs, who open it: with `https`, or with `http` on this machine, and in the one spelling
// in which nothing is invisible or ends a line. Nothing here ever asks for it.
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
