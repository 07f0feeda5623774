import { toJournaledBatch } from '../../attach/journal/journaled-batch.js';
import type { FileEnd } from '../../attach/outcome.js';
import { toHistoryEntry } from '../../attach/plan/history.js';
import type { PlannedFile } from '../../attach/plan/plan.js';
import { sentOf } from '../../attach/plan/stages.js';
import { type BatchJournal, beginJournal } from '../../machine/journal/batch-journal.js';
import type { SendingParts, Shipment } from './shipment.js';

/** Creates the journal of a shipment, so that it can be resumed after a crash. `undefined` if the disk refuses. */
export function writeDown(
	{ journals, log }: Pick<SendingParts, 'journals' | 'log'>,
	{ connection: { apiUrl, label }, task, files, fields }: Omit<Shipment, 'journal'>,
): Promise<BatchJournal | undefined> {
	return beginJournal(journals, toJournaledBatch({ apiUrl, label, task, files: sentOf(files), fields }), log);
}

/**
 * Adds an attached file to the history. If VS Code can't store it, that is logged.
 * @param attachedAt when it was sent, ISO 8601
 */
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
