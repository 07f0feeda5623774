import type { LateCopy } from '../../attach/arrival/late-copies.js';
import type { StoredAttachment } from '../../attach/attachment.js';
import type { Outcome } from '../../attach/outcome.js';
import type { PlannedFile } from '../../attach/plan/plan.js';
import { logLate } from '../sending/outcome-log.js';
import type { LateFiles, SendingParts, Shipment } from '../sending/shipment.js';
import { noteAttached } from '../sending/write-down.js';

/**
 * Records files that appeared late: in the log, the history, the journal, and the result that is still shown. Never
 * rejects.
 */
export async function correctLate(
	parts: SendingParts,
	shipment: Shipment,
	late: LateFiles,
	copies: readonly LateCopy[],
): Promise<void> {
	const attached = new Set(
		late.lingering.filter(({ outcome }) => outcome.end.status === 'attached').map(({ outcome }) => outcome.file.uri),
	);
	const arrived: Outcome<PlannedFile>[] = [];
	for (const copy of copies) {
		logLate(parts.log, copy, shipment.task.id);
		const attachment = attachmentOf(copy);
		if (attachment && !attached.has(copy.file.uri) && !late.found.has(copy.file.uri)) {
			late.found.set(copy.file.uri, attachment);
			const end = { status: 'attached', attachment, isFound: true } as const;
			noteAttached(parts, shipment, copy.file, end, new Date().toISOString());
			arrived.push({ file: copy.file, end, tookMs: 0 });
		}
	}
	if (arrived.length > 0) {
		// So that nobody is asked to resume them.
		await shipment.journal
			?.endedLate(arrived)
			.catch((error: unknown) => parts.log.warn(`what arrived late is not written down: ${String(error)}`));
	}
}

/** The attachment of a file; `undefined` if that isn't certain. */
function attachmentOf(copy: LateCopy): StoredAttachment | undefined {
	switch (copy.kind) {
		case 'arrived':
			return copy.attachment;
		case 'doubled':
			return copy.attachments[0];
		case 'maybe-doubled':
		case 'maybe-arrived':
			return undefined;
	}
}
