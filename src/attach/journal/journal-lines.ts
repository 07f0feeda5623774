import * as v from 'valibot';
import { baseline } from '../attachment.js';
import { type CorError, failureKinds } from '../errors.js';
import { uploadFields } from '../fields.js';
import type { FileEnd } from '../outcome.js';
import { amount, id, newerThan, noList, readAs } from '../schemas.js';

// A version that doesn't know a line calls the journal broken. Raise this number with every new line or value.
const version = 4;

/** A file as planned before the first request. */
const journaledFile = v.object({
	uri: v.string(),
	name: v.string(),
	/** Path below the chosen folder, with `/` between the parts. */
	relativePath: v.string(),
	/** Bytes. */
	size: amount,
	/** Milliseconds since the epoch. */
	mtimeMs: v.exactOptional(v.number()),
	/** The attachment that gets this file as its new version. */
	parentId: v.exactOptional(id),
	/** `true` if the contents were in no file on disk. They are lost once the editor has closed. */
	isUnsaved: v.exactOptional(v.literal(true)),
});

export type JournaledFile = Readonly<v.InferOutput<typeof journaledFile>>;

/** A batch as stored before its first request. Contains no file contents and no credentials. */
const journaledBatch = {
	id: v.string(),
	/** ISO 8601. */
	createdAt: v.pipe(
		v.string(),
		v.check(text => !Number.isNaN(Date.parse(text))),
	),
	/** Base URL of COR's API. */
	apiUrl: v.string(),
	/** Display name of the sender, if known. */
	account: v.exactOptional(v.string()),
	task: v.pipe(v.object({ id, title: v.string() }), v.readonly()),
	/** The upload's form fields other than the files. */
	fields: v.pipe(noList(), uploadFields, v.readonly()),
	files: v.pipe(v.array(v.pipe(journaledFile, v.readonly())), v.readonly()),
};

export type JournaledBatch = Readonly<v.InferOutput<v.ObjectSchema<typeof journaledBatch, undefined>>>;

/** How a file ended, as stored. */
const journaledEnd = v.object({
	status: v.picklist(['attached', 'failed', 'unknown', 'cancelled', 'skipped']),
	attachmentId: v.exactOptional(id),
	/** Why it failed or is unknown. */
	kind: v.exactOptional(v.picklist(failureKinds)),
	/** Status of the HTTP answer, from COR or from a server in between. */
	httpStatus: v.exactOptional(amount),
});

export type JournaledEnd = Readonly<v.InferOutput<typeof journaledEnd>>;

/** The lines after the first one. `file` is the file's index in the batch. */
const journalEntry = v.variant('kind', [
	/** The baseline and the sender of the requests that follow. */
	v.object({ kind: v.literal('began'), baseline, userId: v.exactOptional(id) }),
	/** Somebody resumed the batch. The baseline above doesn't apply to the requests below. */
	v.object({ kind: v.literal('taken-up') }),
	/** How these files are sent from now on: the person may have decided anew. */
	v.object({
		kind: v.literal('planned'),
		fields: journaledBatch.fields,
		files: v.array(v.object({ file: amount, parentId: v.exactOptional(id) })),
	}),
	/** Written before the request starts. `size` in bytes; `at` in epoch milliseconds. */
	v.object({
		kind: v.literal('sending'),
		file: amount,
		size: amount,
		at: v.pipe(v.number(), v.minValue(0)),
	}),
	v.object({ kind: v.literal('ended'), file: amount, end: journaledEnd }),
	/** The file continues in another batch, or the person gave it up. */
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
			v.object({ version: v.literal(version), ...journaledBatch }),
			v.transform(({ version: _, ...batch }): JournaledBatch => batch),
		),
	]),
);

const laterLine = v.pipe(v.string(), v.parseJson(), journalEntry);

/** @param texts the `fileText` of each file, if a caller with thousands of files has made them in turns */
export function batchLine({ files, ...batch }: JournaledBatch, texts: readonly string[] = files.map(fileText)): string {
	const empty = toLine({ version, ...batch, files: [] });
	const end = empty.lastIndexOf(']');
	return empty.slice(0, end) + texts.join() + empty.slice(end);
}

export function fileText(file: JournaledFile): string {
	return JSON.stringify(file);
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

/** Parses the first line. `newer`: a later version wrote it. `undefined`: this isn't the first line of a journal. */
export function readBatch(line: string): JournaledBatch | 'newer' | undefined {
	return readAs(firstLine, line);
}

/** Parses a later line of a batch with `fileCount` files. `undefined` if this version can't have written it. */
export function readEntry(line: string, fileCount: number): JournalEntry | undefined {
	const entry = readAs(laterLine, line);
	return entry && placesIn(entry).every(place => place < fileCount) ? entry : undefined;
}

function placesIn(entry: JournalEntry): readonly number[] {
	if (entry.kind === 'planned') {
		return entry.files.map(({ file }) => file);
	}
	return 'file' in entry ? [entry.file] : [];
}

function httpStatus({ details: { status } }: CorError): { httpStatus?: number } {
	return status === undefined ? {} : { httpStatus: status };
}

function toLine(value: unknown, replace?: (key: string, value: unknown) => unknown): string {
	return `${JSON.stringify(value, replace)}\n`;
}
