import type { LateCopy } from '../../attach/arrival/late-copies.js';
import type { StoredAttachment } from '../../attach/attachment.js';
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
	const arrived: [PlannedFile, StoredAttachment][] = [];
	for (const copy of copies) {
		logLate(parts.log, copy, shipment.task.id);
		const attachment = attachmentOf(copy);
		if (attachment && !attached.has(copy.file.uri) && !late.found.has(copy.file.uri)) {
			late.found.set(copy.file.uri, attachment);
			noteAttached(
				parts,
				shipment,
				copy.file,
				{ status: 'attached', attachment, isFound: true },
				new Date().toISOString(),
			);
			arrived.push([copy.file, attachment]);
		}
	}
	await writeEnds(shipment, arrived).catch((error: unknown) =>
		parts.log.warn(`what arrived late is not written down: ${String(error)}`),
	);
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

/** So that nobody is asked to resume them. */
async function writeEnds(
	{ journal }: Shipment,
	arrived: readonly (readonly [PlannedFile, StoredAttachment])[],
): Promise<void> {
	if (!journal || arrived.length === 0 || (await journal.goOn()) !== 'kept') {
		return;
	}
	try {
		for (const [file, attachment] of arrived) {
			await journal.ended({ file, end: { status: 'attached', attachment }, tookMs: 0 });
		}
	} finally {
		await journal.rest();
	}
}
