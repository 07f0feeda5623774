import * as v from 'valibot';
import { origins, statuses } from '../../attach/fields.js';
import { onExistings } from '../../attach/plan/existing.js';
import { given, id } from '../../attach/schemas.js';
import { readTaskRef } from '../../attach/task/task-ref.js';
import { maxMessageLength, tidyMessage } from '../../attach/task-message/task-message.js';
import { namedArguments } from './named-arguments.js';

/** A task that a program names as a person may; `isCorWeb` says which hosts show COR's pages. */
export function taskId(name: string, isCorWeb: (url: URL) => boolean) {
	return v.pipe(
		v.union([v.string(), v.number()], `${name} must be a number or a text`),
		v.transform(value => {
			const reading = readTaskRef(String(value), isCorWeb);
			return reading.status === 'task' ? reading.ref.id : undefined;
		}),
		v.number(`${name} must be a positive whole number, '#number' or the address of a task`),
	);
}

const token = 'options.sessionToken must be a text';
const message = `options.message must be a text of at most ${maxMessageLength} characters`;
const account = 'options.account must be the label, the mail address or the number of an account, as a text';

/** An option that has no value if it is left out, or `null`: that is COR's own default for it (cor-api §3.1). */
function orNull<Schema extends v.GenericSchema>(schema: Schema) {
	return v.pipe(
		v.nullish(schema),
		v.transform(value => value ?? undefined),
	);
}

/** What a program may say beside task and files. */
export const attachOptions = v.pipe(
	namedArguments(
		'options',
		{
			available: v.optional(v.boolean('options.available must be true or false')),
			status: orNull(v.picklist(statuses, `options.status must be one of ${statuses.join(', ')}`)),
			createdFrom: v.optional(v.picklist(origins, `options.createdFrom must be one of ${origins.join(', ')}`)),
			sessionToken: orNull(v.pipe(v.string(token), v.nonEmpty(token))),
			/** Whom to send as, by label, mail address or number: without a word the workspace's account. */
			account: v.optional(v.pipe(v.string(account), v.regex(/\S/, account))),
			/** What is said with the files; nothing but spaces says nothing. */
			message: orNull(v.pipe(v.string(message), v.transform(tidyMessage), v.maxLength(maxMessageLength, message))),
			/** The attachment of which the one file is a new version. */
			parentId: orNull(v.message(id, 'options.parentId must be a positive whole number')),
			/** What becomes of files whose name is on the task: without a word they are added beside what is there. */
			onExisting: v.optional(v.picklist(onExistings, `options.onExisting must be one of ${onExistings.join(', ')}`)),
		},
		option => `unknown option ${JSON.stringify(option)}`,
	),
	v.check(
		({ parentId, onExisting }) => parentId === undefined || onExisting === undefined,
		'options.onExisting does not go with options.parentId',
	),
	v.transform(({ available, status, createdFrom, sessionToken, message: text, ...others }) => ({
		fields: given({ available, status, createdFrom, sessionToken }),
		...given({ ...others, message: text || undefined }),
	})),
);

export type AttachOptions = Readonly<v.InferOutput<typeof attachOptions>>;
