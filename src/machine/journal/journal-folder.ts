import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Straggler } from '../../attach/attachment.js';
import {
	attachmentsOf,
	type Journal,
	type JournalReading,
	readJournal,
	stragglersOf,
} from '../../attach/journal/journal.js';
import { ignoreMissing } from './journal-file.js';

const nameForm = /^([\w-]+)\.([\da-f]+)\.jsonl$/;

/** Characters of a plan: above that a batch is sent without a journal. */
export const maxPlan = 8 * 1024 * 1024;
const maxBytes = 3 * maxPlan;

/** The name of a journal, which says whose it is. */
export function journalName(batchId: string, ownerId: string): string {
	return `${batchId}.${ownerId}.jsonl`;
}

/** What the name, or the path, of a journal says; `undefined` where it is none. */
export function readName(file: string): { readonly batchId: string; readonly ownerId: string } | undefined {
	const [, batchId, ownerId] = nameForm.exec(path.basename(file)) ?? [];
	return batchId !== undefined && ownerId !== undefined ? { batchId, ownerId } : undefined;
}

/** The batch of the journal with that path, or name; nothing where it is none. */
export function batchIdOf(file: string): string {
	return readName(file)?.batchId ?? '';
}

/** The names of everything in the folder: none where there is no folder. Rejects with the file system's other errors. */
export async function namesIn(folder: string): Promise<readonly string[]> {
	return readdir(folder).catch(error => {
		ignoreMissing(error);
		return [];
	});
}

/** What a file of the folder says. Rejects with the file system's errors. */
export async function readJournalFile(file: string): Promise<JournalReading> {
	const { size } = await stat(file);
	return size > maxBytes ? { status: 'broken', why: `${size} bytes` } : readJournal(await readFile(file, 'utf8'));
}

/** What a journal tells other batches to its task. */
export interface OtherBatch {
	readonly batchId: string;
	readonly apiUrl: string;
	readonly taskId: number;
	/** Attachments that are known to be its files. */
	readonly attachments: readonly number[];
	/** Its files that may be on the task, or come there late. */
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

/** The batches of all windows, by their journals; one that has not grown since is not read again. */
export class OtherBatches {
	readonly #folder: string;
	readonly #read = new Map<string, { readonly version: string; readonly batch: OtherBatch | undefined }>();

	constructor(folder: string) {
		this.#folder = folder;
	}

	/** Of all that can be read, whoever works at it. Never rejects: what can't be read says nothing. */
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
