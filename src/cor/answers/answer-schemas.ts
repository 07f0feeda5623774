import * as v from 'valibot';
import type { TextSchema } from '../http/answer-value.js';
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

// Maximum lengths in UTF-16 units. Real names and messages are shorter; cutting on reading saves memory and time.
const maxName = 1_000;
export const maxWords = 500;
const maxWord = 100; // a status, a date, a field name
const maxAddress = 8_192;
const maxToken = 8_192; // servers accept headers of 8 to 16 KB
const maxTasks = 200; // per answer; a longer list doesn't help anybody choose
const maxPeople = 200;
const maxReferences = 1_000; // per message
export const maxTold = 100; // refusals of single files, and complaints about fields, per answer

export type Schemas = ReturnType<typeof schemasWith>;

/** The schemas of all answers. `text` is the text schema of one answer. */
export function schemasWith(text: TextSchema) {
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
