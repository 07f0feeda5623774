import type { Journal } from '../../attach/journal/journal.js';
import { resumeBatch } from '../../attach/journal/resume.js';
import { noFolder, type SentFile, sentOf, undecided } from '../../attach/plan/stages.js';
import type { BatchJournal } from '../../machine/journal/batch-journal.js';
import type { Connection } from '../../machine/sessions/connection.js';
import { checkFiles } from '../files/guard.js';
import type { Parts } from '../flow/parts.js';
import { taskLabel } from '../messages/names.js';
import { review } from '../review/review.js';
import type { Shipment } from '../sending/shipment.js';
import { warnAboveBytesSetting } from '../settings/settings.js';
import { reviewRest } from './rest-review.js';

/** The rest of a batch as a shipment. `undefined` if the person postpones it. */
export async function restToSend(
	parts: Parts,
	journal: Journal,
	connection: Connection,
	record: BatchJournal,
): Promise<Shipment | undefined> {
	const { task } = journal.batch;
	const left = resumeBatch(journal);
	const rest = await reviewRest(left);
	// A file that may have arrived is looked for whatever it contains, and is checked again before it would be sent.
	const isBegun = (file: SentFile) => rest?.earlier.has(file) && !rest.earlier.get(file)?.isUnlikely;
	const unseen = rest
		? sentOf(rest.files)
				.filter(file => !isBegun(file))
				.map(undecided)
		: [];
	const checking = checkFiles(parts, unseen, warnAboveBytesSetting());
	const sender = { shortName: connection.shortName, isUnseen: false };
	const to = { task: taskLabel(task), sender, isSeparate: true } as const; // the journal contains each file, and no archive
	const seen =
		rest &&
		(await review(
			checking.then(files => ({ ...noFolder(unseen), files })),
			journal.batch.fields,
			to,
			'again',
		));
	if (!seen) {
		return undefined;
	}
	const byUri = new Map(seen.files.map(file => [file.uri, file]));
	const files = rest.files.map(file => byUri.get(file.uri) ?? file);
	const attempts = new Map([...rest.earlier].map(([{ uri }, attempt]) => [uri, attempt]));
	const plannedAt = new Map([...rest.untold].map(([{ uri }, at]) => [uri, at]));
	const sent = sentOf(files);
	const earlier = new Map(
		sent.flatMap(file => {
			const attempt = attempts.get(file.uri);
			return attempt ? [[file, attempt] as const] : [];
		}),
	);
	const untold = new Map(
		sent.flatMap(file => {
			const at = plannedAt.get(file.uri);
			return at === undefined ? [] : [[file, at] as const];
		}),
	);
	const { known } = rest;
	const { lingering } = left;
	const { fields } = seen;
	return { connection, task, files, fields, listed: undefined, earlier, untold, known, lingering, journal: record };
}
