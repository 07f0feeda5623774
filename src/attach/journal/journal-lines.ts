import type { Baseline } from '../attachment.js';
import type { CorError, FailureKind } from '../errors.js';
import { isFailureKind } from '../errors.js';
import { origins, statuses, type UploadFields } from '../fields.js';
import type { FileEnd } from '../outcome.js';
import type { PlannedFile } from '../plan/plan.js';

/** A batch as it is written down before anything of it leaves: no contents, no credentials. */
export interface JournaledBatch {
	readonly id: string;
	/** ISO 8601. */
	readonly createdAt: string;
	/** Where it was to go. */
	readonly apiUrl: string;
	/** Who sent, in words, where that is known. */
	readonly account?: string;
	readonly task: { readonly id: number; readonly title: string };
	/** The fields of the upload beside the files. */
	readonly fields: UploadFields;
	readonly files: readonly JournaledFile[];
}

/** A file as it was when the batch was planned. */
export interface JournaledFile extends Pick<PlannedFile, 'uri' | 'name' | 'relativePath' | 'size' | 'parentId'> {
	/** Milliseconds since the epoch. */
	readonly mtimeMs?: number;
	/** Whether what was to be sent was in no file: it is gone with the editor that held it. */
	readonly isUnsaved?: true;
}

/** What is written down of a file's end. */
export interface JournaledEnd {
	readonly status: FileEnd['status'];
	readonly attachmentId?: number;
	/** Why, where it failed or is unknown. */
	readonly kind?: FailureKind;
	/** What COR or something on the way answered then. */
	readonly httpStatus?: number;
}

/** What was on the task before, and whose uploads follow. */
export interface Beginning {
	readonly baseline: Baseline;
	readonly userId?: number;
}

/** What follows the batch in its journal, one a line; `file` is the place in the batch. */
export type JournalEntry =
	| ({ readonly kind: 'began' } & Beginning)
	/** Somebody goes on with the batch: what was on the task before holds no longer for what is sent from here on. */
	| { readonly kind: 'taken-up' }
	/** Safe before the request with so many bytes goes out. */
	| { readonly kind: 'sending'; readonly file: number; readonly size: number }
	| ({ readonly kind: 'ended'; readonly file: number } & { readonly end: JournaledEnd })
	/** The file goes on in another batch, or the person gave it up. */
	| { readonly kind: 'let-go'; readonly file: number };

const version = 1;

/** The journal's first line. */
export function batchLine(batch: JournaledBatch): string {
	return toLine({ version, ...batch });
}

export function entryLine(entry: JournalEntry): string {
	return toLine(entry);
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
	const value = parse(line);
	if (isNumber(value?.version) && value.version > version) {
		return 'newer';
	}
	if (value?.version !== version) {
		return undefined;
	}
	const { id, createdAt, apiUrl, account, task, fields, files } = value;
	const isRight =
		isText(id) &&
		isText(createdAt) &&
		!Number.isNaN(Date.parse(createdAt)) &&
		isText(apiUrl) &&
		isOptional(account, isText) &&
		isTask(task) &&
		isFields(fields) &&
		Array.isArray(files) &&
		files.every(isFile);
	return isRight
		? { id, createdAt, apiUrl, ...(account !== undefined && { account }), task, fields, files }
		: undefined;
}

/** `undefined` where it is no line that this version writes about a batch of so many files. */
export function readEntry(line: string, fileCount: number): JournalEntry | undefined {
	const value = parse(line);
	switch (value?.kind) {
		case 'began': {
			const { kind, baseline, userId } = value;
			return isBaseline(baseline) && isOptional(userId, isId)
				? { kind, baseline, ...(userId !== undefined && { userId }) }
				: undefined;
		}
		case 'taken-up':
			return { kind: value.kind };
		case 'sending': {
			const { kind, file, size } = value;
			return isPlace(file, fileCount) && isAmount(size) ? { kind, file, size } : undefined;
		}
		case 'let-go': {
			const { kind, file } = value;
			return isPlace(file, fileCount) ? { kind, file } : undefined;
		}
		case 'ended': {
			const { kind, file, end } = value;
			return isPlace(file, fileCount) && isEnd(end) ? { kind, file, end } : undefined;
		}
		default:
			return undefined;
	}
}

function httpStatus({ details: { status } }: CorError): { httpStatus?: number } {
	return status === undefined ? {} : { httpStatus: status };
}

function toLine(value: unknown): string {
	return `${JSON.stringify(value)}\n`;
}

type Parsed = Readonly<Record<string, unknown>>;

function parse(line: string): Parsed | undefined {
	try {
		const value: unknown = JSON.parse(line);
		return isRecord(value) ? value : undefined;
	} catch {
		return undefined;
	}
}

const endings: Readonly<Record<FileEnd['status'], true>> = {
	attached: true,
	failed: true,
	unknown: true,
	cancelled: true,
	skipped: true,
};

function isEnd(value: unknown): value is JournaledEnd {
	return (
		isRecord(value) &&
		isText(value.status) &&
		Object.hasOwn(endings, value.status) &&
		isOptional(value.attachmentId, isId) &&
		isOptional(value.kind, isFailureKind) &&
		isOptional(value.httpStatus, isAmount)
	);
}

function isFile(value: unknown): value is JournaledFile {
	return (
		isRecord(value) &&
		[value.uri, value.name, value.relativePath].every(isText) &&
		isAmount(value.size) &&
		isOptional(value.mtimeMs, isNumber) &&
		isOptional(value.parentId, isId) &&
		isOptional(value.isUnsaved, isTrue)
	);
}

function isBaseline(value: unknown): value is Baseline {
	return (
		isRecord(value) && isAmount(value.highestId) && isRecord(value.currentVersions) && all(value.currentVersions, isId)
	);
}

function isTask(value: unknown): value is JournaledBatch['task'] {
	return isRecord(value) && isId(value.id) && isText(value.title);
}

const fieldForms: Readonly<Record<keyof UploadFields, (value: unknown) => boolean>> = {
	available: value => typeof value === 'boolean',
	status: value => statuses.some(status => status === value),
	createdFrom: value => origins.some(origin => origin === value),
	sessionToken: isText,
};

function isFields(value: unknown): value is UploadFields {
	return (
		isRecord(value) &&
		Object.entries(value).every(
			([key, field]) => Object.hasOwn(fieldForms, key) && fieldForms[key as keyof UploadFields](field),
		)
	);
}

function all(record: Parsed, is: (value: unknown) => boolean): boolean {
	return Object.values(record).every(is);
}

function isOptional<T>(value: unknown, is: (value: unknown) => value is T): value is T | undefined {
	return value === undefined || is(value);
}

function isRecord(value: unknown): value is Parsed {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
	return typeof value === 'string';
}

function isNumber(value: unknown): value is number {
	return typeof value === 'number';
}

function isTrue(value: unknown): value is true {
	return value === true;
}

function isAmount(value: unknown): value is number {
	return Number.isSafeInteger(value) && Number(value) >= 0;
}

function isId(value: unknown): value is number {
	return isAmount(value) && value > 0;
}

function isPlace(value: unknown, count: number): value is number {
	return isAmount(value) && value < count;
}
