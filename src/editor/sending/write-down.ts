import { toJournaledBatch } from '../../attach/journal/journaled-batch.js';
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
