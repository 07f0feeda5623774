import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import fc from 'fast-check';
import * as v from 'valibot';
import type { ListedAttachment, StoredAttachment } from '../../../src/attach/attachment.js';
import { CorError } from '../../../src/attach/errors.js';
import {
	readAttachmentPage,
	readComplaints,
	readDeletion,
	readFoundTasks,
	readMessage,
	readRefusals,
	readStoredDespite,
	readTask,
	readTaskPage,
	readToken,
	readUploadAnswer,
	readUser,
	type Task,
	type TaskPage,
	type UploadAnswer,
	type User,
} from '../../../src/cor/answers/answers.js';
import { AnswerValue } from '../../../src/cor/http/answer-value.js';
import { Redaction } from '../../../src/cor/http/redaction.js';

/** What a server may repeat, and nobody may read. */
const secret = ['credential', 4711, 'of', 'somebody'].join('-');
const redaction = new Redaction();
redaction.hide(secret);

const text = (most: number) => v.pipe(v.string(), v.maxLength(most), v.excludes(secret.slice(0, 10)));
const whole = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const id = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
const name = v.exactOptional(text(1_000));
const word = v.exactOptional(text(100));
const count = v.exactOptional(whole);

const user: v.GenericSchema<User> = v.strictObject({ id, name: text(2_001), email: name });
const task: v.GenericSchema<Task> = v.strictObject({
	id,
	title: text(1_000),
	status: word,
	deadline: word,
	project: name,
	client: name,
});
const whose = v.strictObject({
	archived: v.boolean(),
	pmId: count,
	collaborators: v.exactOptional(v.pipe(v.array(v.strictObject({ id })), v.maxLength(200))),
});
const taskPage: v.GenericSchema<TaskPage> = v.strictObject({
	lastPage: whole,
	tasks: v.pipe(v.array(v.strictObject({ task, whose })), v.maxLength(200)),
});
const storedFields = {
	id,
	name: text(1_000),
	size: count,
	// Of one character there may be nine where it is percent-encoded.
	url: v.exactOptional(v.pipe(text(9 * 8_192), v.regex(/^(?:https:\/\/|http:\/\/127\.0\.0\.1[:/])[!-~]*$/))),
	version: count,
	parentId: count,
	userId: count,
	createdAt: word,
};
const stored: v.GenericSchema<StoredAttachment> = v.strictObject(storedFields);
const listed: v.GenericSchema<ListedAttachment> = v.strictObject({
	...storedFields,
	currentVersionId: v.exactOptional(id),
	currentVersionNumber: count,
	currentVersion: v.exactOptional(stored),
	userName: v.exactOptional(v.pipe(text(2_001), v.nonEmpty())),
	status: word,
	isHidden: v.exactOptional(v.literal(true)),
});
const attachmentPage: v.GenericSchema<Awaited<ReturnType<typeof readAttachmentPage>>> = v.strictObject({
	lastPage: count,
	total: count,
	entries: whole,
	attachments: v.array(listed),
});
const refusals: v.GenericSchema<UploadAnswer['refused']> = v.pipe(
	v.array(v.strictObject({ name, message: text(500) })),
	v.maxLength(100),
);
const upload: v.GenericSchema<UploadAnswer> = v.strictObject({
	stored: v.pipe(v.array(stored), v.maxLength(100)),
	refused: refusals,
});
// It is a credential itself, so nothing is taken out of it.
const uncleaned = v.pipe(v.string(), v.maxLength(8_192));
const token: v.GenericSchema<ReturnType<typeof readToken>> = v.strictObject({
	accessToken: v.pipe(uncleaned, v.nonEmpty()),
	refreshToken: v.exactOptional(uncleaned),
	lifeMs: v.pipe(v.number(), v.finite()),
});

interface Reader {
	/** What COR would send. */
	readonly right: unknown;
	readonly read: (answer: AnswerValue) => unknown;
	/** What it may read. */
	readonly result: v.GenericSchema;
	readonly isNeverRefused?: true;
	readonly isSecret?: true;
}

const rightStored = {
	id: 4_101,
	originalname: 'a.pdf',
	name: 'b.pdf',
	size: '12',
	url: 'https://files.example/a.pdf',
	version: 1,
	attachment_parent_id: 7,
	user_id: '9',
};
const rightTask = {
	id: 7,
	title: 'Diseño',
	status: 'nueva',
	deadline: '2026-01-01 00:00:00',
	project: { name: 'P', client: { name: 'C' } },
	archived: 2,
	pm: { id: 1 },
	collaborators: [{ id: 2 }, { id: '3' }],
};
const rightListed = {
	...rightStored,
	currentVersionId: 8,
	currentVersion: 2,
	currentVersionData: rightStored,
	created_at: '2026-01-01',
	user: { first_name: 'Ana', last_name: 'Paz' },
	status: 'pending',
	available: false,
};
const rightToken = {
	access_token: 'a',
	expires_in: '60',
	refresh_token: 'b',
	refreshToken: 'c',
	expirationTime: '5000',
};
const rightErrors = [{ filename: 'a', field: 'task_id', message: 'no' }, { message: 'too big' }];
const rightError = { status: 'ERROR', message: 'none', error: { message: 'E_X' }, errors: rightErrors };

const readers: Readonly<Record<string, Reader>> = {
	'a person': { right: { id: '7', first_name: 'Ana', last_name: 'Paz', email: 'a@b.c' }, read: readUser, result: user },
	'a task': { right: rightTask, read: readTask, result: v.optional(task) },
	'a page of tasks': { right: { lastPage: '2', data: [rightTask, rightTask] }, read: readTaskPage, result: taskPage },
	'found tasks': {
		right: [rightTask, rightTask],
		read: readFoundTasks,
		result: v.pipe(v.array(task), v.maxLength(200)),
	},
	'a page of attachments': {
		right: { lastPage: 2, data: [rightListed, rightListed] },
		read: readAttachmentPage,
		result: attachmentPage,
	},
	'an upload': {
		right: { files: [rightStored, rightStored], errors: rightErrors },
		read: readUploadAnswer,
		result: upload,
	},
	'a deletion': { right: { deleted: true, elements: [] }, read: readDeletion, result: v.boolean() },
	'a token': { right: rightToken, read: answer => readToken(answer, 0), result: token, isSecret: true },
	'a nested token': {
		right: { token: rightToken },
		read: answer => readToken(answer, 0),
		result: token,
		isSecret: true,
	},
	'stored despite an error': {
		right: { ...rightError, files: [rightStored, rightStored] },
		read: readStoredDespite,
		result: v.pipe(v.array(stored), v.maxLength(100)),
		isNeverRefused: true,
	},
	refusals: { right: rightError, read: readRefusals, result: refusals, isNeverRefused: true },
	words: { right: rightError, read: readMessage, result: v.optional(text(500)), isNeverRefused: true },
	complaints: {
		right: rightErrors,
		read: readComplaints,
		result: v.pipe(v.array(v.strictObject({ field: word, message: v.exactOptional(text(500)) })), v.maxLength(100)),
		isNeverRefused: true,
	},
};

/** JSON near to what COR sends, with what reads it. */
export interface DrawnAnswer {
	readonly kind: string;
	readonly value: unknown;
}

const around = [0, 90, 100, 490, 500, 990, 1_000, 1_500, 8_180, 8_192, 9_000].map(
	length => 'x'.repeat(length) + secret,
);
const hostile = fc.constantFrom<unknown>(
	...[
		null,
		'',
		0,
		-0,
		-1,
		1.5,
		7,
		1e300,
		2 ** 53,
		'7',
		' 7',
		'12e3',
		'0x10',
		'9'.repeat(40),
		true,
		false,
		'false',
		'no',
	],
	...[
		[],
		{},
		[[]],
		[7],
		[{ id: 7 }],
		{ id: 7 },
		{ length: 3 },
		{ 0: { id: 7 } },
		Array(300).fill({ id: 7, message: 'm' }),
	],
	...[
		'https://127.0.0.1',
		'http://127.0.0.1:1/',
		'http://a',
		'javascript:1',
		`https://a/${'\u202e '.repeat(3_000)}`,
		'\ud800',
	],
	...around,
);
const others = fc.oneof({ weight: 4, arbitrary: hostile }, { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 2 }) });
const changes = fc.array(
	fc.record({ at: fc.nat(), what: fc.constantFrom('set', 'set', 'leave', 'add'), value: others }),
	{ maxLength: 6 },
);
const prototypes = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];

export const drawnAnswers: fc.Arbitrary<DrawnAnswer> = fc
	.tuple(fc.constantFrom(...Object.entries(readers)), fc.nat(9), others, changes)
	.map(([[kind, { right }], luck, other, changed]) => {
		const root = { answer: structuredClone(luck === 0 ? other : right) };
		const places = placesIn(root);
		for (const { at, what, value } of changed) {
			const { holder, name } = places[at % places.length] ?? { holder: root, name: 'answer' };
			if (what === 'leave') {
				Reflect.deleteProperty(holder, name);
			} else {
				const key = what === 'set' ? name : (prototypes[at % prototypes.length] ?? name);
				define(holder, key, structuredClone(value));
			}
		}
		return { kind, value: root.answer };
	});

/** Holds that what is read is of its type and within its bounds, or refused in words of our own. */
export async function assertRead({ kind, value }: DrawnAnswer): Promise<void> {
	const { read, result, isNeverRefused, isSecret } = readers[kind] ?? assert.fail(kind);
	try {
		const found = await read(isSecret ? new AnswerValue(value) : new AnswerValue(value, redaction));
		assert.ok(v.is(result, found), `of ${kind} was read ${inspect(found)}`);
	} catch (error) {
		if (!(error instanceof CorError) || isNeverRefused) {
			throw error;
		}
		assert.equal(error.kind, 'unreadable-answer');
		assert.match(error.message, /^the answer is [a-z, -]{1,80}$/i);
		assert.ok(!inspect(error, { depth: 10 }).includes(secret.slice(0, 10)));
		assert.deepEqual(error.details, {});
	}
	assert.equal(Object.keys(Object.prototype).length, 0);
}

/** As `JSON.parse` does it: `__proto__` is a name like any other. */
function define(holder: object, name: string, value: unknown): void {
	Object.defineProperty(holder, name, { value, enumerable: true, configurable: true, writable: true });
}

interface Place {
	readonly holder: object;
	readonly name: string;
}

function placesIn(value: unknown): readonly Place[] {
	return typeof value === 'object' && value !== null
		? Object.entries(value).flatMap(([name, part]) => [{ holder: value, name }, ...placesIn(part)])
		: [];
}
