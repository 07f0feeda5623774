import * as v from 'valibot';
import { baseline } from '../attachment.js';
import { type CorError, failureKinds } from '../errors.js';
import { uploadFields } from '../fields.js';
import type { FileEnd } from '../outcome.js';
import { amount, id, newerThan, noList, readAs } from '../schemas.js';

// An older version knows other lines, and would take a newer journal for a broken one.
const version = 3;

/** A file as it was when the batch was planned. */
const journaledFile = v.object({
	uri: v.string(),
	name: v.string(),
	/** Below the folder that was chosen, `/` between the parts. */
	relativePath: v.string(),
	/** Bytes. */
	size: amount,
	/** Milliseconds since the epoch. */
	mtimeMs: v.exactOptional(v.number()),
	/** The attachment of which it becomes a new version. */
	parentId: v.exactOptional(id),
	/** Whether what was to be sent was in no file: it is gone with the editor that held it. */
	isUnsaved: v.exactOptional(v.literal(true)),
});

export type JournaledFile = Readonly<v.InferOutput<typeof journaledFile>>;

/** A batch as it is written down before anything of it leaves: no contents, no credentials. */
const journaledBatch = {
	id: v.string(),
	/** ISO 8601. */
	createdAt: v.pipe(
		v.string(),
		v.check(text => !Number.isNaN(Date.parse(text))),
	),
	/** Where it was to go. */
	apiUrl: v.string(),
	/** Who sent, in words, where that is known. */
	account: v.exactOptional(v.string()),
	task: v.pipe(v.object({ id, title: v.string() }), v.readonly()),
	/** The fields of the upload beside the files. */
	fields: v.pipe(noList(), uploadFields, v.readonly()),
	files: v.pipe(v.array(v.pipe(journaledFile, v.readonly())), v.readonly()),
};

export type JournaledBatch = Readonly<v.InferOutput<v.ObjectSchema<typeof journaledBatch, undefined>>>;

/** What is written down of a file's end. */
const journaledEnd = v.object({
	status: v.picklist(['attached', 'failed', 'unknown', 'cancelled', 'skipped']),
	attachmentId: v.exactOptional(id),
	/** Why, where it failed or is unknown. */
	kind: v.exactOptional(v.picklist(failureKinds)),
	/** What COR or something on the way answered then. */
	httpStatus: v.exactOptional(amount),
});

export type JournaledEnd = Readonly<v.InferOutput<typeof journaledEnd>>;

/** What follows the batch in its journal, one a line; `file` is the place in the batch. */
const journalEntry = v.variant('kind', [
	/** What was on the task before, missing where an older version wrote that down its own way, and whose uploads follow. */
	v.object({
		kind: v.literal('began'),
		baseline: v.exactOptional(v.fallback(baseline, undefined as never)),
		userId: v.exactOptional(id),
	}),
	/** Somebody goes on with the batch: what was on the task before holds no longer for what is sent from here on. */
	v.object({ kind: v.literal('taken-up') }),
	/** Safe before the request with so many bytes goes out, at that time in epoch milliseconds; 0 where that is not known. */
	v.object({
		kind: v.literal('sending'),
		file: amount,
		size: amount,
		at: v.optional(v.pipe(v.number(), v.minValue(0)), 0),
	}),
	v.object({ kind: v.literal('ended'), file: amount, end: journaledEnd }),
	/** The file goes on in another batch, or the person gave it up. */
	v.object({ kind: v.literal('let-go'), file: amount }),
]);

export type JournalEntry = Readonly<v.InferOutput<typeof journalEntry>>;
export type Beginning = Extract<JournalEntry, { kind: 'began' }>;

const firstLine = v.pipe(
	v.string(),
	v.parseJson(),
	v.union([
		v.pipe(
			newerThan(version),
			v.transform(() => 'newer' as const),
		),
		v.pipe(
			v.object({ version: v.picklist([1, 2, version]), ...journaledBatch }),
			v.transform(({ version: _, ...batch }): JournaledBatch => batch),
		),
	]),
);

const laterLine = v.pipe(v.string(), v.parseJson(), journalEntry);

/** The journal's first line. */
export function batchLine(batch: JournaledBatch): string {
	return toLine({ version, ...batch });
}

export function entryLine(entry: JournalEntry): string {
	return toLine(entry, (_, value) => (value instanceof Set ? [...value] : value));
}

export function journalEnd(end: FileEnd): JournaledEnd {
	switch (end.status) {
		case 'attached':
			return { status: end.status, attachmentId: end.attachment.id };
		case 'failed':
		case 'unknown':
			return { status: end.status, kind: end.error.kind, ...httpStatus(end.error) };
		default:
			return { status: end.status };
	}
}

/** A URI as it is written down: a file system may be named with its password, and then the file cannot be found again. */
export function journaledUri(uri: string): string {
	return uri.replace(/^([^/]*\/\/[^/@:]*):[^/@]*@/, '$1@');
}

/** `newer`: of a later version of the extension; `undefined` where it is no first line of a journal. */
export function readBatch(line: string): JournaledBatch | 'newer' | undefined {
	return readAs(firstLine, line);
}

/** `undefined` where it is no line that this version writes about a batch of so many files. */
export function readEntry(line: string, fileCount: number): JournalEntry | undefined {
	const entry = readAs(laterLine, line);
	return entry && 'file' in entry && entry.file >= fileCount ? undefined : entry;
}

function httpStatus({ details: { status } }: CorError): { httpStatus?: number } {
	return status === undefined ? {} : { httpStatus: status };
}

function toLine(value: unknown, replace?: (key: string, value: unknown) => unknown): string {
	return `${JSON.stringify(value, replace)}\n`;
}
