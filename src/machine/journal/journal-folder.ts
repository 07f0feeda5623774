import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Straggler } from '../../attach/attachment.js';
import {
	attachmentsOf,
	type Journal,
	type JournalReading,
	readingJournal,
	stragglersOf,
} from '../../attach/journal/journal.js';
import { stepInTurns } from '../in-turns.js';
import { ignoreMissing } from './journal-file.js';

const nameForm = /^([\w-]+)\.([\da-f]+)\.jsonl$/;

/** Maximum length of a journal's first line, in characters. A larger batch is sent without a journal. */
export const maxPlan = 8 * 1024 * 1024;
const maxBytes = 3 * maxPlan;
/** How long journals are kept: 30 days, which texts and docs name, in milliseconds. */
export const journalsLastMs = 30 * 24 * 60 * 60 * 1_000;

/** Name of a journal file. It contains the id of the window that owns it. */
export function journalName(batchId: string, ownerId: string): string {
	return `${batchId}.${ownerId}.jsonl`;
}

/** Parses the name or path of a journal file; `undefined` if it isn't one. */
export function readName(file: string): { readonly batchId: string; readonly ownerId: string } | undefined {
	const [, batchId, ownerId] = nameForm.exec(path.basename(file)) ?? [];
	return batchId !== undefined && ownerId !== undefined ? { batchId, ownerId } : undefined;
}

/** Batch id in the name or path of a journal file; empty if it isn't one. */
export function batchIdOf(file: string): string {
	return readName(file)?.batchId ?? '';
}

/** Names in the folder; none if it doesn't exist. Rejects with the file system's other errors. */
export async function namesIn(folder: string): Promise<readonly string[]> {
	return readdir(folder).catch(error => {
		ignoreMissing(error);
		return [];
	});
}

/** Reads a journal. Other work of this process gets turns meanwhile: 10,000 files would block it for 70 ms. */
export function readInTurns(text: string): Promise<JournalReading> {
	return stepInTurns(readingJournal(text));
}

/** Reads a journal file. Rejects with the file system's errors. */
export async function readJournalFile(file: string): Promise<JournalReading> {
	const { size } = await stat(file);
	return size > maxBytes ? { status: 'broken', why: `${size} bytes` } : readInTurns(await readFile(file, 'utf8'));
}

/** What other batches to the same task need to know about a batch. */
export interface OtherBatch {
	readonly batchId: string;
	readonly apiUrl: string;
	readonly taskId: number;
	/** Ids of the attachments that are known to be its files. */
	readonly attachments: readonly number[];
	/** Its files that may be on the task or may appear there later. */
	readonly stragglers: readonly Straggler[];
}

export function toOtherBatch(journal: Journal): OtherBatch {
	const { id, apiUrl, task } = journal.batch;
	return {
		batchId: id,
		apiUrl,
		taskId: task.id,
		attachments: attachmentsOf(journal),
		stragglers: stragglersOf(journal),
	};
}

/** The batches of all windows, read from their journals. A journal that hasn't changed isn't read again. */
export class OtherBatches {
	readonly #folder: string;
	readonly #read = new Map<string, { readonly version: string; readonly batch: OtherBatch | undefined }>();

	constructor(folder: string) {
		this.#folder = folder;
	}

	/** All batches whose journal can be read, whoever owns it. Never rejects. */
	async read(): Promise<readonly OtherBatch[]> {
		const names = (await namesIn(this.#folder).catch(() => [])).filter(readName);
		const there = new Set(names);
		for (const gone of [...this.#read.keys()].filter(name => !there.has(name))) {
			this.#read.delete(gone);
		}
		const found: OtherBatch[] = [];
		for (const name of names) {
			const batch = await this.#readOne(name).catch(() => undefined);
			found.push(...(batch ? [batch] : []));
		}
		return found;
	}

	async #readOne(name: string): Promise<OtherBatch | undefined> {
		const file = path.join(this.#folder, name);
		const { size, mtimeMs, ino } = await stat(file);
		const version = `${size} ${mtimeMs} ${ino}`;
		const before = this.#read.get(name);
		if (before?.version === version) {
			return before.batch;
		}
		const reading = await readJournalFile(file);
		const batch = reading.status === 'read' ? toOtherBatch(reading.journal) : undefined;
		this.#read.set(name, { version, batch });
		return batch;
	}
}
