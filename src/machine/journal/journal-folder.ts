import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { type Journal, type JournalReading, readJournal } from '../../attach/journal/journal.js';
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

/** What can be read of all batches but one, whoever works at them. Never rejects: what can't be read says nothing. */
export async function readOthers(folder: string, batchId: string | undefined): Promise<readonly Journal[]> {
	const found: Journal[] = [];
	for (const name of await namesIn(folder).catch(() => [])) {
		const owned = readName(name);
		if (owned && owned.batchId !== batchId) {
			const reading = await readJournalFile(path.join(folder, name)).catch(() => undefined);
			found.push(...(reading?.status === 'read' ? [reading.journal] : []));
		}
	}
	return found;
}
