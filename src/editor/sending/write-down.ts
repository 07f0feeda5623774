import { toJournaledBatch } from '../../attach/journal/journaled-batch.js';
import type { FileEnd } from '../../attach/outcome.js';
import { toHistoryEntry } from '../../attach/plan/history.js';
import type { PlannedFile } from '../../attach/plan/plan.js';
import { sentOf } from '../../attach/plan/stages.js';
import { type BatchJournal, beginJournal } from '../../machine/journal/batch-journal.js';
import type { SendingParts, Shipment } from './shipment.js';

/** Begins the journal of a shipment, so that what is left of it outlives the editor; `undefined` where the disk refuses. */
export function writeDown(
	{ journals, log }: Pick<SendingParts, 'journals' | 'log'>,
	{ connection: { apiUrl, label }, task, files, fields }: Omit<Shipment, 'journal'>,
): Promise<BatchJournal | undefined> {
	return beginJournal(journals, toJournaledBatch({ apiUrl, label, task, files: sentOf(files), fields }), log);
}

/** Notes in the history that a file is on the task, sent at that time (ISO 8601). What the editor cannot store is told in the log. */
export function noteAttached(
	{ history, log }: Pick<SendingParts, 'history' | 'log'>,
	{ connection: { apiUrl }, task }: Pick<Shipment, 'connection' | 'task'>,
	file: PlannedFile,
	end: Extract<FileEnd, { status: 'attached' }>,
	attachedAt: string,
): void {
	const where = { apiUrl: apiUrl.href, taskId: task.id, taskTitle: task.title };
	const entry = toHistoryEntry({ ...where, attachedAt }, file, end);
	history.add(entry).then(undefined, error => log.warn(`the history could not be written: ${error}`));
}
