import * as v from 'valibot';
import { origins, statuses } from '../../attach/fields.js';
import { onExistings } from '../../attach/plan/existing.js';
import { given, id } from '../../attach/schemas.js';
import { readTaskRef } from '../../attach/task/task-ref.js';
import { maxMessageLength, tidyMessage } from '../../attach/task-message/task-message.js';
import { namedArguments } from './named-arguments.js';

/**
 * A task as a program may name it: as a person would.
 * @param isCorWeb whether COR's pages can be at this address
 */
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

/** An option that may be missing or `null`, which both mean COR's default (cor-api §3.1). */
function orNull<Schema extends v.GenericSchema>(schema: Schema) {
	return v.pipe(
		v.nullish(schema),
		v.transform(value => value ?? undefined),
	);
}

/** Options of a program's call. */
export const attachOptions = v.pipe(
	namedArguments(
		'options',
		{
			available: v.optional(v.boolean('options.available must be true or false')),
			status: orNull(v.picklist(statuses, `options.status must be one of ${statuses.join(', ')}`)),
			createdFrom: v.optional(v.picklist(origins, `options.createdFrom must be one of ${origins.join(', ')}`)),
			sessionToken: orNull(v.pipe(v.string(token), v.nonEmpty(token))),
			/** The sender: label, mail address or user id. Default: the workspace's account. */
			account: v.optional(v.pipe(v.string(account), v.regex(/\S/, account))),
			/** The message to send with the files. Blank text means none. */
			message: orNull(v.pipe(v.string(message), v.transform(tidyMessage), v.maxLength(maxMessageLength, message))),
			/** The attachment that gets the single file as its new version. */
			parentId: orNull(v.message(id, 'options.parentId must be a positive whole number')),
			/** What to do with files whose name is on the task. Default: add them as separate files. */
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
